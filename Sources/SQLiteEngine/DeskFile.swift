#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Where a desk is kept, and the names of the files that belong to it.
public struct DeskFile: Sendable, Equatable {
  /// The absolute path, links followed, so that every way to a desk gives one name and one lock.
  public let path: String

  /// Finds the one name of a desk, which need not exist yet.
  public init(_ path: String) {
    self.path = Self.canonical(path)
  }

  /// The file whose lock the writing process holds.
  public var lockPath: String { path + ".lock" }

  /// Whether anything is there under the desk's name.
  public var isPresent: Bool {
    var status = stat()
    return stat(path, &status) == 0
  }

  /// The copy made before the desk is brought to a schema version; later attempts are numbered.
  func pathBeforeSchema(_ version: Int, attempt: Int) -> String {
    path + ".before-schema-\(version)" + (attempt == 1 ? "" : ".\(attempt)")
  }

  private static func canonical(_ path: String) -> String {
    if let resolved = resolve(path) { return resolved }
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    let folder = parts.dropLast().joined(separator: "/")
    let isAbsolute = path.hasPrefix("/")
    let resolved = resolve(folder.isEmpty ? (isAbsolute ? "/" : ".") : folder)
    let name = parts.last.map(String.init) ?? ""
    if let resolved { return resolved == "/" ? "/" + name : resolved + "/" + name }
    return isAbsolute ? path : (resolve(".") ?? "") + "/" + path
  }

  private static func resolve(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}
