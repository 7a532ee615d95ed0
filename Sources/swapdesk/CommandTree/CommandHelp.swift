import DeskOperations
import DeskRules

/// Help of an operation's command, made from its declaration.
enum CommandHelp {
  /// Whether this run of the program is about help and not about the desk.
  static let isAskedFor =
    CommandLine.arguments.contains { argument in
      ["--help", "-h", "help", "completions"].contains(argument)
        || argument.hasPrefix("--generate-")
        || argument.hasPrefix("--experimental-") || argument.hasPrefix("---")
    } || CommandLine.arguments.count < 3

  static func usage(of about: About) -> String {
    let command = "swapdesk " + about.words.joined(separator: " ")
    guard let entry = try? Catalogue.entry(about.name) else { return command }
    let words = entry.parameters.filter { !isOfEveryChange($0) || entry.kind != .change }
      .map(usage)
    return ([command] + words).joined(separator: " ")
  }

  private static func usage(of parameter: ParameterDescription) -> String {
    let word =
      if parameter.position != nil {
        "<\(parameter.name)>"
      } else if parameter.arity == .flag {
        parameter.flag
      } else {
        "\(parameter.flag) <\(valueName(of: parameter))>"
      }
    switch parameter.arity {
    case .required: return word
    case .optional, .flag: return "[\(word)]"
    case .list: return "[\(word)]..."
    }
  }

  private static func valueName(of parameter: ParameterDescription) -> String {
    parameter.type.contains(" ") ? parameter.name : parameter.type
  }

  static func discussion(of about: About) -> String {
    guard let entry = try? Catalogue.entry(about.name) else { return "" }
    let rows = entry.parameters.map { parameter in
      let name = parameter.position == nil ? parameter.flag : "<\(parameter.name)>"
      return (name, parameter.help + " (" + parameter.usage + ")")
    }
    let width = rows.map(\.0.count).max() ?? 0
    let parameters = rows.map { name, help in
      "  " + name + String(repeating: " ", count: width - name.count + 2) + help
    }
    let blocks = [
      about.notes.joined(separator: "\n\n"),
      parameters.isEmpty ? "" : "PARAMETERS:\n" + parameters.joined(separator: "\n"),
      special(entry).joined(separator: "\n"),
      "FOR: " + about.roles.map(\.rawValue).joined(separator: ", "),
      "EXAMPLE:\n  " + about.example,
    ]
    return blocks.filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  /// What the command line accepts with this operation and few others.
  private static func special(_ entry: CatalogueEntry) -> [String] {
    let takesScans = entry.parameters.contains { $0.isTag && $0.arity == .list }
    return
      (entry.isDocument
      ? ["--html prints it as a page for the browser and the printer."] : [])
      + (takesScans
        ? ["With - tags come on standard input; --skip-refused leaves out those that are refused."]
        : [])
  }

  private static func isOfEveryChange(_ parameter: ParameterDescription) -> Bool {
    ["key", "dry_run", "sent"].contains(parameter.name)
  }
}
