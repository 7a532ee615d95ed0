public import DeskRules

extension Loan {
  /// The loan as its reservation says.
  public init(_ reserved: LoanReserved) {
    self.init(
      number: reserved.loan, device: reserved.device, ticket: reserved.ticket,
      client: reserved.client, site: reserved.site, contact: nil, state: .reserved,
      begins: reserved.from, due: reserved.until, isPinned: !reserved.followsRepair,
      bufferMinutes: reserved.buffer, meterOut: nil, returned: nil, isPresumed: false,
      meterIn: nil, flags: reserved.flags)
  }

  /// The loan as its hand-over says.
  public init(_ opened: LoanOpened) {
    self.init(
      number: opened.loan, device: opened.device, ticket: opened.ticket, client: opened.client,
      site: opened.site, contact: opened.contact,
      state: opened.ended == nil ? .out : .returned, begins: opened.at,
      due: opened.due, isPinned: opened.followsRepair != true,
      bufferMinutes: opened.buffer ?? 0, meterOut: opened.meter, returned: opened.ended,
      isPresumed: opened.ended != nil, meterIn: nil, flags: opened.flags)
  }

  /// The loan after its return.
  public func closed(by closed: LoanClosed) -> Loan {
    Loan(
      number: number, device: device, ticket: ticket, client: client, site: site,
      contact: contact, state: .returned, begins: min(begins, closed.at), due: due,
      isPinned: isPinned,
      bufferMinutes: bufferMinutes, meterOut: meterOut, returned: closed.at,
      isPresumed: closed.isPresumed ?? false, meterIn: closed.meter,
      flags: flags + closed.flags)
  }

  /// The loan after its counter was told.
  public func metered(by metered: LoanMetered) -> Loan {
    var loan = self
    loan.meterIn = metered.meter
    loan.flags = flags.filter { $0 != LoanMetered.notCharged } + metered.flags
    return loan
  }

  /// The loan after a change of its due date.
  public func extended(by extended: LoanExtended) -> Loan {
    var loan = self
    loan.due = extended.due
    loan.isPinned = !extended.followsRepair
    return loan
  }
}
