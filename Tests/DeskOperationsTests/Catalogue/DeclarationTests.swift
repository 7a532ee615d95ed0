import DeskOperations
import DeskRules
import DeskWire
import Testing

/// What every declaration has to keep to, and every input it has to refuse.
@Suite struct DeclarationTests {
  /// The operations by name, for tables that stay sendable.
  static let names = Catalogue.entries.map(\.about.name)

  /// The request in an operation's example.
  private func example(_ entry: CatalogueEntry) throws -> Request {
    entry.kind == .session
      ? try TestDesk.request(entry.about.example)
      : try CommandText(entry.about.example).request()
  }

  private func refusal(_ request: Request) -> DeskError? {
    do {
      _ = try Catalogue.prepare(request)
      return nil
    } catch {
      return error
    }
  }

  @Test func namesAreUniqueAndNoParameterIsReserved() {
    #expect(Set(Self.names).count == Self.names.count)
    for entry in Catalogue.entries {
      let parameters = entry.parameters.map(\.name)
      #expect(Set(parameters).count == parameters.count, "\(entry.about.name)")
      #expect(Set(parameters).isDisjoint(with: RequestLine.reservedNames), "\(entry.about.name)")
      #expect(parameters.allSatisfy { $0.allSatisfy { $0.isLowercase || $0 == "_" } })
    }
  }

  @Test(arguments: names)
  func theExampleIsAnExampleOfIt(name: String) throws {
    let entry = try Catalogue.entry(name)
    let request = try example(entry)
    #expect(request.name == name)
    #expect(refusal(request) == nil)
    #expect(!entry.about.roles.isEmpty)
    #expect(entry.about.summary.hasSuffix("."))
  }

  @Test(arguments: names)
  func positionsCountFromOne(name: String) throws {
    let entry = try Catalogue.entry(name)
    let positions = entry.parameters.compactMap(\.position)
    #expect(positions == Array(1..<(positions.count + 1)))
    #expect(
      entry.parameters.filter { $0.position != nil }.dropLast().allSatisfy { $0.arity != .list })
  }

  @Test(arguments: names)
  func unknownDoubledAndMissingParametersAreRefused(name: String) throws {
    let entry = try Catalogue.entry(name)
    let request = try example(entry)
    var stray = request
    stray.parameters.append(.init("stray_thing", "1"))
    #expect(refusal(stray)?.code == .usage)
    #expect(refusal(stray)?.details.text("parameter") == "stray_thing")
    for given in request.parameters {
      let arity = try #require(entry.parameters.first { $0.name == given.name }).arity
      var changed = request
      if arity != .list {
        changed.parameters.append(given)
        #expect(refusal(changed)?.code == .usage, "\(given.name) doubled")
      }
      changed.parameters = request.parameters.filter { $0.name != given.name }
      if arity == .required {
        #expect(refusal(changed)?.code == .usage, "\(given.name) missing")
        #expect(refusal(changed)?.details.text("parameter") == given.name)
      }
    }
  }

  private static let unwelcome = [
    "", " ", "a\u{1B}[31mb", "a\u{0}b", "a\u{7}b", "a\u{7F}b", "a\u{85}b", "a\rb", "a\u{202E}b",
    "a\u{2066}b", "a\u{200E}\u{202A}b", String(repeating: "x", count: 4_001),
    "a" + String(repeating: "\u{301}", count: 9_000),
  ]

  @Test(arguments: names)
  func noParameterTakesWhatCouldSteerATerminalOrIsTooLong(name: String) throws {
    let entry = try Catalogue.entry(name)
    let request = try example(entry)
    for parameter in entry.parameters {
      for text in Self.unwelcome {
        var changed = request
        changed.parameters.removeAll { $0.name == parameter.name }
        changed.parameters.append(.init(parameter.name, text))
        let error = refusal(changed)
        #expect(error != nil, "\(parameter.name) took \(text.prefix(20).debugDescription)")
        #expect(error?.details.text("parameter") == parameter.name)
        #expect(isPlain(error?.message ?? ""), "\(parameter.name): \(error?.message ?? "")")
      }
    }
  }

  @Test(arguments: names)
  func onlyFreeTextTakesLineBreaks(name: String) throws {
    let entry = try Catalogue.entry(name)
    let request = try example(entry)
    for parameter in entry.parameters {
      var changed = request
      changed.parameters.removeAll { $0.name == parameter.name }
      changed.parameters.append(.init(parameter.name, "two\nlines"))
      if refusal(changed) == nil {
        #expect(Self.freeTexts.contains(parameter.name), "\(name) \(parameter.name)")
      }
    }
  }

  /// The parameters whose text may go over several lines.
  private static let freeTexts: Set = [
    "problem", "work", "text", "reason", "evidence", "condition", "address",
  ]

  private func isPlain(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { scalar in
      ![.control, .format, .lineSeparator, .paragraphSeparator]
        .contains(scalar.properties.generalCategory)
    }
  }

  @Test func anUnknownOperationNamesTheNearest() {
    let error = refusal(Request("ticket.opn"))
    #expect(error?.code == .unknownOperation)
    #expect(error?.details.texts("nearest").first == "ticket.open")
  }

  @Test func helpComesFromTheDeclaration() throws {
    let desk = try TestDesk()
    for entry in Catalogue.entries {
      let items = try desk.run("help", ["topic": entry.about.name])
      let names = items.compactMap { $0.text("name") }
      #expect(names.first == entry.about.name)
      #expect(names.last == "example")
      #expect(Set(names).isSuperset(of: entry.parameters.map(\.name)))
    }
    #expect(try desk.type("help").count == Catalogue.entries.count)
    #expect(try desk.type("help errors").count == ErrorCode.allCases.count)
    #expect(try desk.type("help limits").count == WireLimits.all.count)
    #expect(try desk.type("help loan").map { $0.text("name") }.contains("loan.issue"))
    try desk.refuse(.unknownOperation, "help nonsense")
  }
}
