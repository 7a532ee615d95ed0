import DeskEngine
import DeskRules

/// Which tickets have the words searched for. A rare word narrows the query itself; of a common one
/// the tickets that have it are noted in a set of bits, and the list is walked in its own order.
struct TicketSearch {
  /// Matches of words that are rare enough for the query to sort what they find.
  private(set) var rare: [String] = []
  private var common: [TicketNumbers] = []
  /// Only a ticket's texts below this number are searched.
  let texts: Int64

  /// Up to how many texts with a word make the word rare.
  private static let rareTexts = 2_000

  init(_ words: [String], internalNotes: Bool, in books: Books) throws(DeskError) {
    texts = internalNotes ? TicketWords.textsPerTicket : TicketWords.firstInternalText
    for word in words {
      let match = TicketWords.match(word)
      if try Self.isRare(match, in: books) {
        rare.append(match)
      } else {
        common.append(try TicketNumbers(matching: match, texts, in: books))
      }
    }
  }

  private static func isRare(_ match: String, in books: Books) throws(DeskError) -> Bool {
    let count = try books.first(
      "SELECT count(*) FROM (SELECT 1 FROM ticket_words WHERE ticket_words MATCH ? LIMIT ?)",
      [.text(match), .integer(rareTexts + 1)]
    ) { row in row.count(0) }
    return (count ?? 0) <= rareTexts
  }

  /// Whether a ticket has every common word.
  func includes(_ number: Int) -> Bool { common.allSatisfy { $0.contains(number) } }
}

/// A set of ticket numbers, a bit each.
private struct TicketNumbers {
  private var words: [UInt64] = []

  init(matching match: String, _ texts: Int64, in books: Books) throws(DeskError) {
    var words: [UInt64] = []
    try books.each(
      """
      SELECT rowid FROM ticket_words
      WHERE ticket_words MATCH ? AND rowid % \(TicketWords.textsPerTicket) < ?
      """, [.text(match), .integer(texts)]
    ) { row in
      let number = Int(row.integer(0) / TicketWords.textsPerTicket)
      if number >> 6 >= words.count {
        words += repeatElement(0, count: number >> 6 - words.count + 1)
      }
      words[number >> 6] |= 1 << UInt64(number & 63)
      return true
    }
    self.words = words
  }

  func contains(_ number: Int) -> Bool {
    number >> 6 < words.count && words[number >> 6] & 1 << UInt64(number & 63) != 0
  }
}

extension TicketWords {
  /// The text index's expression for "has a word that begins like this".
  fileprivate static func match(_ word: String) -> String {
    "\"" + word.replacing("\"", with: "\"\"") + "\"*"
  }
}
