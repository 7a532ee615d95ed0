import DeskRules
import DeskStore

/// The refusals of a device that somebody else has, or is promised, naming who until when.
struct LoanRefusal {
  let lookup: Lookup

  init(_ lookup: Lookup) { self.lookup = lookup }

  /// The device is out.
  func isOut(_ device: Tag, _ loan: Loan) throws(DeskError) -> DeskError {
    let zone = try lookup.zone(loan.client, loan.site)
    let until = zone.dueText(of: loan.due)
    let days = loan.daysOverdue(at: lookup.caller.now)
    let late = days > 0 ? ", \(days) \(days == 1 ? "day" : "days") overdue" : ""
    return DeskError(
      .taken, "\(device) is on loan \(loan.number) to \(loan.client) until \(until)\(late)",
      details(device, loan, until))
  }

  /// The device is promised for some of the time.
  func isReserved(
    _ device: Tag, _ loan: Loan, advice: String = ""
  ) throws(DeskError) -> DeskError {
    let zone = try lookup.zone(loan.client, loan.site)
    let until = zone.dueText(of: loan.due)
    let from = zone.text(of: loan.begins)
    let servicing =
      loan.bufferMinutes > 0 ? ", and \(loan.bufferMinutes) minutes of service after it" : ""
    var details = details(device, loan, until)
    details["from"] = .string(from)
    return DeskError(
      .taken,
      "\(device) is reserved for \(loan.client), \(loan.number), from \(from) until \(until)"
        + servicing + advice, details)
  }

  private func details(_ device: Tag, _ loan: Loan, _ until: String) -> JSONObject {
    [
      "device": .string("\(device)"), "loan": .string("\(loan.number)"),
      "client": .string("\(loan.client)"), "until": .string(until),
    ]
  }
}
