/// What a debt comes from: a swap, S-3, or a write-off, W-1.
public enum DebtOrigin: TextValue {
  /// A swap, or an opening balance, which is numbered as one.
  case swap(SwapNumber)
  /// Cartridges that were lost or scrapped.
  case writeOff(WriteOffNumber)

  /// Reads `S-3`, `W-1`, in either case, or the digits of a swap.
  ///
  /// - Throws: `usage` when the text is neither.
  public init(_ text: String) throws(DeskError) {
    if text.uppercased().hasPrefix("\(WriteOffSubject.prefix)-") {
      self = .writeOff(try WriteOffNumber(text))
    } else {
      self = .swap(try SwapNumber(text))
    }
  }

  /// The number as people read it.
  public var text: String {
    switch self {
    case .swap(let number): number.text
    case .writeOff(let number): number.text
    }
  }
}
