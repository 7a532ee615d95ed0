import DeskImport
import DeskOperations
import DeskRules

/// What the rows of a CSV file bring in: one row carries one operation.
struct RowKind {
  /// The word of the command line.
  let word: String
  let operation: String
  /// The columns that together name the thing, so that a row sent again is known again.
  let identity: [String]
  let abstract: String
  let example: String
  /// What enters by hand what a row cannot; the operation itself where none is named.
  var byHand: String?
  /// The query that says by the identity whether what a row made was taken back since.
  var lookup: String?
  /// The column of the day in whose order rows are carried out; as in the file where none is named.
  var dayColumn: String?

  static let devices = RowKind(
    word: "devices", operation: "device.add", identity: ["device"],
    abstract: "Brings in printers and copiers from CSV, one a row.",
    example: "device,model,owner,serial,meter")
  static let cartridges = RowKind(
    word: "cartridges", operation: "cartridge.add", identity: ["cartridge"],
    abstract: "Brings in cartridges from CSV, one a row.",
    example: "cartridge,type,owner,state,holder")
  static let balances = RowKind(
    word: "balances", operation: "swap.opening", identity: ["client", "type"],
    abstract: "Brings in what clients owed before their swaps were kept here, one a row.",
    example: "client,type,owes,is_owed")
  static let clients = RowKind(
    word: "clients", operation: "client.add", identity: ["client"],
    abstract: "Brings in clients from CSV, one a row.",
    example: "client,name,timezone")
  static let sites = RowKind(
    word: "sites", operation: "site.add", identity: ["client", "site"],
    abstract: "Brings in clients' sites from CSV, one a row.",
    example: "client,site,name,address")

  static let payments = RowKind(
    word: "payments", operation: "invoice.receive", identity: ["reference"],
    abstract: "Brings in payments from CSV and matches them by invoice number and amount.",
    example: "date,text,amount,reference", byHand: "invoice pay",
    lookup: "invoice.payments", dayColumn: "date")

  static let prices = RowKind(
    word: "prices", operation: "price.set", identity: ["article", "from"],
    abstract: "Brings in a price list from CSV, one article a row.",
    example: "article,price,from")

  var discussion: String {
    """
    The first row names the columns; they are the parameters of \(operation), which \
    `swapdesk help \(operation)` explains. A column of another name is matched by --column. In a \
    cell of many values a semicolon stands between them. Each row is carried out by itself: a \
    refused one is told with its line and changes nothing, and the same file may be imported \
    again, which changes nothing either: every row therefore needs \
    \(identity.joined(separator: " and ")).

    EXAMPLE:
      swapdesk import \(word) \(word).csv --dry-run
      with the columns \(example)
    """
  }
}

extension RowKind {
  /// The refusal of a row whose column is empty that would tell it from others.
  func unnamed(_ column: String) -> DeskError {
    let command = byHand ?? String(operation.map { $0 == "." ? " " : $0 })
    return DeskError(
      .usage,
      "has no \(column), by which a row sent again is known; give it one, or enter it by hand with"
        + " \(command)", ["column": .string(column)])
  }
}

/// The columns of a CSV file, matched with the parameters of an operation.
struct RowColumns {
  private let kind: RowKind
  /// The parameter of each column; nil where the column is left out.
  private let parameters: [ParameterDescription?]

