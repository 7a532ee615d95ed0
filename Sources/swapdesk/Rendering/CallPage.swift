import DeskRules

/// A call as whoever takes it needs to see it: who is called, until when, and what wants attention.
struct CallPage {
  private let item: JSONObject

  init(_ item: JSONObject) { self.item = item }

  var lines: [String] {
    var plain = item
    for key in ["flags", "skipped"] { plain[key] = nil }
    let skipped = (item["skipped"]?.elements?.compactMap(\.members) ?? []).map { row in
      let reason = (row.text("reason") ?? "").replacing("_", with: " ")
      let step = Columns.cell("step", of: row)
      return
        "! \(step.isEmpty ? "manager" : "step \(step)"): \(row.text("person") ?? "nobody")"
        + " is skipped, \(reason)"
    }
    let flags = item["flags"]?.elements?.compactMap(\.text) ?? []
    return People.card(plain) + (skipped + flags.map { "! " + Self.explain($0) }).map(SafeText.line)
  }

  /// What a flag means.
  static func explain(_ flag: String) -> String {
    let words = flag.split(separator: " ", maxSplits: 1).map(String.init)
    let who = words.count > 1 ? words[1] : "somebody"
    switch words[0] {
    case "no_server":
      return "no server: nobody will be called after this; start swapdesk serve, and call yourself"
    case "no_notifier":
      return "no notifier: the server tells nobody; call yourself, or set serve --notify"
    case "unanswered":
      return "unanswered: the chain has come to its end; managers who can be reached are told"
    case "calendar_ends":
      return
        "the calendar names no days of \(words.count > 1 ? words[1] : "a year"): holidays count as"
        + " their weekday; import it"
    case "open_call":
      return
        "\(who) of this site awaits its visit already: where it is the"
        + " same, cancel this one with ticket cancel"
    case "taken_over": return "taken over from \(who), who is told"
    case "no_rate": return "no cost where \(who) was: staff rate \(who) says what an hour costs"
    case "lacks_last_minute":
      return "\(who) ends a minute before midnight; write 24:00 for the end of the day"
    case "replaces": return "takes the place of the version of \(who)"
    case "reprices": return "visits \(who) that are entered from now on cost by this tariff"
    case "under_way": return "\(who) is on the way already and keeps the call"
    case "on_hold":
      return "on hold: the ticket waits, and nobody is called before ticket resume"
    case "also_there": return "\(who) is there too; that visit is logged with callout log --ticket"
    case "call_taken":
      return "the call is taken by that: it rings again unless they set out in time"
    case "no_visit":
      return
        "\(who) came to this call and no visit is logged; callout log --ticket writes it down"
    case "call_ended":
      return "nobody is called for it any more; callout receive --ticket \(who) calls people again"
    case "manager_unreachable":
      return "no manager can be reached either: nobody is told; call yourself"
    case "late_call": return "late: the client called more than an hour ago"
    case "notifier_failing":
      return "the notifier fails: perhaps nobody has been told; call yourself"
    case "notifier_failed": return "the notifier failed for good; call yourself"
    default: return CalloutPage.explain(flag)
    }
  }
}
