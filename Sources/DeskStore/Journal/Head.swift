import DeskEngine
public import DeskRules

/// Where the books stand.
public struct Head: Sendable, Equatable {
  /// The desk's random identity.
  public let identity: String
  /// The restore count: 0 at first, another number after each restore from a backup.
  public let restores: Int
  /// The number of the last journal entry; 0 in an empty desk.
  public let seq: Int64
  /// The last link of the chain.
  public let chain: [UInt8]

  /// What the greeting names: other books have another name.
  public var name: String { "\(identity).\(restores)" }
}

extension Books {
  /// Where the books stand.
  ///
  /// - Throws: `damaged` when the desk has no head row.
  public func head() throws(DeskError) -> Head {
    let head = try first("SELECT identity, restores, seq, chain FROM head") { row in
      Head(
        identity: row.text(0), restores: row.count(1), seq: row.integer(2), chain: row.blob(3))
    }
    guard let head else { throw DeskError(.damaged, "the desk file has no head row") }
    return head
  }

  /// The number of the last journal entry.
  public func seq() throws(DeskError) -> Int64 {
    try first("SELECT seq FROM head") { row in row.integer(0) } ?? 0
  }
}
