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
}
