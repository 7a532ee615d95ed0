import ArgumentParser
import DeskOperations
import DeskRules

/// The command of one operation; everything it says and reads follows from the declaration.
struct OperationCommand<Declared: DeskOperations.Operation>: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfigurations.operation(Declared.self)
  }

  @OptionGroup var global: GlobalOptions

  @Argument(parsing: .allUnrecognized, help: .private)
  var words: [String] = []

  func run() throws {
    var isGivenUp = false
    try Exit.onRefusal(asJSON: global.json) { () throws(DeskError) in
      let entry = try Catalogue.entry(Declared.about.name)
      let parameters = try CommandWords(words, of: entry.parameters).parameters()
      try Output(global).requireForm(of: entry)
      let request = Request(entry.about.name, parameters)
      if CalloutDialogue.isWanted(for: request) {
        isGivenUp = try !converse(request, entry)
        return
      }
      guard let tags = try TagList(request, entry) else { return try carry(request, entry) }
      if tags.isOneRequest {
        try carryTogether(request, entry, of: tags)
      } else {
        try carry(request, entry, of: tags)
      }
    }
    if isGivenUp { throw ExitCode(Exit.givenUp) }
  }

  private func carry(_ request: Request, _ entry: CatalogueEntry) throws(DeskError) {
    let items = try DeskAccess(global).carry(request, entry)
    try Output(global).write(items, of: entry)
  }

  /// One act of all tags. One that is refused for some of them names them all.
  private func carryTogether(
    _ template: Request, _ entry: CatalogueEntry, of list: TagList
  ) throws(DeskError) {
    let tags = try list.all()
    do throws(DeskError) {
      try carry(list.request(of: template, tags), entry)
    } catch  where !error.endsImport {
      let access = try DeskAccess(global)
      guard let scanned = try ScannedTags(tags, list, template, entry, access) else { throw error }
      let isRest = global.skipRefused && !scanned.good.isEmpty
      for line in scanned.lines { StandardError.line(line) }
      if isRest { try carry(list.request(of: template, scanned.good), entry) }
      throw scanned.refusal(areOthersRecorded: isRest)
    }
  }

  /// Asks for what is missing, shows what it comes to, and carries it out after a yes; false where
  /// whoever was asked gave up.
  private func converse(
    _ request: Request, _ entry: CatalogueEntry
  ) throws(DeskError) -> Bool {
    var dialogue = CalloutDialogue(request, try DialogueBooks(global)) {
      request throws(DeskError) in
      var tried = request
      tried.parameters.append(Request.Parameter("dry_run", "true"))
      let items = try DeskAccess(global).carry(tried, entry)
      for line in People(entry).lines(items) { StandardError.line(line) }
    }
    guard let whole = try dialogue.run() else {
      StandardError.line("Nothing was recorded. So far you have said:")
      StandardError.line(
        "  " + SafeText.line(ShellLine.text(of: dialogue.request, entry.parameters)))
      return false
    }
    if !request.isGiven("dry_run") { try carry(whole, entry) }
    return true
  }

  /// One request a tag: a refusal stands in its tag's place, and the others go on. What would refuse
  /// them all ends the list.
  private func carry(
    _ template: Request, _ entry: CatalogueEntry, of tags: TagList
  ) throws(DeskError) {
    let access = try DeskAccess(global)
    var answers = TagAnswers(global, entry)
    let ended = Result { () throws(DeskError) in
      try tags.forEach(of: template) { tag, request throws(DeskError) in
        do throws(DeskError) {
          try answers.add(tag, .success(try access.carry(request, entry)))
        } catch  where !error.endsImport {
          try answers.add(tag, .failure(error))
        }
      }
    }
    try answers.end()
    try ended.get()
    if let refusal = answers.refusal { throw refusal }
  }
}

/// What every operation's command accepts.
struct GlobalOptions: ParsableArguments {
  @Option(help: "The desk file.")
  var desk: String?

  @Option(help: "Talk to a server: unix:PATH, HOST:PORT.")
  var server: String?

  @Flag(help: "Print JSON, and nothing else on standard output.")
  var json = false

  @Flag(help: "Print CSV.")
  var csv = false

  @Flag(
    help: ArgumentHelp(
      "Print a document as a page for the browser and the printer.", visibility: .hidden))
  var html = false

  @Flag(
    help: ArgumentHelp(
      "With - : leave out the tags that are refused, and record the others.", visibility: .hidden))
  var skipRefused = false

  func validate() throws {
    if [json, csv, html].filter({ $0 }).count > 1 {
      throw ValidationError("Give one of --json, --csv and --html.")
    }
  }
}
