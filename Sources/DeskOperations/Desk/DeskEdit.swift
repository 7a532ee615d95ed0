import DeskRules
import DeskStore

struct DeskEdit: Change {
  static let about = About(
    "desk.edit", "Changes settings of the desk: the usual calendar, and what is called night.",
    roles: [.manager, .admin], refusals: [.notFound, .time, .usage],
    example: "swapdesk desk edit --calendar ru --night 22:00-06:00",
    notes: [
      "The night names the minutes of visits that no tariff prices, fills in the window of a tariff's"
        + " band \"night x1.5\" that is set without one, and is what report nights counts. Tariffs"
        + " that are set already keep their windows."
    ])
  let calendar: ShortName?
  let night: DayWindow?

  init(_ read: inout Arguments) throws(DeskError) {
    calendar = try read.optional(
      "calendar", "The calendar of clients that have none of their own; none for no calendar.")
    night = try read.optional("night", "From when to when it is night, on each site's wall clock.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<DeskCard> {
    let settings = try books.clients.settings()
    guard calendar != nil || night != nil else {
      throw DeskError(.usage, "nothing to change: give --calendar or --night")
    }
    let calendar = try calendar.map { name throws(DeskError) in
      try Lookup(books, caller).calendarSetting(name)
    }
    if let night, night.from == night.to {
      throw DeskError(.time, "the night \(night.text) begins where it ends")
    }
    var card = DeskCard(settings)
    card.calendar = (calendar ?? settings.calendar).flatMap { $0.isEmpty ? nil : $0 }
    card.night = night ?? settings.night
    let isSame = card.calendar == settings.calendar && card.night == settings.night
    return Decision(
      events: isSame ? [] : [DeskChanged(calendar: calendar, night: night)], reply: card)
  }
}
