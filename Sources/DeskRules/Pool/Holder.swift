/// Who has a piece, or where it stands.
public struct Holder: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The kinds of holder.
  public enum Kind: String, Sendable, Codable, CaseIterable {
    /// A shelf of ours.
    case shelf
    /// An engineer's van.
    case van
    /// A client.
    case client
    /// Our bench, for a client's machine.
    case bench
    /// A refilling company.
    case refiller
    /// Thrown away.
    case scrap
    /// Nobody knows.
    case lost

    /// Whether what is there is with us.
    public var isWithUs: Bool { self == .shelf || self == .van || self == .bench }
  }

  /// The kind.
  public let kind: Kind
  /// The client's code, the engineer's or refiller's name, the shelf's name.
  public let name: String?
  /// The client's site.
  public let site: String?

  /// Makes a holder.
  public init(_ kind: Kind, _ name: String? = nil, site: String? = nil) {
    self.kind = kind
    self.name = name
    self.site = site
  }

  /// A client, at a site of theirs.
  public static func client(_ code: ClientCode, site: ClientCode? = nil) -> Holder {
    Holder(.client, "\(code)", site: site.map { "\($0)" })
  }

  /// Our main shelf.
  public static let mainShelf = Holder(.shelf, "main")

  /// Reads `shelf`, `shelf:NAME`, `van:NAME`, `client:CODE`, `client:CODE/SITE`, `bench`,
  /// `refiller:NAME`, `scrap`, `lost`.
  ///
  /// - Throws: `usage` when it is none of these.
  public init(_ text: String) throws(DeskError) {
    let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
    guard let kind = parts.first.flatMap({ Kind(rawValue: $0.lowercased()) }) else {
      throw DeskError(
        .usage,
        "\"\(text)\" is no place: use shelf:NAME, van:NAME, client:CODE, client:CODE/SITE, bench,"
          + " refiller:NAME, scrap or lost")
    }
    let name = parts.count > 1 ? try PlainText.line(parts[1]) : nil
    switch (kind, name) {
    case (.client, let name?):
      let codes = name.split(separator: "/", maxSplits: 1).map(String.init)
      let site = codes.count > 1 ? try ClientCode(codes[1]) : nil
      self = .client(try ClientCode(codes[0]), site: site)
    case (.client, nil), (.van, nil), (.refiller, nil):
      throw DeskError(.usage, "\"\(text)\" says no name: write \(kind.rawValue):NAME")
    case (.shelf, nil): self = .mainShelf
    default: self.init(kind, name)
    }
  }

  /// The text form that is also read.
  public var description: String {
    let name = name.map { ":" + $0 } ?? ""
    return kind.rawValue + name + (site.map { "/" + $0 } ?? "")
  }

  /// The client that has the piece, if one has it.
  public var clientCode: ClientCode? {
    kind == .client ? name.map { ClientCode(stored: $0) } : nil
  }
}
