import DeskRules
import Foundation
import Yams

/// Where the desk is and who speaks: from flags, else the environment, else the configuration file.
struct Settings {
  let desk: String
  let server: String?
  let token: String?
  /// The command that a server tells of every step of a call.
  let notify: String?
  /// Where changes wait for a server that cannot be reached.
  let outboxFolder: String
  /// Where extracts of servers' books are kept.
  let extractsFolder: String

  init(desk: String?, server: String?) throws(DeskError) {
    // A variable that is empty is as good as none.
    let environment = ProcessInfo.processInfo.environment.filter { !$0.value.isEmpty }
    let file = try ConfigurationFile.read(environment)
    self.desk =
      desk ?? environment["SWAPDESK_DESK"] ?? file.desk ?? Self.usualDesk(environment)
    // A desk that was named on the command line is meant, whatever server others may name.
    let named = desk == nil ? environment["SWAPDESK_SERVER"] ?? file.server : nil
    self.server = server ?? named
    token = environment["SWAPDESK_TOKEN"] ?? file.token
    notify = file.notify
    let state = Self.stateFolder(environment)
    outboxFolder = environment["SWAPDESK_OUTBOX"] ?? state + "/outbox"
    extractsFolder = state + "/extracts"
  }

  private static func stateFolder(_ environment: [String: String]) -> String {
    let home = environment["HOME"] ?? "."
    let state = environment["XDG_STATE_HOME"]
    return (state ?? home + "/.local/state") + "/swapdesk"
  }

  private static func usualDesk(_ environment: [String: String]) -> String {
    let home = environment["HOME"] ?? "."
    let data = environment["XDG_DATA_HOME"]
    return (data ?? home + "/.local/share") + "/swapdesk/desk.sqlite"
  }
}

/// The configuration file: `desk`, `server`, `token`, `notify`.
private struct ConfigurationFile {
  var desk: String?
  var server: String?
  var token: String?
  var notify: String?

  private static let names = ["desk", "server", "token", "notify"]

  static func read(_ environment: [String: String]) throws(DeskError) -> ConfigurationFile {
    let home = environment["HOME"] ?? "."
    let base = environment["XDG_CONFIG_HOME"]
    let path = (base ?? home + "/.config") + "/swapdesk/config.yaml"
    guard FileManager.default.fileExists(atPath: path) else { return ConfigurationFile() }
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
      throw DeskError(.storage, "the configuration \(path) cannot be read")
    }
    do {
      guard let mapping = try Yams.compose(yaml: text)?.mapping else {
        throw DeskError(.usage, "the configuration \(path) must be lines like desk: FILE")
      }
      return try ConfigurationFile(mapping, path)
    } catch let error as DeskError {
      throw error
    } catch {
      throw DeskError(.usage, "the configuration \(path) is not YAML: \(error)")
    }
  }

  private init() {}

  private init(_ mapping: Node.Mapping, _ path: String) throws(DeskError) {
    for (key, value) in mapping {
      switch key.string {
      case "desk": desk = value.string
      case "server": server = value.string
      case "token": token = value.string
      case "notify": notify = value.string
      case let name:
        let hint = Nearest.clause(for: name ?? "", among: Self.names)
        throw DeskError(
          .usage, "the configuration \(path) has an unknown setting \(name ?? "")\(hint)")
      }
    }
  }
}
