import ArgumentParser
import DeskOperations
import Synchronization

/// The commands that follow from the catalogue.
enum OperationCommands {
  /// The nouns: swapdesk ticket open, swapdesk ticket list, …
  static let nouns: [any ParsableCommand.Type] = [
    NounCommand<DeskNoun>.self, NounCommand<ClientNoun>.self, NounCommand<SiteNoun>.self,
    NounCommand<ContactNoun>.self,
    NounCommand<StaffNoun>.self, NounCommand<TokenNoun>.self, NounCommand<ModelNoun>.self,
    NounCommand<DeviceNoun>.self, NounCommand<CartridgeNoun>.self, NounCommand<SupplyNoun>.self,
    NounCommand<SwapNoun>.self, NounCommand<RefillerNoun>.self, NounCommand<RefillNoun>.self,
    NounCommand<StockNoun>.self, NounCommand<TicketNoun>.self, NounCommand<LoanNoun>.self,
    NounCommand<BenchNoun>.self,
    NounCommand<RosterNoun>.self, NounCommand<EscalationNoun>.self, NounCommand<CalloutNoun>.self,
    NounCommand<TariffNoun>.self, NounCommand<CalendarNoun>.self, NounCommand<TargetNoun>.self,
    NounCommand<BudgetNoun>.self, NounCommand<InvoiceNoun>.self, NounCommand<VatNoun>.self,
    NounCommand<DiscountNoun>.self, NounCommand<PriceNoun>.self,
    NounCommand<LedgerNoun>.self, NounCommand<ReportNoun>.self, NounCommand<JournalNoun>.self,
  ]

  /// The operations of one word: swapdesk ping, …
  static let single = commands { $0.count == 1 }

  /// The commands of the operations whose words pass a test; session operations have none.
  static func commands(where test: ([String]) -> Bool) -> [any ParsableCommand.Type] {
    Catalogue.entries.filter { $0.kind != .session && test($0.about.words) }
      .map { command($0.operation) }
  }

  private static func command<Declared: DeskOperations.Operation>(
    _ type: Declared.Type
  ) -> any ParsableCommand.Type {
    OperationCommand<Declared>.self
  }
}

/// A noun of the command line; its verbs are the operations whose names begin with it.
struct NounCommand<Named: Noun>: ParsableCommand {
  static var configuration: CommandConfiguration { CommandConfigurations.noun(Named.self) }
}

/// The configurations of all commands, each made once: the parser asks for them again and again.
enum CommandConfigurations {
  private static let operations = Dictionary(
    uniqueKeysWithValues: Catalogue.entries.map { entry in
      (ObjectIdentifier(entry.operation), make(entry.about))
    })

  private static let nouns = Mutex<[String: CommandConfiguration]>([:])

  /// The configuration of an operation's command.
  static func operation<Declared: DeskOperations.Operation>(
    _ type: Declared.Type
  ) -> CommandConfiguration {
    operations[ObjectIdentifier(type)] ?? make(type.about)
  }

  private static func make(_ about: About) -> CommandConfiguration {
    // Laying out help takes longer than most commands, so it is done only for those who ask.
    guard CommandHelp.isAskedFor else {
      return CommandConfiguration(commandName: about.words.last)
    }
    return CommandConfiguration(
      commandName: about.words.last, abstract: about.summary,
      usage: CommandHelp.usage(of: about), discussion: CommandHelp.discussion(of: about))
  }

  /// The configuration of a noun's command.
  static func noun<Named: Noun>(_ type: Named.Type) -> CommandConfiguration {
    nouns.withLock { nouns in
      if let known = nouns[Named.word] { return known }
      let configuration = CommandConfiguration(
        commandName: Named.word, abstract: Named.abstract,
        subcommands: OperationCommands.commands { $0.count > 1 && $0[0] == Named.word })
      nouns[Named.word] = configuration
      return configuration
    }
  }
}

/// A noun and what its verbs are about.
protocol Noun {
  static var word: String { get }
  static var abstract: String { get }
}

enum DeskNoun: Noun {
  static let word = "desk"
  static let abstract = "Settings of the desk, and the firm's own details."
}
enum ClientNoun: Noun {
  static let word = "client"
  static let abstract = "Clients."
}
enum SiteNoun: Noun {
  static let word = "site"
  static let abstract = "Places of a client."
}
enum ContactNoun: Noun {
  static let word = "contact"
  static let abstract = "Persons of a client."
}
enum StaffNoun: Noun {
  static let word = "staff"
  static let abstract = "Who works with the desk."
}
enum TokenNoun: Noun {
  static let word = "token"
  static let abstract = "Access from elsewhere."
}
enum ModelNoun: Noun {
  static let word = "model"
  static let abstract = "Printer and copier models, and what fits them."
}
enum DeviceNoun: Noun {
  static let word = "device"
  static let abstract = "Printers and copiers, the clients' and ours."
}
enum CartridgeNoun: Noun {
  static let word = "cartridge"
  static let abstract = "Cartridges with a tag of their own."
}
enum SwapNoun: Noun {
  static let word = "swap"
  static let abstract = "Full cartridges for empty ones."
}
enum SupplyNoun: Noun {
  static let word = "supply"
  static let abstract = "Types of cartridges, and what they fit."
}
enum RefillerNoun: Noun {
  static let word = "refiller"
  static let abstract = "Refilling companies."
}
enum RefillNoun: Noun {
  static let word = "refill"
  static let abstract = "Batches of empties at a refiller."
}
enum StockNoun: Noun {
  static let word = "stock"
  static let abstract = "How many cartridges there are, how many there should be, and what to do."
}
enum TicketNoun: Noun {
  static let word = "ticket"
  static let abstract = "Repairs, from the first call to the paid invoice."
}
enum LoanNoun: Noun {
  static let word = "loan"
  static let abstract = "Loaners: devices lent during a repair."
}
enum BenchNoun: Noun {
  static let word = "bench"
  static let abstract = "Clients' machines that are with us."
}
enum ReportNoun: Noun {
  static let word = "report"
  static let abstract = "What the books say over a year."
}
enum RosterNoun: Noun {
  static let word = "roster"
  static let abstract = "Who is on duty when."
}
enum EscalationNoun: Noun {
  static let word = "escalation"
  static let abstract = "Who is called when nobody answers."
}
enum CalloutNoun: Noun {
  static let word = "callout"
  static let abstract = "Visits, also at night."
}
enum TariffNoun: Noun {
  static let word = "tariff"
  static let abstract = "What a call-out costs."
}
enum CalendarNoun: Noun {
  static let word = "calendar"
  static let abstract = "Days off, short days and working hours."
}
enum TargetNoun: Noun {
  static let word = "target"
  static let abstract = "How fast repairs must be answered, reached and ended."
}
enum BudgetNoun: Noun {
  static let word = "budget"
  static let abstract = "What a client may spend, and what is left."
}
enum DiscountNoun: Noun {
  static let word = "discount"
  static let abstract = "What is left away of prices, for clients and groups of clients."
}
enum PriceNoun: Noun {
  static let word = "price"
  static let abstract = "What articles cost, by day."
}
enum InvoiceNoun: Noun {
  static let word = "invoice"
  static let abstract = "Bills of finished jobs, invoices, payments, reminders."
}
enum VatNoun: Noun {
  static let word = "vat"
  static let abstract = "Rates of value added tax."
}
enum LedgerNoun: Noun {
  static let word = "ledger"
  static let abstract = "The movements of budget lines, for other programs."
}
enum JournalNoun: Noun {
  static let word = "journal"
  static let abstract = "Everything that was entered."
}
