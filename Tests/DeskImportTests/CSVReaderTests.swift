import DeskImport
import DeskRules
import Testing

@Suite struct CSVReaderTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let text: [UInt8]
    /// `1: a|b` is a row that begins on line 1, `!2: reason` a refused one.
    let expected: [String]
    var testDescription: String { name }

    init(_ name: String, _ text: String, _ expected: [String]) {
      self.init(name, bytes: Array(text.utf8), expected)
    }

    init(_ name: String, bytes: [UInt8], _ expected: [String]) {
      self.name = name
      text = bytes
      self.expected = expected
    }
  }

  static let cases = [
    Case("nothing", "", []),
    Case("one row without a line end", "a,b", ["1: a|b"]),
    Case("line feeds", "a,b\nc,d\n", ["1: a|b", "2: c|d"]),
    Case("carriage returns and line feeds", "a,b\r\nc,d\r\n", ["1: a|b", "2: c|d"]),
    Case("a byte order mark", "\u{FEFF}a,b\n", ["1: a|b"]),
    Case("a quoted first field behind the mark", "\u{FEFF}\"a\",b\n", ["1: a|b"]),
    Case("quotes", "\"a\",\"b,c\"\n", ["1: a|b,c"]),
    Case("doubled quotes", "\"a\"\"b\",\"\"\"\"\n", ["1: a\"b|\""]),
    Case("empty fields", ",\n\"\",\n", ["1: |", "2: |"]),
    Case("line ends in quotes", "\"a\nb\",\"c\r\nd\"\ne,f\n", ["1: a\nb|c\r\nd", "4: e|f"]),
    Case("blank lines", "\na,b\n\n\r\nc,d\n\n", ["2: a|b", "5: c|d"]),
    Case("a blank line is a row of one field", "a\n\nb\n", ["1: a", "2: ", "3: b"]),
    Case("characters of several bytes", "ä,日本\n🖨,ж\n", ["1: ä|日本", "2: 🖨|ж"]),
    Case(
      "too few and too many", "a,b\nc\nd,e,f\ng,h\n",
      [
        "1: a|b", "!2: 1 fields where 2 are expected", "!3: 3 fields where 2 are expected",
        "4: g|h",
      ]),
    Case(
      "a quote in the middle", "a,b\nc\"d,e\nf,g\n",
      ["1: a|b", "!2: a quote inside a field that does not begin with one", "3: f|g"]),
    Case(
      "text behind a quote", "a,b\n\"c\"d,e\nf,g\n",
      ["1: a|b", "!2: text behind a closing quote", "3: f|g"]),
    Case(
      "a quote that is never closed", "a,b\n\"c,d\ne,f\ng,h\n",
      ["1: a|b", "!2: a quote that is never closed", "3: e|f", "4: g|h"]),
    Case(
      "a stray quote costs its line only", "1,\"a\n2,b\n3,\"c\"\n4,d\n",
      ["!1: text behind a closing quote", "2: 2|b", "3: 3|c", "4: 4|d"]),
    Case(
      "a bare carriage return", "a,b\nc\rd,e\nf,g\n",
      ["1: a|b", "!2: a carriage return without a line feed", "3: f|g"]),
    Case(
      "a carriage return at the end", "a,b\nc,d\r",
      ["1: a|b", "!2: a carriage return without a line feed"]),
    Case(
      "bytes that are not UTF-8",
      bytes: Array("a,b\nc,".utf8) + [0xFF, 0x0A] + Array("d,e\n".utf8),
      ["1: a|b", "!2: field 2 is not UTF-8", "3: d|e"]),
    Case(
      "half characters on both sides of a comma", bytes: [0xC3, 0x2C, 0xA9, 0x0A],
      ["!1: field 1 is not UTF-8"]),
  ]

  static func read(_ text: [UInt8], chunk: Int, delimiter: UInt8 = UInt8(ascii: ",")) throws
    -> [String]
  {
    var rest = text[...]
    var reader = CSVReader(delimiter: delimiter) { count in
      let piece = Array(rest.prefix(min(count, chunk)))
      rest = rest.dropFirst(piece.count)
      return piece
    }
    var found: [String] = []
    while let item = try reader.next() {
      switch item {
      case .row(let row): found.append("\(row.line): \(row.fields.joined(separator: "|"))")
      case .refused(let refusal): found.append("!\(refusal.line): \(refusal.reason)")
      }
    }
    return found
  }

  @Test(arguments: cases) func readsHoweverTheInputIsCut(_ example: Case) throws {
    for chunk in 1...max(1, example.text.count) {
      #expect(try Self.read(example.text, chunk: chunk) == example.expected, "pieces of \(chunk)")
    }
  }

  @Test(arguments: cases) func readsWhenCutInTwoAnywhere(_ example: Case) throws {
    for cut in 0...example.text.count {
      var pieces = [Array(example.text[..<cut]), Array(example.text[cut...])].filter { !$0.isEmpty }
      var found: [String] = []
      var reader = CSVReader { _ in pieces.isEmpty ? [] : pieces.removeFirst() }
      while let item = try reader.next() {
        switch item {
        case .row(let row): found.append("\(row.line): \(row.fields.joined(separator: "|"))")
        case .refused(let refusal): found.append("!\(refusal.line): \(refusal.reason)")
        }
      }
      #expect(found == example.expected, "cut at \(cut)")
    }
  }

  @Test func takesOtherDelimiters() throws {
    #expect(
      try Self.read(Array("a,b;c\n".utf8), chunk: 9, delimiter: UInt8(ascii: ";")) == ["1: a,b|c"])
    #expect(try Self.read(Array("a\t\"b\tc\"".utf8), chunk: 9, delimiter: 9) == ["1: a|b\tc"])
  }

  @Test(arguments: [(65_536, true), (65_537, false)]) func limitsFields(_ size: Int, _ isGood: Bool)
    throws
  {
    let long = String(repeating: "x", count: size)
    for field in [long, "\"\(long)\""] {
      let found = try Self.read(Array("a,b\n1,\(field)\n2,c\n".utf8), chunk: 100_000)
      #expect(found.count == 3)
      #expect((found[1] == "!2: field 2 is longer than 64 KiB") == !isGood)
      #expect(found.last == "3: 2|c")
    }
  }

  @Test func goesOnBehindARowWithoutEnd() throws {
    let endless = "a,b\n1,\"" + String(repeating: "x", count: CSVReader.rowLimit * 2) + "\n2,c\n"
    let found = try Self.read(Array(endless.utf8), chunk: 262_144)
    #expect(
      found == ["1: a|b", "!2: a row longer than 1 MiB, or a quote that is not closed", "3: 2|c"])
  }

  @Test func keepsTheFieldsOfARefusedRow() throws {
    let text = Array("a,b\nT-1,\"x\"y\nT-2\n".utf8)
    var pieces = [text]
    var reader = CSVReader { _ in pieces.popLast() ?? [] }
    var known: [[String]] = []
    while let item = try reader.next() {
      if case .refused(let refusal) = item { known.append(refusal.fields.fields) }
    }
    #expect(known == [["T-1"], ["T-2"]])
  }

  @Test func refusesAMissingFile() {
    let error = #expect(throws: DeskError.self) { try CSVReader(path: "/nowhere/log.csv") }
    #expect(error?.code == .usage)
  }

  @Test func readsBackWhatTheWriterWrote() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var generator = SeededGenerator(seed: seed)
    let letters = Array("ab ,\"\n\r;=日")
    for _ in 0..<300 {
      let fields = (0..<3).map { _ in
        String(
          (0..<Int.random(in: 0...6, using: &generator)).map { _ in
            letters[Int.random(in: 0..<letters.count, using: &generator)]
          })
      }
      // What the writer makes harmless is meant to stay so.
      let safe = fields.map { $0.first == "=" || $0.unicodeScalars.first == "\r" ? "a" + $0 : $0 }
      let line = CSVWriter.line(safe) + "\r\n"
      let found = try Self.read(Array(line.utf8), chunk: 3)
      #expect(found == ["1: \(safe.joined(separator: "|"))"], "seed \(seed)")
    }
  }
}

@Suite struct CSVWriterTests {
  @Test(arguments: [
    (["a", "b"], "a,b"), (["a,b", "c\"d"], "\"a,b\",\"c\"\"d\""), (["a\nb", ""], "\"a\nb\","),
    ([" a", "b "], "\" a\",\"b \""), (["-12.50", "+3", "0"], "-12.50,+3,0"),
    (["=1+1"], "'=1+1"), (["@SUM(A1)"], "'@SUM(A1)"), (["-1+2"], "'-1+2"), (["-"], "'-"),
    (["+7 495"], "'+7 495"), (["\t=1"], "'\t=1"), (["\r=1"], "\"'\r=1\""), (["-1."], "'-1."),
    (["=A1,\"x\""], "\"'=A1,\"\"x\"\"\""), (["a=1"], "a=1"), (["\r\n=1"], "\"'\r\n=1\""),
  ]) func quotesAndMakesHarmless(_ fields: [String], _ line: String) {
    #expect(CSVWriter.line(fields) == line)
  }
}
