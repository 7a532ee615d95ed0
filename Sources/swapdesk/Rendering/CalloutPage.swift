import DeskRules

/// A logged call-out as it is read on a phone at night: what, how long, how much, what is left, and
/// whatever wants attention.
struct CalloutPage {
  private let item: JSONObject

  init(_ item: JSONObject) { self.item = item }

  var lines: [String] {
    if let price = item.text("price") {
      return [SafeText.line("\(item.text("outbox").map { $0 + "  " } ?? "")price \(price)")]
    }
    let currency = item.text("currency") ?? ""
    var lines = [heading]
    lines += rows("minutes") { row in
      [
        "\(Columns.cell("minutes", of: row)) min \(row.text("band") ?? "")",
        row.text("amount") ?? "",
      ]
    }
    lines.append("")
    lines += rows("lines") { row in [Self.what(row), row.text("amount") ?? ""] }
    lines.append("total \(item.text("total") ?? "") \(currency)")
    if let meter = item["meter"]?.number { lines.append("meter \(meter)") }
    for swap in nested("swaps") { lines.append(swapLine(swap)) }
    lines += budgetLines(currency)
    lines += flagLines
    if let asOf = item.text("as_of") {
      lines.append(
        "provisional: what the desk would have said at \(asOf), after what waits in the outbox")
    }
    return lines.map(SafeText.line)
  }

  /// A visit that was taken back: which, what came off the bill, what is left of its ticket.
  var takenBack: [String] {
    let visit = item["visit"]?.members ?? [:]
    let device = item.text("device").map { ", " + $0 } ?? ""
    let arrived = (visit.text("arrived") ?? "").withShortTimes
    let currency = item.text("currency") ?? ""
    let state = (item.text("state") ?? "").replacing("_", with: " ")
    let amount = item.text("amount") ?? ""
    let isBilled = amount.contains { "123456789".contains($0) }
    let less = isBilled ? ", its bill \(amount) \(currency) less" : ""
    let lines = [
      "\(visit.text("number") ?? "")  \(item.text("client") ?? "")\(device)  \(arrived) -"
        + " \((visit.text("done") ?? "").clock)  \(visit.text("engineer") ?? "")",
      "taken back; \(item.text("ticket") ?? "") is \(state)\(less)",
    ]
    return (lines + budgetLines(currency) + flagLines).map(SafeText.line)
  }

  private var flagLines: [String] {
    let flags = item["flags"]?.elements?.compactMap(\.text) ?? []
    return flags.map { "! " + Self.explain($0) }
  }

  private var heading: String {
    let visit = item["visit"]?.members ?? [:]
    let device = item.text("device").map { ", " + $0 } ?? ""
    let day = visit.text("arrived").map { String($0.prefix(10)) } ?? ""
    let times = ["called", "departed", "arrived", "done"].compactMap { word in
      visit.text(word).map { time in
        // The day stands before the times; another day is said with its own.
        "\(word) \(time.hasPrefix(day) ? "" : time.prefix(10) + " ")\(time.clock)"
      }
    }
    let number = item.text("ticket") ?? item.text("outbox") ?? "new ticket"
    return "\(number)  \(item.text("client") ?? "")\(device)  \(day)"
      + "  \(times.joined(separator: ", "))"
  }

  private func nested(_ key: String) -> [JSONObject] {
    item[key]?.elements?.compactMap(\.members) ?? []
  }

  private func rows(_ key: String, _ cells: (JSONObject) -> [String]) -> [String] {
    Array(
      TextTable(titles: ["", ""], rows: nested(key).map(cells)).lines.dropFirst()
        .map { "  " + $0 })
  }

  /// What a line is for, with the minutes that are billed for labour and travel.
  private static func what(_ line: JSONObject) -> String {
    let isTime = ["labour", "travel"].contains(line.text("kind"))
    let minutes =
      isTime && line["quantity"] != nil ? ", \(Columns.cell("quantity", of: line)) min billed" : ""
    let less = line.text("discount").map { ", \(line.text("list") ?? "") less \($0)" } ?? ""
    return (line.text("text") ?? "") + minutes + less
  }

