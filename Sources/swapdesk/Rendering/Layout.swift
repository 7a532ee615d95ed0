/// Which members of an operation's items people want to see in a table, and in what order; what is
/// not listed here is shown with every plain member.
enum Layout {
  /// How people call a member whose name says it badly.
  static let titles = [
    "days_1_30": "1-30", "days_31_60": "31-60", "days_61_90": "61-90", "days_over_90": "90+",
  ]

  /// The columns of an operation's table.
  static func columns(of operation: String) -> [String]? {
    switch operation {
    case "ticket.list":
      ["number", "priority", "state", "client", "device", "due", "left", "assignee", "problem"]
    case "loan.list":
      [
        "loan", "device", "client", "ticket", "state", "issued", "from", "due", "days_overdue",
        "free_from", "free_until", "returned", "presumed", "pages", "days_owed", "missing", "flags",
        "reminders",
      ]
    case "loan.suggest":
      ["device", "suitable", "score", "model", "holder", "devices", "reasons"]
    case "bench.list":
      [
        "device", "client", "ticket", "state", "place", "received", "days", "handed_back",
        "days_owed", "missing",
      ]
    case "report.devices":
      [
        "device", "client", "advice", "cost", "price", "currency", "percent", "callouts", "pages",
        "pages_between_visits", "loaner_days", "model",
      ]
    case "loan.timeline": ["bar", "from", "until", "what", "loan", "client"]
    case "device.list": ["device", "model", "owner", "state", "holder", "serial", "barcode"]
    case "cartridge.list": ["cartridge", "type", "owner", "state", "holder", "since"]
    case "device.show":
      [
        "device", "model", "owner", "serial", "barcode", "state", "holder", "since", "meter",
        "cartridges", "loan", "flags",
      ]
    case "device.show.history": ["since", "until", "holder", "cause", "flags"]
    case "cartridge.show":
      [
        "cartridge", "type", "owner", "serial", "barcode", "state", "holder", "since", "refills",
        "device", "slot", "flags",
      ]
    case "cartridge.show.history":
      ["since", "what", "holder", "state", "cause", "device", "pages", "price", "by"]
    case "swap.list":
      ["from", "client", "site", "address", "group", "cartridge", "owed", "due", "days_overdue"]
    case "swap.balance":
      [
        "client", "group", "given", "taken", "owed", "ours_there", "theirs_here", "ready", "lost",
      ]
    case "stock.flags":
      [
        "flag", "client", "device", "cartridge", "cartridges", "pages", "yield", "swap", "holder",
        "cause", "at",
      ]
    case "refill.list":
      ["refill", "refiller", "sent", "due", "days_overdue", "pieces", "back", "waiting", "flags"]
    case "callout.list":
      [
        "visit.number", "ticket", "client", "device", "call.state", "call.engineer",
        "call.called", "call.calling", "call.next", "call.expires", "visit.engineer",
        "visit.arrived", "visit.done", "response_minutes", "due", "left", "total", "currency",
        "flags",
      ]
    case "budget.show":
      [
        "line", "title", "period", "limit", "transferred", "held", "pending", "spent", "unfunded",
        "available", "exceeds", "currency", "flags",
      ]
    case "budget.history":
      [
        "seq", "day", "reference", "said", "movement", "amount", "debit", "credit", "available",
        "limit", "ticket",
        "pending", "by", "approved_by", "refused_by", "text",
      ]
    case "budget.pending":
      [
        "number", "state", "client", "ticket", "amount", "currency", "line", "from", "since",
        "days", "reminded", "refused_by", "reason", "flags",
      ]
    case "budget.rollover":
      ["line", "rule", "carried", "holds", "from.available", "to.available", "to.flags"]
    case "tariff.quote":
      [
        "band", "minutes", "billed_minutes", "factor", "list", "discount", "discount_by", "amount",
        "how",
      ]
    case "roster.gaps": ["kind", "person", "from", "to", "nights", "hours", "what"]
    case "invoice.queue":
      [
        "ticket", "client", "state", "amount", "currency", "finished", "days", "blocked_by",
        "overridden", "unpriced_minutes", "reason", "flags",
      ]
    case "invoice.list":
      [
        "invoice", "client", "date", "due", "total", "credited", "paid", "open", "currency",
        "days_late", "original",
      ]
    case "report.overrides":
      [
        "ticket", "line", "client", "day", "text", "tariff", "amount", "difference", "currency",
        "by", "reason", "invoice",
      ]
    case "invoice.ageing":
      [
        "client", "currency", "current", "days_1_30", "days_31_60", "days_61_90", "days_over_90",
        "total", "on_account", "balance", "flags",
      ]
    case "invoice.dunning":
      [
        "invoice", "client", "due", "days_late", "open", "currency", "reminders", "reminded",
        "payer", "phone",
      ]
    case "report.nights":
      [
        "month", "engineer", "client", "received", "unanswered", "calls", "night_calls", "minutes",
        "night_minutes", "bands",
        "response_median", "response_worst", "missed_acknowledgements", "cost", "revenue",
        "currency", "flags", "cost_currency",
      ]
    case "journal.list": ["seq", "entered", "happened", "by", "operation", "events"]
    case "model.list": ["model", "technology", "format", "colour", "duplex", "ppm"]
    default: nil
    }
  }
}
