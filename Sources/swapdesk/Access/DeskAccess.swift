import DeskClient
import DeskEngine
import DeskOperations
import DeskRules
import DeskStore
import Foundation
import SQLiteEngine

/// Carries a request to the desk: to the file, or to a server where one is named or holds the file.
struct DeskAccess {
  private let settings: Settings

  init(_ global: GlobalOptions) throws(DeskError) {
    settings = try Settings(desk: global.desk, server: global.server)
  }

  /// How long a command waits for another command that writes, or for a server that is starting or
  /// stopping.
  static let lockTimeoutMilliseconds = 10_000

  /// The items of the answer. Help is at hand also where there is no desk.
  func carry(_ request: Request, _ entry: CatalogueEntry) throws(DeskError) -> [JSONObject] {
    if let server = settings.server {
      return try NamedServer(server, settings).carry(request, entry)
    }
    if request.name == "help" {
      return try Catalogue.help(
        request.parameters.filter { $0.name == "topic" }.map(\.value))
    }
    let prepared = try Catalogue.prepare(request)
    let engine = try LocalDesk.engine(settings.desk)
    let user = try OperatingSystemUser.name()
    switch prepared {
    case .query(let query):
      let books = Books(try engine.openReader())
      let credential = try Credential.login(user, in: books)
      return try query.run(books, as: credential, .live).result.get()
    case .change: return try change(request, entry, engine, user)
    case .session:
      throw DeskError(.usage, "\(request.name) belongs to a session with a server")
    }
  }

  private func change(
    _ request: Request, _ entry: CatalogueEntry, _ engine: SQLiteEngine, _ user: String
  ) throws(DeskError) -> [JSONObject] {
    var request = request
    return try LocalDesk.writing(engine) { writer throws(DeskError) in
      let credential = try Credential.login(user, in: Books(writer.connection))
      guard case .change(let change) = try Catalogue.prepare(request) else {
        throw DeskError(.internalFault, "\(request.name) is no change")
      }
      return try writer.perform(Submission(.single(change), as: credential))
    } orServer: { address throws(DeskError) in
      // A server that goes away may have done it: whoever is asked next has to know the key.
      request = RemoteDesk.keyed(request)
      return try Self.carry(request, entry, to: RemoteDesk(address, token: nil))
    } again: { error in
      [.unreachable, .unknown].contains(error.code)
    }
  }

  /// Has the desk's own server carry a change out. No outbox keeps its key, so whoever is cut off is
  /// told it.
  private static func carry(
    _ request: Request, _ entry: CatalogueEntry, to remote: RemoteDesk
  ) throws(DeskError) -> [JSONObject] {
    let key = ShellLine.quoted(request.parameters.first { $0.name == "key" }?.value ?? "")
    let advice = "the same command again with --key \(key) does nothing twice"
    do throws(DeskError) {
      return try Interruption.saying(
        "swapdesk: cut off before the desk has answered, which may have it all the same: \(advice)"
      ) { () throws(DeskError) in try remote.carry(request, entry) }
    } catch  where error.code == .unknown {
      throw DeskError(error.code, "\(error.message); \(advice)", error.details)
    }
  }
}

extension Surroundings {
  /// The machine's clock and randomness.
  static let live = Surroundings(
    now: { Instant(seconds: Int64(Date().timeIntervalSince1970)) },
    random: {
      var generator = SystemRandomNumberGenerator()
      return (0..<4).map { _ in
        let word = String(generator.next(), radix: 16)
        return String(repeating: "0", count: 16 - word.count) + word
      }.joined()
    })
}

/// Who runs the command.
enum OperatingSystemUser {
  /// The name of the effective user.
  ///
  /// - Throws: `unauthenticated` when the system has no name for the user.
  static func name() throws(DeskError) -> String {
    guard let entry = getpwuid(geteuid()), let name = entry.pointee.pw_name else {
      throw DeskError(.unauthenticated, "the system has no name for user \(geteuid())")
    }
    return String(cString: name)
  }
}
