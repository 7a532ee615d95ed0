import DeskEngine
import DeskRules

extension ModelRecorded: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.run(
      """
      INSERT INTO model (name, folded, maker, technology, format, colour, duplex,
        pages_per_minute, functions, languages, interfaces, buffer_minutes, price, replace_percent)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (name) DO UPDATE SET maker = excluded.maker, technology = excluded.technology,
        format = excluded.format, colour = excluded.colour, duplex = excluded.duplex,
        pages_per_minute = excluded.pages_per_minute, functions = excluded.functions,
        languages = excluded.languages, interfaces = excluded.interfaces,
        buffer_minutes = excluded.buffer_minutes, price = excluded.price,
        replace_percent = excluded.replace_percent
      """,
      [
        .text(model.name), .text(model.name.lowercased()), .text(model.maker),
        .text(model.technology), .text(model.format?.rawValue), .flag(model.colour),
        .flag(model.duplex), .integer(model.pagesPerMinute),
        .text(model.functions.map(\.rawValue).joined(separator: " ")),
        .text(model.languages.joined(separator: " ")),
        .text((model.interfaces ?? []).map(\.rawValue).joined(separator: " ")),
        .integer(model.bufferMinutes), .integer(model.price), .integer(model.replacePercent),
      ])
    for supply in supplies {
      try tables.run(
        "INSERT INTO fit (model, supply) VALUES (?, ?) ON CONFLICT DO NOTHING",
        [.text(model.name), .text(supply)])
    }
  }
}

extension SupplyRecorded: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.run(
      """
      INSERT INTO supply (number, supply_kind, colour, substitution, yield_pages, cycle_limit, price)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (number) DO UPDATE SET supply_kind = excluded.supply_kind,
        colour = excluded.colour, substitution = excluded.substitution,
        yield_pages = excluded.yield_pages, cycle_limit = excluded.cycle_limit,
        price = excluded.price
      """,
      [
        .text(supply.number), .text(supply.kind), .text(supply.colour), .text(supply.group),
        .integer(supply.yieldPages), .integer(supply.cycleLimit), .integer(supply.price),
      ])
    for model in fits ?? [] {
      try tables.run(
        "INSERT INTO fit (model, supply) VALUES (?, ?) ON CONFLICT DO NOTHING",
        [.text(model), .text(supply.number)])
    }
    for model in misfits ?? [] {
      try tables.run(
        "DELETE FROM fit WHERE model = ? AND supply = ?", [.text(model), .text(supply.number)])
    }
    try tables.reyield(supply.number, supply.yieldPages)
  }
}
