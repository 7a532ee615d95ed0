import ArgumentParser
import DeskEngine
import DeskOperations
import DeskRules
import Foundation
import SQLiteEngine

/// Makes a desk and binds whoever runs it to its first admin.
struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Makes a desk; you become its first admin.",
    discussion:
      "EXAMPLE:\n  swapdesk init \"Northern Printers\" --currency RUB --timezone Europe/Moscow")

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The firm's name.") var name: String
  @Option(help: "The currency of clients that name none.") var currency = "EUR"
  @Option(help: "The zone of sites that name none; the machine's where left out.")
  var timezone: String?
  @Option(help: "Your short name; your user name where left out.") var admin: String?
  @Option(help: "Your full name; your user name where left out.") var fullName: String?

  func run() throws {
    try Exit.onRefusal(asJSON: global.json) { () throws(DeskError) in
      let path = try Settings(desk: global.desk, server: nil).desk
      let user = try OperatingSystemUser.name()
      let foundation = try DeskFoundation(
        name: name, currency: Currency(currency.uppercased()),
        zone: Zone(timezone ?? TimeZone.current.identifier), admin: admin ?? user,
        adminFullName: fullName ?? user, login: user)
      try Self.makeFolder(of: path)
      let engine = try SQLiteEngine.create(path: path)
      do throws(DeskError) {
        let lock = try DeskLock.acquire(
          desk: engine.file.path, kind: .command,
          timeoutMilliseconds: DeskAccess.lockTimeoutMilliseconds)
        defer { lock.release() }
        let writer = try engine.openWriter()
        defer { writer.close() }
        try foundation.lay(in: writer, .live)
      } catch {
        try Self.remove(engine.file.path)
        throw error
      }
      let made: JSONObject = [
        "desk": .string(engine.file.path), "admin": .string(foundation.admin),
        "currency": .string(foundation.currency.code),
        "timezone": .string(foundation.zone.identifier),
      ]
      try StandardOutput.write(
        global.json
          ? made.line + "\n"
          : "Made \(engine.file.path); you are \(foundation.admin), its admin.\n")
    }
  }

  private static func makeFolder(of path: String) throws(DeskError) {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
    do {
      try FileManager.default.createDirectory(
        at: folder, withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700])
    } catch {
      throw DeskError(.storage, "the folder \(folder.path) cannot be made: \(error)")
    }
  }

  /// Takes back a desk whose first entry could not be written.
  private static func remove(_ path: String) throws(DeskError) {
    do {
      try FileManager.default.removeItem(atPath: path)
    } catch {
      throw DeskError(.storage, "\(path) is an empty desk now and cannot be removed: \(error)")
    }
  }
}
