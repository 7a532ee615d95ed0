/// A request to the desk before any rule has looked at it: what the CLI's words and a protocol line
/// both become. Values are text; the operation's declaration gives them types.
public struct Request: Sendable, Equatable {
  /// One named value. A list parameter is the same name several times.
  public struct Parameter: Sendable, Equatable {
    /// The parameter's name on the wire, in snake case.
    public let name: String
    /// Its value as text.
    public let value: String

    /// Makes a named value.
    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// The operation's name, such as `loan.issue`.
  public var name: String
  /// The parameters in the order given.
  public var parameters: [Parameter]
  /// The tag that starts every line of the reply, without its @.
  public var tag: String?

  /// Makes a request.
  public init(_ name: String, _ parameters: [Parameter] = [], tag: String? = nil) {
    self.name = name
    self.parameters = parameters
    self.tag = tag
  }
}
