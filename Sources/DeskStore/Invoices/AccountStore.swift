public import DeskRules
import DeskEngine

/// What a client owes, in minor units of the client's currency.
public struct Receivable: Sendable, Equatable {
  /// Whose.
  public let client: ClientCode
  /// What is still to be paid on invoices.
  public let open: Int64
  /// What the client has paid beyond invoices.
  public let onAccount: Int64
}

/// An entry of a client's account, in minor units.
public struct AccountEntry: Sendable, Equatable {
  /// The day.
  public let date: CalendarDate
  /// The invoice's, credit note's or payment's number.
  public let document: String
  /// What it is.
  public let kind: AccountEntryKind
  /// What the client owes by it.
  public let debit: Int64
  /// What the firm owes by it.
  public let credit: Int64
}

/// Where an entry stands among all of them.
public struct AccountPlace: Sendable, Equatable {
  /// Whose.
  public let client: ClientCode
  /// The day.
  public let date: CalendarDate
  /// The journal's entry.
  public let seq: Int64
  /// The document's number.
  public let document: String

  /// Makes one from its parts.
  public init(client: ClientCode, date: CalendarDate, seq: Int64, document: String) {
    self.client = client
    self.date = date
    self.seq = seq
    self.document = document
  }
}

/// A client's open invoices in one bucket of days, summed.
public struct AgedSum: Sendable, Equatable {
  /// Whose.
  public let client: ClientCode
  /// The bucket.
  public let bucket: AgeBucket
  /// The sum, in minor units of the client's currency.
  public let amount: Int64
}

/// Clients' accounts: what they owe, and by which documents.
public struct AccountStore {
  let books: Books

  /// What a client owes.
  public func receivable(_ client: ClientCode) throws(DeskError) -> Receivable {
    try books.first(
      "SELECT client, open_amount, on_account FROM receivable WHERE client = ?", [.code(client)]
    ) { row in
      Receivable(
        client: ClientCode(stored: row.text(0)), open: row.integer(1), onAccount: row.integer(2))
    } ?? Receivable(client: client, open: 0, onAccount: 0)
  }

  /// The balance of one client's account or of all by the end of a day, in minor units, by client.
  public func balances(
    of client: ClientCode?, on day: CalendarDate
  ) throws(DeskError) -> [(client: ClientCode, balance: Int64)] {
    try books.all(
      """
      SELECT client, coalesce((
        SELECT debit - credit FROM account_day
        WHERE account_day.client = receivable.client AND date <= ? ORDER BY date DESC LIMIT 1), 0)
      FROM receivable\(client == nil ? "" : " WHERE client = ?") ORDER BY client
      """, [.text(day.text)] + (client.map { [.code($0)] } ?? [])
    ) { row in (client: ClientCode(stored: row.text(0)), balance: row.integer(1)) }
  }

  /// The sums of a client's account before a day.
  public func sums(
    _ client: ClientCode, before day: CalendarDate
  ) throws(DeskError) -> (debit: Int64, credit: Int64) {
    try books.first(
      """
      SELECT debit, credit FROM account_day WHERE client = ? AND date < ?
      ORDER BY date DESC LIMIT 1
      """, [.code(client), .text(day.text)]
    ) { row in (debit: row.integer(0), credit: row.integer(1)) } ?? (debit: 0, credit: 0)
  }

  /// The entries of a client's account from one day to another, in order,
  /// at most `limit`.
  public func entries(
    _ client: ClientCode, from first: CalendarDate, to last: CalendarDate, limit: Int
  ) throws(DeskError) -> [AccountEntry] {
    try books.all(
      """
      SELECT date, document, kind, debit, credit FROM account_entry
      WHERE client = ? AND date >= ? AND date <= ? ORDER BY client, date, seq, document
      LIMIT ?
      """, [.code(client), .text(first.text), .text(last.text), .integer(limit)]
    ) { row throws(DeskError) in
      AccountEntry(
        date: try CalendarDate(row.text(0)), document: row.text(1), kind: try row.word(2),
        debit: row.integer(3), credit: row.integer(4))
    }
  }

