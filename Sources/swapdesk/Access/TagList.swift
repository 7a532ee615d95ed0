import DeskOperations
import DeskRules

/// A dash in the place of a tag: the tags come on standard input, one a line, as a scanner types
/// them. A parameter that takes one tag makes a request of each line, carried out at once; one that
/// takes many makes one request of all.
struct TagList {
  private let parameter: ParameterDescription

  /// The parameter whose tags come on standard input; nil where none does.
  ///
  /// - Throws: `usage` when two parameters want it.
  init?(_ request: Request, _ entry: CatalogueEntry) throws(DeskError) {
    let dashed = entry.parameters.filter { declared in
      declared.isTag
        && request.parameters.contains { $0.name == declared.name && $0.value == "-" }
    }
    guard let parameter = dashed.first else { return nil }
    let given = request.parameters.filter { $0.value == "-" && $0.name == parameter.name }
    guard dashed.count == 1, given.count == 1 else {
      throw DeskError(.usage, "standard input can give the tags of one parameter; name the others")
    }
    self.parameter = parameter
  }

  /// Whether all tags go into one request.
  var isOneRequest: Bool { parameter.arity == .list }

  /// Every tag, each once.
  ///
  /// - Throws: `usage` when standard input has no tag.
  func all() throws(DeskError) -> [String] {
    var tags: [String] = []
    // A scanner that beeps twice reads the same tag twice; one act names it once.
    var seen: Set<String> = []
    while let tag = Self.next() {
      if seen.insert(tag.uppercased()).inserted { tags.append(tag) }
    }
    guard !tags.isEmpty else { throw Self.empty }
    return tags
  }

  /// The request with tags in place of the dash.
  func request(of template: Request, _ tags: [String]) -> Request {
    var request = template
    request.parameters = template.parameters.flatMap { given in
      isDash(given) ? tags.map { Request.Parameter(given.name, $0) } : [given]
    }
    return request
  }

  /// The request for one tag alone, as a trial that changes nothing.
  func trial(of template: Request, _ tag: String) -> Request {
    var request = self.request(of: template, [tag])
    request.parameters.removeAll { $0.name == "key" || $0.name == "dry_run" }
    request.parameters.append(Request.Parameter("dry_run", "true"))
    return request
  }

  /// Hands over one request a tag, as soon as the tag is read. A request key becomes one key a tag,
  /// so that the whole list may be sent again.
  ///
  /// - Throws: `usage` when standard input has no tag.
  func forEach(
    of template: Request, _ body: (_ tag: String, Request) throws(DeskError) -> Void
  ) throws(DeskError) {
    var isEmpty = true
    while let tag = Self.next() {
      isEmpty = false
      var request = template
      request.parameters = template.parameters.map { given in
        if isDash(given) { return Request.Parameter(given.name, tag) }
        return given.name == "key" ? Request.Parameter("key", "\(given.value) \(tag)") : given
      }
      try body(tag, request)
    }
    if isEmpty { throw Self.empty }
  }

  private func isDash(_ given: Request.Parameter) -> Bool {
    given.name == parameter.name && given.value == "-"
  }

  private static let empty = DeskError(.usage, "standard input has no tag: write one a line")

  /// What some programs write in front of a file.
  private static let byteOrderMark: Character = "\u{FEFF}"

  /// The next line that is not empty, without the blanks and line ends that scanners add.
  private static func next() -> String? {
    while let line = readLine(strippingNewline: true) {
      let tag = line.drop { $0.isWhitespace || $0 == Self.byteOrderMark }.reversed().drop(
        while: \.isWhitespace
      ).reversed()
      if !tag.isEmpty { return String(tag) }
    }
    return nil
  }
}
