import DeskRules
import DeskStore

/// A loan's number, or the tag or serial of the device that is out.
enum LoanReference: ArgumentValue, Equatable {
  case number(LoanNumber)
  case device(PieceReference)

  static let typeName = "loan or device"
  static let isTag = true
  static let sample = LoanReference.number(Number(1))
  var canonical: String {
    switch self {
    case .number(let number): number.text
    case .device(let reference): reference.canonical
    }
  }

  init(argument: String) throws(DeskError) {
    if argument.uppercased().hasPrefix("L-"), let number = try? LoanNumber(argument) {
      self = .number(number)
    } else {
      self = .device(try PieceReference(argument: argument))
    }
  }

  /// The loan that is meant.
  ///
  /// - Throws: `not_found`; `state` for a device that is not out.
  func find(_ lookup: Lookup) throws(DeskError) -> Loan {
    switch self {
    case .number(let number): return try lookup.loan(number)
    case .device(let reference):
      let piece = try lookup.piece(reference, .device)
      guard let loan = try lookup.books.loans.open(piece.tag) else {
        throw DeskError(
          .state, "\(piece.tag) is not on loan; it is at \(piece.holder)",
          ["device": .string("\(piece.tag)"), "holder": .string("\(piece.holder)")])
      }
      return loan
    }
  }
}

extension LoanReference {
  /// The reservation that is meant, by its number or as the only one of a device.
  ///
  /// - Throws: `not_found`; `state` for a device that nobody is promised; `ambiguous` where several
  ///   are.
  func findReservation(_ lookup: Lookup) throws(DeskError) -> Loan {
    guard case .device(let reference) = self else { return try find(lookup) }
    let piece = try lookup.piece(reference, .device)
    let promised = try lookup.books.loans.reservations(piece.tag)
      .filter { lookup.caller.sees($0.client) }
    guard let first = promised.first else {
      throw DeskError(
        .state, "nobody is promised \(piece.tag); loan list --reserved names what is",
        ["device": .string("\(piece.tag)")])
    }
    guard promised.count == 1 else {
      let numbers = promised.map { "\($0.number)" }
      throw DeskError(
        .ambiguous,
        "\(piece.tag) is promised \(promised.count) times: name one of \(numbers.joined(separator: ", "))",
        ["device": .string("\(piece.tag)"), "loans": .array(numbers.map { .string($0) })])
    }
    return first
  }
}

extension Lookup {
  /// The loan with a number, if the caller may see it.
  func loan(_ number: LoanNumber) throws(DeskError) -> Loan {
    if let loan = try books.loans.find(number), caller.sees(loan.client) { return loan }
    throw DeskError(.notFound, "there is no loan \(number); loan list shows them")
  }
}
