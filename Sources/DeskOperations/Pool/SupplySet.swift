import DeskRules
import DeskStore

struct SupplySet: Change {
  static let about = About(
    "supply.set", "Says what a type of cartridge is: kind, colour, yield, group, what it fits.",
    roles: .desk, refusals: [.notFound, .usage, .amount, .unsuitable],
    example: "swapdesk supply set Q5942X --yield 20000 --group Q5942A --cycle-limit 6",
    notes: [
      "What is left out stays as it was; a type that is not known is taken on. Standard and high-yield"
        + " types of one shell belong to one substitution group, named by one of them. A type that goes over"
        + " into another group takes its balances, debts and losses with it.",
      "A group of which no printer takes both needs a --reason.",
    ])
  let type: Line
  let kind: ShortName?
  let colour: ShortName?
  let yield: Int?
  let group: Line?
  let cycleLimit: Int?
  let price: DecimalText?
  let fits: [Line]
  let misfits: [Line]
  let reason: Line?

  init(_ read: inout Arguments) throws(DeskError) {
    type = try read("type", at: 1, "The maker's number.")
    kind = try read.optional("kind", "toner, drum, ink, …")
    colour = try read.optional("colour", "black, cyan, …")
    yield = try read.optional("yield", "The declared yield in pages.", in: Supply.yields)
    group = try read.optional("group", "The substitution group, by one of its types.")
    cycleLimit = try read.optional(
      "cycle_limit", "After how many refills a shell is worn out.", in: 1...1_000)
    price = try read.optional("price", "What a full one costs, in the desk's currency.")
    fits = try read.list("fits", "A model that it fits.")
    misfits = try read.list("not_fits", "A model that it does not fit after all.")
    reason = try read.optional("reason", "Why a doubt is set aside.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<SupplyDetailCard> {
    let lookup = Lookup(books, caller)
    let currency = try books.clients.settings().currency
    let number = try SupplyText.number(type.text)
    let known = try books.catalogue.supply(number)
    let group = try group.map { line throws(DeskError) in
      try lookup.group(SupplyText.number(line.text), of: number)
    }
    let price = try price.map { text throws(DeskError) in try text.minorUnits(in: currency) }
    let supply = Supply(
      number: number, kind: kind?.text ?? known?.kind ?? "toner",
      colour: colour?.text ?? known?.colour, group: group ?? known?.group ?? number,
      yieldPages: yield ?? known?.yieldPages, cycleLimit: cycleLimit ?? known?.cycleLimit,
      price: price ?? known?.price)
    let named = try fits.map { name throws(DeskError) in try lookup.model(name).name }
    let unnamed = try misfits.map { name throws(DeskError) in try lookup.model(name).name }
    if let both = named.first(where: unnamed.contains) {
      throw DeskError(.usage, "\(both) is named as fitting and as not fitting; give it once")
    }
    let takers = try books.catalogue.models(taking: number, limit: 100_000)
    let fits = named.filter { !takers.contains($0) }
    let misfits = unnamed.filter(takers.contains)
    let isNew = supply != known || !fits.isEmpty || !misfits.isEmpty
    let models = takers.filter { !misfits.contains($0) } + fits
    if reason == nil, supply.group != known?.group ?? number {
      try lookup.requireFitting(number, taken: models, in: supply.group)
    }
    let recorded = SupplyRecorded(
      supply, fits: fits.isEmpty ? nil : fits, misfits: misfits.isEmpty ? nil : misfits,
      reason: reason?.text)
    var regrouping = try Regrouping(books, at: caller.now)
    return Decision(
      events: isNew ? [recorded] + (try regrouping.events(supply)) : [],
      reply: SupplyDetailCard(supply, models: models.sorted(), currency: currency))
  }
}

/// A type of cartridge with all that is known of it.
struct SupplyDetailCard: Item {
  let type: String
  let kind: String
  let colour: String?
  let group: String
  let yield: Int?
  let cycleLimit: Int
  let price: String?
  var fits: [String]?

  enum CodingKeys: String, CodingKey {
    case type, kind, colour, group, yield
    case cycleLimit = "cycle_limit"
    case price, fits
  }

  init(_ supply: Supply, models: [String]?, currency: Currency) {
    type = supply.number
    kind = supply.kind
    colour = supply.colour
    group = supply.group
    yield = supply.yieldPages
    cycleLimit = supply.cycles
    price = supply.price.map { currency.text($0) }
    fits = models
  }
}
