import Foundation

/// Random numbers that a seed repeats (SplitMix64). The seed is printed; SWAPDESK_SEED sets it.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  /// Starts from SWAPDESK_SEED, or from a fresh seed.
  init(_ purpose: String) {
    let given = ProcessInfo.processInfo.environment["SWAPDESK_SEED"].flatMap { UInt64($0) }
    state = given ?? UInt64.random(in: 0...UInt64.max)
    print("\(purpose): SWAPDESK_SEED=\(state)")
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A run of bytes, mostly of those that have a meaning on the wire.
  mutating func bytes(upTo count: Int) -> [UInt8] {
    let meaningful = Array(#"@{}[]":,.= abz_07\untrfop"#.utf8) + [0x00, 0x0A, 0x0D, 0x7F, 0xC2]
    return (0..<Int.random(in: 0...count, using: &self)).map { _ in
      let isMeaningful = Int.random(in: 0..<10, using: &self) > 0
      let byte = meaningful.randomElement(using: &self) ?? 0
      return isMeaningful ? byte : UInt8.random(in: 0...255, using: &self)
    }
  }

  /// A text of any characters, with many that need care.
  mutating func text(upTo count: Int) -> String {
    let careful = Array(
      "\0\t\n\r\u{7F}\u{85}\u{9B}\u{200E}\u{202E}\u{2028}\u{A0} \"\\=,@{}éЖ🖨".unicodeScalars)
    var scalars = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0...count, using: &self) {
      let any = Unicode.Scalar(UInt32.random(in: 0...0x10FFFF, using: &self)) ?? "x"
      let kind = Int.random(in: 0..<4, using: &self)
      scalars.append(kind == 0 ? any : kind == 1 ? "a" : careful.randomElement(using: &self) ?? any)
    }
    return String(scalars)
  }

  /// A name of the wire's alphabet.
  mutating func name() -> String {
    let first = "abcxyz".randomElement(using: &self) ?? "a"
    let rest = (0..<Int.random(in: 0...10, using: &self)).compactMap { _ in
      "abz_09".randomElement(using: &self)
    }
    return String([first] + rest)
  }
}
