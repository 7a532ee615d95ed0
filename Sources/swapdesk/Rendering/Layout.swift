/// Which members of an operation's items people want to see in a table, and in what order; what is
/// not listed here is shown with every plain member.
enum Layout {
  /// The columns of an operation's table.
  static func columns(of operation: String) -> [String]? {
    switch operation {
    case "ticket.list":
      ["number", "priority", "state", "client", "device", "due", "left", "assignee", "problem"]
    case "loan.list":
      [
        "loan", "device", "client", "ticket", "state", "issued", "from", "due", "days_overdue",
        "reminders", "free_from", "returned", "presumed", "pages", "missing", "days_owed", "flags",
      ]
    case "loan.suggest":
      ["device", "suitable", "score", "model", "holder", "devices", "reasons"]
    case "bench.list":
      [
        "device", "client", "ticket", "state", "place", "received", "days", "handed_back",
        "missing", "days_owed",
      ]
    case "report.devices":
      [
        "device", "model", "client", "cost", "price", "percent", "advice", "callouts", "pages",
        "pages_between_visits", "loaner_days", "currency",
      ]
    case "loan.timeline": ["bar", "from", "until", "what", "loan", "client"]
    case "device.list": ["device", "model", "owner", "state", "holder", "serial", "barcode"]
    case "cartridge.list": ["cartridge", "type", "owner", "state", "holder", "since"]
    case "swap.list": ["from", "client", "group", "cartridge", "owed", "due", "days_overdue"]
    case "swap.balance":
      [
        "client", "group", "given", "taken", "owed", "ours_there", "theirs_here", "ready", "lost",
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
        "line", "period", "limit", "transferred", "held", "pending", "spent", "unfunded",
        "available", "currency", "flags",
      ]
    case "budget.history":
      [
        "seq", "day", "reference", "movement", "amount", "debit", "credit", "available", "ticket",
        "pending", "by", "approved_by", "refused_by", "text",
      ]
    case "budget.pending":
      [
        "number", "state", "client", "ticket", "amount", "currency", "line", "from", "since",
        "days", "refused_by", "reason",
      ]
    case "tariff.quote":
      [
        "band", "minutes", "billed_minutes", "factor", "list", "discount", "discount_by", "amount",
        "how",
      ]
    case "roster.gaps": ["kind", "person", "from", "to", "nights", "hours", "what"]
    case "invoice.queue":
      [
        "ticket", "client", "state", "amount", "currency", "finished", "days", "blocked_by",
        "overridden", "reason",
      ]
    case "invoice.list":
      [
        "invoice", "client", "date", "due", "total", "credited", "paid", "open", "currency",
        "days_late", "original",
      ]
    case "report.overrides":
      [
        "ticket", "line", "client", "day", "kind", "text", "quantity", "tariff", "amount",
        "difference", "currency", "by", "reason", "invoice",
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
        "currency",
      ]
    case "journal.list": ["seq", "entered", "happened", "by", "operation", "events"]
    case "model.list": ["model", "technology", "format", "colour", "duplex", "ppm"]
    default: nil
    }
  }
}
