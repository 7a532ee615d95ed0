public import DeskRules
import DeskStore

struct Help: PublicQuery {
  static let about = About(
    "help", "Lists the operations, or explains one; also: limits, errors.", roles: .everybody,
    refusals: [.unknownOperation], example: "swapdesk help loan.issue")
  let topic: [Line]

  init(_ read: inout Arguments) throws(DeskError) {
    topic = try read.list(
      "topic", at: 1, "An operation such as loan.issue, a noun such as loan, limits or errors.")
  }

  func answer(_ books: Books) throws(DeskError) -> [HelpItem] {
    try Self.items(topic.isEmpty ? nil : topic.map(\.text).joined(separator: "."))
  }

  /// What help says of a topic; it needs no books.
  static func items(_ topic: String?) throws(DeskError) -> [HelpItem] {
    switch topic {
    case nil: return Catalogue.entries.map { HelpItem(name: $0.about.name, text: $0.about.summary) }
    case "limits":
      return WireLimits.all.map {
        HelpItem(name: $0.name, text: "\($0.value) \($0.unit): \($0.meaning)")
      }
    case "errors":
      return ErrorCode.allCases.map {
        HelpItem(name: $0.rawValue, text: "\($0.blame.rawValue), exit code \($0.exitCode)")
      }
    case let topic?:
      let verbs = Catalogue.entries.filter { $0.about.name.hasPrefix(topic + ".") }
      guard verbs.isEmpty else {
        return verbs.map { HelpItem(name: $0.about.name, text: $0.about.summary) }
      }
      return HelpItem.items(of: try Catalogue.entry(topic))
    }
  }
}

/// One line of help: a name and what it means.
struct HelpItem: Item {
  let name: String
  let text: String

  /// What a declaration says, a line each.
  static func items(of entry: CatalogueEntry) -> [HelpItem] {
    let about = entry.about
    var items = [
      HelpItem(name: about.name, text: about.summary),
      HelpItem(name: "roles", text: about.roles.map(\.rawValue).joined(separator: ", ")),
    ]
    items += entry.parameters.map {
      HelpItem(name: $0.name, text: "\($0.usage); \($0.help)")
    }
    if !about.refusals.isEmpty {
      let codes = about.refusals.map(\.rawValue).joined(separator: ", ")
      items.append(HelpItem(name: "refusals", text: codes))
    }
    items += about.notes.map { HelpItem(name: "note", text: $0) }
    items.append(HelpItem(name: "example", text: about.example))
    return items
  }
}

extension ParameterDescription {
  /// Its type and how often it may be given.
  public var usage: String {
    switch arity {
    case .required: "\(type), required"
    case .optional: "\(type), optional"
    case .list: "\(type), any number"
    case .flag: "switch"
    }
  }
}

extension Catalogue {
  /// What help says of a topic, for those who have no desk yet.
  ///
  /// - Throws: `unknown_operation` for a topic that there is not.
  public static func help(_ topic: [String]) throws(DeskError) -> [JSONObject] {
    try Help.items(topic.isEmpty ? nil : topic.joined(separator: ".")).items.objects
  }
}
