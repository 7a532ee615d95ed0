/// What a repair needs of a loaner: what the client's own device can do.
public struct LoanNeed: Sendable {
  /// The client's model, if the catalogue knows it.
  public let model: Model?
  /// The substitution groups of the supplies that fit it.
  public let supplyGroups: Set<String>

  /// Makes a need.
  public init(model: Model?, supplyGroups: Set<String>) {
    self.model = model
    self.supplyGroups = supplyGroups
  }
}

/// A pool device that might be lent.
public struct LoanCandidate: Sendable {
  /// Its model, if the catalogue knows it.
  public let model: Model?
  /// The substitution groups of the supplies that fit it.
  public let supplyGroups: Set<String>
  /// What keeps it from being lent just now, in words: a loan, a defect.
  public let obstacle: String?

  /// Makes a candidate.
  public init(model: Model?, supplyGroups: Set<String>, obstacle: String?) {
    self.model = model
    self.supplyGroups = supplyGroups
    self.obstacle = obstacle
  }
}

/// What is thought of a candidate, with every reason.
public struct LoanVerdict: Sendable, Equatable {
  /// Whether it can stand in.
  public let isSuitable: Bool
  /// The higher the better; 0 for what cannot stand in.
  public let score: Int
  /// Why, the weightiest first.
  public let reasons: [String]
}

/// How much each wish weighs once the hard needs are met.
public enum LoanWeight {
  /// Anything that meets the hard needs.
  public static let suitable = 100
  /// The client's own model: nobody has to learn anything.
  public static let sameModel = 40
  /// The client's cartridges fit.
  public static let sameSupplies = 20
  /// At least as fast.
  public static let asFast = 10
  /// Prints both sides where the client's does.
  public static let duplex = 10
}

extension LoanNeed {
  /// Judges a candidate: format, colour, functions and languages are hard needs, the rest are
  /// wishes. What is unknown of the client's model is not needed; what is unknown of the candidate
  /// is not promised.
  public func judge(_ candidate: LoanCandidate) -> LoanVerdict {
    let against = [candidate.obstacle].compactMap { $0 } + lacks(of: candidate.model)
    guard against.isEmpty else {
      return LoanVerdict(isSuitable: false, score: 0, reasons: against)
    }
    let wishes = wishes(met: candidate)
    return LoanVerdict(
      isSuitable: true,
      score: LoanWeight.suitable + wishes.reduce(0) { $0 + $1.weight },
      reasons: wishes.isEmpty ? [plainReason] : wishes.map(\.reason))
  }

  private var plainReason: String {
    model == nil ? "what the client's device can do is not known" : "meets every need"
  }

  private func lacks(of candidate: Model?) -> [String] {
    guard let model, model.name != candidate?.name else { return [] }
    var lacks: [String] = []
    if model.format == .a3, candidate?.format != .a3 {
      lacks.append("needs A3, has \(candidate?.format?.rawValue ?? "unknown format")")
    }
    if model.colour == true, candidate?.colour != true {
      lacks.append(candidate?.colour == nil ? "colour not known" : "no colour")
    }
    let functions = model.functions.filter { candidate?.functions.contains($0) != true }
    if !functions.isEmpty {
      lacks.append("cannot " + functions.map(\.rawValue).joined(separator: ", "))
    }
    if let missing = missingLanguages(candidate) { lacks.append(missing) }
    return lacks
  }

  /// The client's programs speak some language to the device; one in common is enough.
  private func missingLanguages(_ candidate: Model?) -> String? {
    let needed = Set(model?.languages ?? []).subtracting(["pjl", "text", "proprietary"])
    guard let candidate, !needed.isEmpty, !candidate.languages.isEmpty,
      needed.isDisjoint(with: candidate.languages)
    else { return nil }
    return "speaks none of " + needed.sorted().joined(separator: ", ")
  }

  private func wishes(met candidate: LoanCandidate) -> [(weight: Int, reason: String)] {
    guard let model, let other = candidate.model else { return [] }
    var met: [(weight: Int, reason: String)] = []
    if model.name == other.name { met.append((LoanWeight.sameModel, "the same model")) }
    let shared = supplyGroups.intersection(candidate.supplyGroups)
    if let supply = shared.min() {
      met.append((LoanWeight.sameSupplies, "takes the client's cartridges (\(supply))"))
    }
    if let needed = model.pagesPerMinute, let speed = other.pagesPerMinute, speed >= needed {
      met.append((LoanWeight.asFast, "at least as fast, \(speed) pages a minute"))
    }
    if model.duplex == true, other.duplex == true {
      met.append((LoanWeight.duplex, "prints both sides"))
    }
    return met
  }
}