  /// The entries of one client's account or of all by client, day and entry, at most `limit`.
  public func entries(
    client: ClientCode?, after place: AccountPlace?, limit: Int
  ) throws(DeskError) -> [(place: AccountPlace, entry: AccountEntry)] {
    var conditions = ["(client, date, seq, document) > (?, ?, ?, ?)"]
    var values: [SQLValue] = [
      .text(place?.client.text ?? ""), .text(place?.date.text ?? ""), .integer(place?.seq ?? 0),
      .text(place?.document ?? ""),
    ]
    if let client {
      conditions.append("client = ?")
      values.append(.code(client))
    }
    return try books.all(
      """
      SELECT client, date, seq, document, kind, debit, credit FROM account_entry
      WHERE \(conditions.joined(separator: " AND "))
      ORDER BY client, date, seq, document LIMIT ?
      """, values + [.integer(limit)]
    ) { row throws(DeskError) in
      let place = AccountPlace(
        client: ClientCode(stored: row.text(0)), date: try CalendarDate(row.text(1)),
        seq: row.integer(2), document: row.text(3))
      let entry = AccountEntry(
        date: place.date, document: place.document, kind: try row.word(4), debit: row.integer(5),
        credit: row.integer(6))
      return (place, entry)
    }
  }

  /// How the documents of each day changed what is open of an invoice, by day.
  public func openChanges(of invoice: InvoiceNumber) throws(DeskError) -> [OpenChange] {
    try books.all(
      "SELECT date, sum(amount) FROM open_change WHERE invoice = ? GROUP BY date ORDER BY date",
      [.text(invoice.text)]
    ) { row throws(DeskError) in
      OpenChange(date: try CalendarDate(row.text(0)), amount: row.integer(1))
    }
  }

  /// By how much the documents of each day after one changed what a client has on account, in minor
  /// units, the last day first.
  public func accountChanges(
    of client: ClientCode, after day: CalendarDate
  ) throws(DeskError) -> [(date: CalendarDate, amount: Int64)] {
    try books.all(
      """
      SELECT date, sum(amount) FROM (
        SELECT date, credit - debit AS amount FROM account_entry WHERE client = ? AND date > ?
        UNION ALL
        SELECT open_change.date, open_change.amount
        FROM open_change JOIN invoice ON invoice.number = open_change.invoice
        WHERE open_change.date > ? AND invoice.client = ?
      ) AS change GROUP BY date HAVING sum(amount) <> 0 ORDER BY date DESC
      """, [.code(client), .text(day.text), .text(day.text), .code(client)]
    ) { row throws(DeskError) in
      (date: try CalendarDate(row.text(0)), amount: row.integer(1))
    }
  }

  /// What was open of the invoices of one client or of all by the end of a day, as is known now,
  /// summed by client and by how late it was.
  public func ageing(
    of client: ClientCode? = nil, on day: CalendarDate
  ) throws(DeskError) -> [AgedSum] {
    let condition = client == nil ? "" : " AND invoice.client = ?"
    let values: [SQLValue] = client.map { [.code($0)] } ?? []
    var sums: [AgedSum] = []
    try books.each(
      """
      SELECT client, due, sum(amount) FROM (
        SELECT number, client, due, open_amount AS amount FROM invoice
        WHERE open_amount > 0\(condition)
        UNION ALL
        SELECT number, client, due, -amount
        FROM open_change JOIN invoice ON invoice.number = open_change.invoice
        WHERE open_change.date > ?\(condition)
      ) AS change
      GROUP BY client, due, number HAVING sum(amount) > 0 ORDER BY client, due
      """, values + [.text(day.text)] + values
    ) { row throws(DeskError) in
      let due = try CalendarDate(row.text(1))
      let bucket = AgeBucket(daysLate: day.days(since: due))
      let client = ClientCode(stored: row.text(0))
      // Rows come client by client and by due day, so that one bucket's rows stand together.
      if let last = sums.last, last.client == client, last.bucket == bucket {
        sums[sums.count - 1] = AgedSum(
          client: client, bucket: bucket, amount: last.amount + row.integer(2))
      } else {
        sums.append(AgedSum(client: client, bucket: bucket, amount: row.integer(2)))
      }
      return true
    }
    return sums
  }
}

extension Books {
  /// Clients' accounts: what they owe, and by which documents.
  public var accounts: AccountStore { AccountStore(books: self) }
}