  private func swapLine(_ swap: JSONObject) -> String {
    let sides = ["given", "taken"].compactMap { side -> String? in
      let tags = swap[side].map(Columns.text) ?? ""
      return tags.isEmpty ? nil : "\(side) \(tags)"
    }
    let number = swap.text("swap").map { " " + $0 } ?? ""
    return "swap\(number): " + sides.joined(separator: ", ")
  }

  private func budgetLines(_ currency: String) -> [String] {
    nested("budget").map { line in
      let left =
        "budget \(line.text("line") ?? "") \(line.text("period") ?? ""):"
        + " \(line.text("available") ?? "") \(currency) left"
      let notes = ["held", "pending", "spent", "unfunded"].compactMap { key -> String? in
        guard let amount = line.text(key), amount.contains(where: { "123456789".contains($0) })
        else { return nil }
        return "\(amount) \(key)"
      }
      let exceeds = line.text("exceeds").map { ["this job exceeds it by \($0)"] } ?? []
      return ([left] + notes + exceeds).joined(separator: ", ")
    }
  }

  /// What a flag means.
  static func explain(_ flag: String) -> String {
    let words = flag.split(separator: " ", maxSplits: 1).map(String.init)
    let what = words.count > 1 ? words[1] : ""
    switch words[0] {
    case "unfunded": return "unfunded: the budget does not cover it and no line carries the rest"
    case "pending": return "pending: \(what) waits for the client's approval on the overflow line"
    case "no_tariff" where !what.isEmpty:
      return
        "no price: the tariff for all is in \(what), which this client does not pay in; tariff set"
        + " CLIENT --rate …"
    case "no_tariff": return "no tariff is in force: the time is recorded without a price"
    case "no_budget": return "no budget: the client has none on this line for this day"
    case "fit_unknown": return "fit unknown: no catalogue says what the cartridge fits"
    case "owed": return "owed: one side of a swap is still missing"
    case "overlaps": return "overlaps with \(what) of the same engineer"
    case "device_elsewhere":
      return what.isEmpty
        ? "by the books the device is elsewhere; device move mends that"
        : "by the books the device is at the site \(what), with its clock and address: name that --site,"
          + " or mend the books with device move"
    case "before_call": return "before the call at \(what), which it did not answer"
    case "under_way": return "\(what) is on the way, too: tell them"
    case "taken_over", "also_there", "call_ended": return CallPage.explain(flag)
    case "swap_stays":
      return
        "the cartridges of \(what) stay where it put them: log the swap where it was, with a --reason"
    case "meter_stays":
      return "the page counter \(what) stays read: a reading with a --reason corrects it"
    case "short_rest": return "short rest: the engineer's next duty begins at \(what)"
    case "open_call":
      return "\(what) of this client still waits for a visit: where it was this one, name it with"
        + " --ticket \(what), or end it with ticket resolve \(what)"
    case "long_visit": return "long visit: \(what); are the times and their days right?"
    case "long_way": return "long way: \(what); are the departure and its day right?"
    case "long_response": return "\(what) after the call; is its day right?"
    case "corrected_time": return "corrected: the call said \(what)"
    case "calendar_ends": return CallPage.explain(flag)
    case "meter_contradicted":
      return "the page counter contradicts what was read before and was taken with a reason"
    case "taken_back": return "taken back: it counts nowhere"
    case "late": return "late: the ticket had ended already"
    case "corrected": return "corrected: the swap contradicts the books and was taken with a reason"
    default: return flag
    }
  }
}

extension String {
  /// The time of day in an ISO 8601 time.
  fileprivate var clock: String {
    guard let start = firstIndex(of: "T") else { return self }
    return String(self[index(after: start)...].prefix(5))
  }
}
