import DeskEngine
import DeskRules

extension DeskCreated: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.run(
      "INSERT INTO desk (id, name, currency, zone, created_at) VALUES (1, ?, ?, ?, ?)",
      [
        .text(name.value ?? ""), .text(currency.code), .text(zone.identifier), .instant(at),
      ])
  }
}

extension DeskChanged: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.runOnce(
      """
      UPDATE desk SET calendar = coalesce(?, calendar), night = coalesce(?, night),
        name = coalesce(?, name), address = coalesce(?, address),
        tax_number = coalesce(?, tax_number)
      """,
      [
        .text(calendar), .text(night?.text), .text(name?.value), .text(address?.value),
        .text(taxNumber?.value),
      ])
  }
}

extension ClientAdded: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.run(
      "INSERT INTO client (code, name, currency, contract, added_at) VALUES (?, ?, ?, ?, ?)",
      [
        .code(code), .text(name.value ?? ""), .text(currency.code),
        .text(SwapContract.exchange.rawValue), .instant(at),
      ])
    try tables.run(
      "INSERT INTO site (client, code, name, zone) VALUES (?, ?, ?, ?)",
      [
        .code(code), .code(Site.mainCode), .text(name.value ?? ""), .text(zone.identifier),
      ])
  }
}

extension ClientChanged: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.runOnce(
      """
      UPDATE client SET name = coalesce(?, name), contract = coalesce(?, contract),
        goods_line = coalesce(?, goods_line), loan_page_price = coalesce(?, loan_page_price),
        calendar = coalesce(?, calendar), discounts = coalesce(?, discounts)
      WHERE code = ?
      """,
      [
        .text(name?.value), .text(contract?.rawValue), .text(goodsLine),
        .text(loanPagePrice?.text), .text(calendar), .text(discounts?.text), .code(code),
      ])
  }
}

extension SiteAdded: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.run(
      "INSERT INTO site (client, code, name, address, zone) VALUES (?, ?, ?, ?, ?)",
      [
        .code(client), .code(code), .text(name.value ?? ""), .text(address?.value),
        .text(zone.identifier),
      ])
  }
}

extension SiteChanged: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.runOnce(
      """
      UPDATE site SET name = coalesce(?, name), address = coalesce(?, address),
        zone = coalesce(?, zone)
      WHERE client = ? AND code = ?
      """,
      [
        .text(name?.value), .text(address?.value), .text(zone?.identifier), .code(client),
        .code(code),
      ])
  }
}

extension SiteServed: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.runOnce(
      "UPDATE site SET shelf = ? WHERE client = ? AND code = ?",
      [.text(shelf.description), .code(client), .code(code)])
  }
}

extension ContactAdded: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.run(
      """
      INSERT INTO contact (client, number, name, contact_function, phone, mail, approval_limit)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .code(client), .integer(number), .text(name.value ?? ""), .text(function.rawValue),
        .text(phone?.value), .text(mail?.value), .integer(approvalLimit),
      ])
  }
}

extension ContactChanged: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.runOnce(
      """
      UPDATE contact SET contact_function = ?, phone = ?, mail = ?, approval_limit = ?,
        last_date = ?
      WHERE client = ? AND number = ?
      """,
      [
        .text(function.rawValue), .text(phone?.value), .text(mail?.value),
        .integer(approvalLimit), .text(last?.text), .code(client), .integer(number),
      ])
  }
}

extension SubstituteNamed: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.run(
      """
      INSERT INTO substitute (client, number, absent, substitute, first_date, last_date)
      VALUES (?, ?, ?, ?, ?, ?)
      """,
      [
        .code(client), .integer(number), .integer(absent), .integer(substitute),
        .text(first.text), .text(last.text),
      ])
  }
}
