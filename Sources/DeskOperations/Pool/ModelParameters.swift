import DeskRules
import DeskStore

/// What is said of a model, by hand or by a catalogue, and how it joins what is known already.
struct ModelParameters: Sendable {
  let name: Line
  let maker: Line?
  let technology: Line?
  let format: SheetFormat?
  let colour: Bool?
  let duplex: Bool?
  let pagesPerMinute: Int?
  let functions: [DeviceFunction]
  let languages: [Line]
  let supplies: [SupplyText]
  var interfaces: [DeviceInterface] = []
  var bufferMinutes: Int?
  var price: DecimalText?
  var replacePercent: Int?

  /// Whether what is said replaces what is known, or only fills its gaps.
  enum Precedence {
    /// A person says so.
    case said
    /// A catalogue says so; what is known stays.
    case known
  }

  /// The facts that follow, and the model as it is then; no fact when nothing is new.
  func merged(
    _ lookup: Lookup, _ precedence: Precedence
  ) throws(DeskError) -> (events: [any Event], model: Model) {
    let books = lookup.books
    let known = try books.catalogue.model(name.text)
    let price = try price.map { price throws(DeskError) in
      try price.minorUnits(in: books.clients.settings().currency)
    }
    let model = joined(with: known, precedence, price: price)
    var events: [any Event] = []
    var regrouping = try Regrouping(books, at: lookup.caller.now)
    for text in supplies {
      let joined = try supply(text.supply, lookup, precedence)
      if try books.catalogue.supply(joined.number) != joined {
        events.append(SupplyRecorded(joined))
        events += try regrouping.events(joined)
      }
    }
    let numbers = supplies.map(\.supply.number)
    var fits: [String] = []
    for number in numbers where try !books.catalogue.fits(number, model.name) {
      fits.append(number)
    }
    if model != known || !fits.isEmpty {
      events.append(ModelRecorded(model, supplies: fits))
    }
    return (events, model)
  }

  private func joined(
    with known: Model?, _ precedence: Precedence, price: Int64?
  ) -> Model {
    func pick<Value>(_ said: Value?, _ known: Value?) -> Value? {
      precedence == .said ? said ?? known : known ?? said
    }
    let allFunctions = (known?.functions ?? [.print]) + functions
    let allLanguages = (known?.languages ?? []) + languages.map { PageLanguage.folded($0.text) }
    let allInterfaces = (known?.interfaces ?? []) + interfaces
    return Model(
      name: known?.name ?? name.text, maker: pick(maker?.text, known?.maker),
      technology: pick(technology?.text, known?.technology),
      format: pick(format, known?.format), colour: pick(colour, known?.colour),
      duplex: pick(duplex, known?.duplex),
      pagesPerMinute: pick(pagesPerMinute, known?.pagesPerMinute),
      functions: DeviceFunction.allCases.filter { allFunctions.contains($0) },
      languages: Set(allLanguages).sorted(),
      interfaces: allInterfaces.isEmpty
        ? nil : DeviceInterface.allCases.filter { allInterfaces.contains($0) },
      bufferMinutes: pick(bufferMinutes, known?.bufferMinutes),
      price: pick(price, known?.price),
      replacePercent: pick(replacePercent, known?.replacePercent))
  }

  /// A type as it is known then. What says nothing of its group leaves that as it was; a catalogue
  /// changes no group.
  private func supply(
    _ said: Supply, _ lookup: Lookup, _ precedence: Precedence
  ) throws(DeskError) -> Supply {
    let known = try lookup.books.catalogue.supply(said.number)
    let group: String
    if let known, precedence == .known || said.group == said.number {
      group = known.group
    } else if precedence == .known {
      group = try lookup.group(said.group, toldOf: said.number)
    } else {
      group = try lookup.group(said.group, of: said.number, beside: supplies.map(\.supply))
    }
    let supply = precedence == .known ? known ?? said : said
    return Supply(
      number: said.number, kind: supply.kind, colour: supply.colour ?? said.colour, group: group,
      yieldPages: supply.yieldPages ?? said.yieldPages, cycleLimit: known?.cycleLimit,
      price: known?.price)
  }
}
