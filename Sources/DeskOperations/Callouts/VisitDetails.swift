import DeskRules

/// What was done on a visit, as the engineer wrote it.
struct VisitDetails: Sendable {
  let work: FreeText?
  let parts: [PricedPart]
  let consumables: [PricedPart]
  let swaps: [SwapText]
  let meter: Int?
  private(set) var engineer: ShortName?
  let goesOn: Bool
  let reason: Line?

  init(_ read: inout Arguments) throws(DeskError) {
    work = try read.optional("work", "What was done.")
    parts = try read.list("part", "A part and its price.")
    consumables = try read.list("consumable", "A consumable and its price.")
    swaps = try read.list("swap", "Cartridges swapped.")
    meter = try read.optional("meter", "The device's page counter when the work was done.")
    engineer = try read.optional("engineer", "Who was there; you where left out.")
    goesOn = try read.flag("goes_on", "The repair is not finished: leave the ticket open.")
    reason = try read.optional(
      "reason",
      "Why a doubt is set aside: about the device, its meter, a swap, the same times again, or times"
        + " before the call.")
  }

  /// The same, done by somebody.
  func by(_ engineer: ShortName?) -> VisitDetails {
    var details = self
    details.engineer = engineer
    return details
  }
}
