public import DeskRules

/// One parameter as an operation declares it.
public struct ParameterDescription: Sendable, Equatable {
  /// How often it may be given.
  public enum Arity: Sendable, Equatable {
    /// Exactly once.
    case required
    /// Once or not at all.
    case optional
    /// Any number of times.
    case list
    /// A switch: given or not.
    case flag
  }

  /// The name on the wire, in snake case.
  public let name: String
  /// Its place among the words of the command line, from 1; nil where it needs its name.
  public let position: Int?
  /// What kind of value it takes, for help.
  public let type: String
  /// How often it may be given.
  public let arity: Arity
  /// What it means.
  public let help: String
  /// Whether it names a thing by its tag, so that a scanner can give it.
  public let isTag: Bool

  /// The name on the command line, such as `--not-to-exceed`.
  public var flag: String { "--" + name.replacing("_", with: "-") }
}

/// A type that a parameter's text can become.
public protocol ArgumentValue: Sendable {
  /// What help calls it.
  static var typeName: String { get }
  /// Whether it names a thing by its tag.
  static var isTag: Bool { get }
  /// Any valid value, used while parameters are only described.
  static var sample: Self { get }
  /// Reads the text.
  ///
  /// - Throws: a refusal that says what was wrong and what to write instead.
  init(argument: String) throws(DeskError)
  /// One text for all ways to write the same value, to compare requests by.
  var canonical: String { get }
}

extension ArgumentValue {
  /// Most values are no tags.
  public static var isTag: Bool { false }
}

/// Reads an operation's parameters by name, or describes them when there is no input.
public struct Arguments {
  /// The parameters met so far.
  public private(set) var parameters: [ParameterDescription] = []
  /// The parsed values in one text, to compare requests by.
  public private(set) var canonical: JSONObject = [:]
  private let given: [String: [String]]?

  /// Describes.
  init() { given = nil }

  /// Parses a request's parameters.
  init(_ parameters: [Request.Parameter]) {
    given = Dictionary(grouping: parameters, by: \.name).mapValues { $0.map(\.value) }
  }

  private var isDescribing: Bool { given == nil }

  private mutating func texts<Value: ArgumentValue>(
    of type: Value.Type, _ name: String, _ position: Int?, _ arity: ParameterDescription.Arity,
    _ help: String
  ) throws(DeskError) -> [String] {
    parameters.append(
      ParameterDescription(
        name: name, position: position, type: arity == .flag ? "yes or no" : type.typeName,
        arity: arity, help: help, isTag: type.isTag))
    let texts = given?[name] ?? []
    if arity != .list, texts.count > 1 {
      throw DeskError(
        .usage, "\(name) is given \(texts.count) times; give it once",
        ["parameter": .string(name)])
    }
    return texts
  }

  private mutating func parse<Value: ArgumentValue>(
    _ texts: [String], as name: String
  ) throws(DeskError) -> [Value] {
    var values: [Value] = []
    for text in texts {
      do throws(DeskError) {
        values.append(try Value(argument: text))
      } catch {
        var details = error.details
        details["parameter"] = .string(name)
        throw DeskError(error.code, "\(name): \(error.message)", details)
      }
    }
    if !values.isEmpty {
      canonical[name] = .array(values.map { .string($0.canonical) })
    }
    return values
  }

  /// A parameter that must be given.
  public mutating func callAsFunction<Value: ArgumentValue>(
    _ name: String, at position: Int? = nil, _ help: String
  ) throws(DeskError) -> Value {
    let texts = try texts(of: Value.self, name, position, .required, help)
    if isDescribing { return .sample }
    if let text = texts.first, text.allSatisfy(\.isWhitespace) {
      throw DeskError(
        .usage, "\(name) is empty, and must be given: \(help)", ["parameter": .string(name)])
    }
    let values: [Value] = try parse(texts, as: name)
    guard let value = values.first else {
      throw DeskError(
        .usage, "\(name) is missing: \(help)", ["parameter": .string(name)])
    }
    return value
  }

  /// A parameter that may be left out.
  public mutating func optional<Value: ArgumentValue>(
    _ name: String, at position: Int? = nil, _ help: String
  ) throws(DeskError) -> Value? {
    let texts = try texts(of: Value.self, name, position, .optional, help)
    let values: [Value] = try parse(texts, as: name)
    return values.first
  }

  /// A parameter that may be repeated.
  public mutating func list<Value: ArgumentValue>(
    _ name: String, at position: Int? = nil, _ help: String
  ) throws(DeskError) -> [Value] {
    let texts = try texts(of: Value.self, name, position, .list, help)
    return try parse(texts, as: name)
  }

  /// A switch.
  public mutating func flag(_ name: String, _ help: String) throws(DeskError) -> Bool {
    let texts = try texts(of: Bool.self, name, nil, .flag, help)
    let values: [Bool] = try parse(texts, as: name)
    let isOn = values.first ?? false
    if !isOn { canonical[name] = nil }
    return isOn
  }

  /// Refuses what was given but never read.
  ///
  /// - Throws: `usage`, with the nearest names.
  func finish() throws(DeskError) {
    let known = Set(parameters.map(\.name))
    guard let stray = given?.keys.filter({ !known.contains($0) }).min() else { return }
    throw DeskError.unknownName(
      .usage, "there is no parameter \(stray) here",
      nearest: Nearest.names(to: stray, among: parameters.map(\.name)),
      ["parameter": .string(stray)])
  }
}

/// What every change accepts besides its own parameters.
public struct ChangeEnvelope: Sendable {
  /// Makes the request safe to send again.
  public let key: String?
  /// Say what would happen, and change nothing.
  public let dryRun: Bool
  /// When the request entered an outbox; bare clock times are read from there.
  public let sent: Instant?

  init(_ read: inout Arguments) throws(DeskError) {
    let line: Line? = try read.optional(
      "key", "A text of your own making: the same request with the same key happens once.")
    key = line?.text
    dryRun = try read.flag("dry_run", "Say what would happen and change nothing.")
    let moment: ExactMoment? = try read.optional(
      "sent",
      "When the request was made, if that was earlier; bare clock times count from it, and what came"
        + " later than it had not happened.")
    sent = moment?.instant
  }
}