  /// Matches the columns.
  ///
  /// - Parameters:
  ///   - titles: the first row.
  ///   - renamed: `TITLE=PARAMETER` for each title that is no parameter's name; nothing after the
  ///     sign leaves the column out.
  /// - Throws: `usage` for a column that is no parameter, a doubled one, or one that is missing.
  init(
    _ titles: [String], of kind: RowKind, renamed: [String]
  ) throws(DeskError) {
    self.kind = kind
    if titles.count == 1, titles[0].contains(";") {
      throw DeskError(
        .usage, "the file has semicolons between its cells: save it as CSV with commas")
    }
    let declared = try Catalogue.entry(kind.operation).parameters
      .filter { !["key", "dry_run", "sent"].contains($0.name) }
    let renamed = try Self.renaming(renamed, titles)
    var parameters: [ParameterDescription?] = []
    for title in titles {
      let name = renamed[title] ?? Self.name(title)
      guard !name.isEmpty else {
        parameters.append(nil)
        continue
      }
      guard let parameter = declared.first(where: { $0.name == name }) else {
        let near = Nearest.names(to: name, among: declared.map(\.name))
        throw DeskError(
          .usage,
          "the column \"\(title)\" is no parameter of \(kind.operation): it has"
            + " \((near.isEmpty ? declared.map(\.name) : near).joined(separator: ", "));"
            + " --column \"\(title)=NAME\" matches it, --column \"\(title)=\" leaves it out",
          ["column": .string(title)])
      }
      guard !parameters.contains(where: { $0?.name == name }) else {
        throw DeskError(.usage, "two columns are \(name)", ["column": .string(title)])
      }
      parameters.append(parameter)
    }
    for parameter in declared
    where parameter.arity == .required || kind.identity.contains(parameter.name) {
      guard parameters.contains(where: { $0?.name == parameter.name }) else {
        throw DeskError(
          .usage, "the column \(parameter.name) is missing: \(parameter.help)",
          ["column": .string(parameter.name)])
      }
    }
    self.parameters = parameters
  }

  private static func renaming(
    _ texts: [String], _ titles: [String]
  ) throws(DeskError) -> [String: String] {
    var renamed: [String: String] = [:]
    for text in texts {
      guard let sign = text.lastIndex(of: "=") else {
        throw DeskError(.usage, "\"\(text)\" matches no column: write TITLE=PARAMETER")
      }
      let title = String(text[..<sign])
      guard titles.contains(title) else {
        throw DeskError(
          .usage, "there is no column \"\(title)\"; the file has \(titles.joined(separator: ", "))")
      }
      renamed[title] = name(String(text[text.index(after: sign)...]))
    }
    return renamed
  }

  /// A title as parameters are written: `Serial number` is `serial_number`.
  private static func name(_ title: String) -> String {
    String(title.lowercased().map { $0 == " " || $0 == "-" ? "_" : $0 })
  }

  /// The operation that a row carries; its key is made of what the row names.
  func request(_ row: [String]) -> Request {
    var given: [Request.Parameter] = []
    for (cell, parameter) in zip(row, parameters) {
      guard let parameter, !cell.isEmpty else { continue }
      let values = parameter.arity == .list ? Self.values(cell) : [cell]
      given += values.map { Request.Parameter(parameter.name, $0) }
    }
    given.append(Request.Parameter("key", "import \(kind.word): \(name(of: row))"))
    return Request(kind.operation, given)
  }

  /// The column without which a row cannot be told from another, where the row leaves it empty.
  func unnamed(_ row: [String]) -> String? {
    zip(row, parameters).first { cell, parameter in
      cell.isEmpty && parameter.map { kind.identity.contains($0.name) } == true
    }?.1?.name
  }

  private static func values(_ cell: String) -> [String] {
    cell.split(separator: ";").map { value in
      String(value.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
  }

  /// What a row names, in one case, as tags and codes are compared.
  func name(of row: [String]) -> String { identity(of: row).uppercased() }

  /// What a row names, as it is written.
  func identity(of row: [String]) -> String {
    kind.identity.compactMap { cell($0, of: row) }.joined(separator: "/")
  }

  private func cell(_ name: String, of row: [String]) -> String? {
    zip(row, parameters).first { $0.1?.name == name }?.0
  }

  /// Rows in the order of their days, those of a day as in the file: a bank often lists the newest
  /// first. A row without a day is of today.
  func ordered(_ rows: [CSVRow]) -> [CSVRow] {
    guard let column = kind.dayColumn else { return rows }
    let days = rows.map { row in cell(column, of: row.fields).flatMap { try? CalendarDate($0) } }
    return zip(rows, days).enumerated().sorted { first, second in
      (first.element.1 ?? .latest, first.offset) < (second.element.1 ?? .latest, second.offset)
    }.map(\.element.0)
  }
}
