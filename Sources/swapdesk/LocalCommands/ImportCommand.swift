import ArgumentParser

/// Reads foreign files where the command runs and carries one operation a record.
struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Brings in catalogues, other desks' tickets, lists, calendars.",
    subcommands: [
      ImportModelsCommand.self, ImportTicketsCommand.self, ImportRowsCommand<ClientRows>.self,
      ImportRowsCommand<SiteRows>.self, ImportRowsCommand<DeviceRows>.self,
      ImportRowsCommand<CartridgeRows>.self, ImportRowsCommand<PaymentRows>.self,
      ImportRowsCommand<BalanceRows>.self, ImportRowsCommand<PriceRows>.self,
      ImportCalendarCommand.self,
    ])
}
