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
  /// The reservation that is meant.
  ///
  /// - Throws: `not_found`; `state` for a device that is not reserved; `ambiguous` for one that several
  ///   have reserved.
  func findReserved(_ lookup: Lookup) throws(DeskError) -> Loan {
    guard case .device(let reference) = self else { return try find(lookup) }
    let piece = try lookup.piece(reference, .device)
    let reserved = try lookup.books.loans.reservations(piece.tag).filter {
      lookup.caller.sees($0.client)
    }
    let numbers = reserved.map { "\($0.number)" }
    guard let loan = reserved.first else {
      throw DeskError(
        .state, "\(piece.tag) is not reserved; it is at \(piece.holder)",
        ["device": .string("\(piece.tag)"), "holder": .string("\(piece.holder)")])
    }
    guard reserved.count == 1 else {
      throw DeskError(
        .ambiguous,
        "\(piece.tag) is reserved by \(numbers.joined(separator: ", ")); name the number",
        ["loans": .array(numbers.map { .string($0) })])
    }
    return loan
  }
}

extension Lookup {
  /// The loan with a number, if the caller may see it.
  func loan(_ number: LoanNumber) throws(DeskError) -> Loan {
    if let loan = try books.loans.find(number), caller.sees(loan.client) { return loan }
    throw DeskError(.notFound, "there is no loan \(number); loan list shows them")
  }
}
