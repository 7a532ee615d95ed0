import DeskRules

/// Every kind of event there is, by its stable name.
enum EventKinds {
  static let all: [any AppliedEvent.Type] = [
    DeskCreated.self, DeskChanged.self,
    StaffAdded.self, StaffChanged.self, StaffDisabled.self, StaffRated.self, TokenIssued.self,
    TokenRevoked.self,
    ClientAdded.self, ClientChanged.self, SiteAdded.self, SiteChanged.self, SiteServed.self,
    ContactAdded.self,
    ContactChanged.self, ModelRecorded.self, SupplyRecorded.self, SupplyRegrouped.self,
    PieceAdded.self, PieceMoved.self, PieceLabelled.self, PieceCorrected.self, MeterCorrected.self,
    TitlePassed.self, MeterRead.self,
    SwapMade.self, BalanceOpened.self, BalanceAdjusted.self,
    RefillerAdded.self, RefillSent.self, RefillReceived.self, RefillJudged.self,
    RefillCorrected.self,
    PiecesWrittenOff.self, PieceFound.self,
    TicketOpened.self, TicketChanged.self, LineAdded.self, NoteAdded.self,
    EstimateMade.self, EstimateApproved.self, TicketRecorded.self,
    LoanOpened.self, LoanClosed.self, LoanMetered.self, LoanReserved.self, LoanExtended.self,
    LoanCancelled.self,
    LoanReminded.self, AccessoriesSettled.self,
    MachineReceived.self, MachineHandedBack.self, MachineSettled.self,
    VisitLogged.self, VisitTakenBack.self, TariffSet.self, CalendarRecorded.self,
    CalendarHoursSet.self,
    TargetSet.self,
    TermsChanged.self, TaxRateSet.self, BillMoved.self, InvoiceIssued.self,
    InvoiceCredited.self, InvoiceReissued.self, ReminderSent.self, PaymentReceived.self,
    PaymentReversed.self,
    AccountRefunded.self, RefundReversed.self,
    DiscountSet.self, DiscountStackingSet.self, ClientGrouped.self, PriceSet.self,
    RotationSet.self, RosterOverridden.self, StaffAway.self, StaffBack.self,
    EscalationSet.self, CallReceived.self, EscalationSkipped.self, EscalationStepped.self,
    EscalationExhausted.self, CallAcknowledged.self, AcknowledgementExpired.self,
    CallDeparted.self, CallArrived.self, CallTakenOver.self, CallResumed.self,
    NotifierDone.self, NotifierFailed.self,
    BudgetSet.self, LineTitled.self, BudgetMoved.self, BudgetTransferred.self,
    BudgetRolledOver.self,
    PendingDecided.self, PendingSettled.self, PendingReminded.self, BillVoided.self,
    BillRestored.self,
    PeriodClosed.self, SubstituteNamed.self,
  ]

  private static let byKind = Dictionary(uniqueKeysWithValues: all.map { ($0.kind, $0) })

  /// Reads an event back from its journal form.
  ///
  /// - Throws: `damaged` for an unknown kind or a body of another shape; `newer_schema` is not told
  ///   apart, since a desk of a newer schema is refused when it is opened.
  static func decode(
    _ json: JSON, hidden: JSONObject
  ) throws(DeskError) -> any AppliedEvent {
    guard let kind = json.members?.text("kind"), let type = byKind[kind] else {
      throw DeskError(.damaged, "the journal has an event of an unknown kind")
    }
    return try decode(type, json, hidden)
  }

  private static func decode<Kind: AppliedEvent>(
    _ type: Kind.Type, _ json: JSON, _ hidden: JSONObject
  ) throws(DeskError) -> any AppliedEvent {
    try JSONCoding.decode(type, from: json.members?["fact"] ?? json, hidden: hidden)
  }

  /// An event's journal form: its kind and its open part, and the private part by path.
  static func encode(_ event: any Event) -> (open: JSON, hidden: JSONObject) {
    let (fact, hidden) = JSONCoding.split(event)
    let open: JSONObject = ["kind": .string(type(of: event).kind), "fact": fact]
    return (.object(open), hidden)
  }
}
