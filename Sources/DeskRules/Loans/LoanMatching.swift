/// What a loaner must be able to do beside what the client's own device can.
public struct LoanDemands: Sendable, Equatable {
  /// The largest sheet it must print on.
  public let format: SheetFormat?
  /// Whether it must print in colour.
  public let colour: Bool
  /// What it must be able to do.
  public let functions: [DeviceFunction]
  /// How it must be connected.
  public let interfaces: [DeviceInterface]
  /// The page-description languages it must understand, all of them.
  public let languages: [String]

  /// Makes demands.
  public init(
    format: SheetFormat? = nil, colour: Bool = false, functions: [DeviceFunction] = [],
    interfaces: [DeviceInterface] = [], languages: [String] = []
  ) {
    self.format = format
    self.colour = colour
    self.functions = functions
    self.interfaces = interfaces
    self.languages = languages
  }
}

/// What a repair needs of a loaner: what the client's own device can do, and what is said besides.
public struct LoanNeed: Sendable {
  /// The client's model, if the catalogue knows it.
  public let model: Model?
  /// The substitution groups of the supplies that fit it.
  public let supplyGroups: Set<String>
  /// The substitution groups of which the client has cartridges.
  public let stockedGroups: Set<String>
  /// What is asked for besides.
  public let demands: LoanDemands

  /// Makes a need.
  public init(
    model: Model?, supplyGroups: Set<String>, stockedGroups: Set<String> = [],
    demands: LoanDemands = LoanDemands()
  ) {
    self.model = model
    self.supplyGroups = supplyGroups
    self.stockedGroups = stockedGroups
    self.demands = demands
  }
}

/// A model of which the pool has devices.
public struct LoanCandidate: Sendable {
  /// The model, if the catalogue knows it.
  public let model: Model?
  /// The substitution groups of the supplies that fit it.
  public let supplyGroups: Set<String>

  /// Makes a candidate.
  public init(model: Model?, supplyGroups: Set<String>) {
    self.model = model
    self.supplyGroups = supplyGroups
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

  /// Against a candidate.
  public static func against(_ reasons: [String]) -> LoanVerdict {
    LoanVerdict(isSuitable: false, score: 0, reasons: reasons)
  }

  /// The verdict with what speaks for one device of the model.
  public func adding(_ merits: [LoanMerit]) -> LoanVerdict {
    LoanVerdict(
      isSuitable: isSuitable, score: score + merits.reduce(0) { $0 + $1.weight },
      reasons: reasons + merits.map(\.reason))
  }
}

/// Something that speaks for a loaner, and how much.
public struct LoanMerit: Sendable, Equatable {
  /// How much it weighs; 0 for what is only said.
  public let weight: Int
  /// In words.
  public let reason: String

  /// Makes a merit.
  public init(_ weight: Int, _ reason: String) {
    self.weight = weight
    self.reason = reason
  }
}

/// How much each wish weighs once the hard needs are met.
public enum LoanWeight {
  /// Anything that meets the hard needs.
  public static let suitable = 100
  /// The ticket itself is promised it: that weighs more than all that follows.
  public static let promised = 120
  /// The client's own model: nobody has to learn anything.
  public static let sameModel = 40
  /// The cartridges of the client's own device fit.
  public static let sameSupplies = 20
  /// The client has cartridges for it.
  public static let stocked = 10
  /// At least as fast.
  public static let asFast = 10
  /// Prints both sides where the client's does.
  public static let duplex = 10
  /// It stands where the client is served from, or in the van of whoever has the ticket.
  public static let near = 8
  /// It has printed next to nothing; the points shrink with its meter.
  public static let leastWorn = 6
  /// The meter from which there are no points for being little worn.
  public static let wornPages = 300_000
  /// Nobody else is promised it later.
  public static let free = 4
  /// The most that one device of a model may be ahead of another.
  public static let mostOfDevice = near + leastWorn + free
}

extension LoanNeed {
  /// Judges a model: format, colour, functions, connection and languages are hard needs, the rest
  /// are wishes. What is unknown of the client's model is not needed; what is unknown of the
  /// candidate is not promised, except its connection, which is said to be unknown.
  public func judge(_ candidate: LoanCandidate) -> LoanVerdict {
    let lacks = lacks(of: candidate.model)
    guard lacks.isEmpty else { return .against(lacks) }
    let wishes = wishes(met: candidate)
    let said = doubts(of: candidate.model)
    let verdict = LoanVerdict(
      isSuitable: true, score: LoanWeight.suitable,
      reasons: wishes.isEmpty && said.isEmpty ? [plainReason] : [])
    return verdict.adding(wishes + said)
  }

  private var plainReason: String {
    model == nil && demands == LoanDemands()
      ? "what the client's device can do is not known" : "meets every need"
  }

  private func lacks(of candidate: Model?) -> [String] {
    let isSame = model != nil && model?.name == candidate?.name
    let own = isSame ? nil : model
    var lacks: [String] = []
    if own?.format == .a3 || demands.format == .a3, candidate?.format != .a3 {
      lacks.append("needs A3, has \(candidate?.format?.rawValue ?? "unknown format")")
    }
    if own?.colour == true || demands.colour, candidate?.colour != true {
      lacks.append(candidate?.colour == nil ? "colour not known" : "no colour")
    }
    let needed = (own?.functions ?? []) + demands.functions
    let functions = DeviceFunction.allCases.filter {
      needed.contains($0) && candidate?.functions.contains($0) != true
    }
    if !functions.isEmpty {
      lacks.append("cannot " + functions.map(\.rawValue).joined(separator: ", "))
    }
    lacks += [missingInterfaces(candidate), missingLanguages(own, candidate)].compactMap { $0 }
    return lacks
  }

  /// How the device has to be connected: all that is asked for, and otherwise one way in common
  /// with the client's own. Few catalogues say it, so what is unknown is not refused.
  private func missingInterfaces(_ candidate: Model?) -> String? {
    guard let has = candidate?.interfaces, !has.isEmpty else { return nil }
    let missing = demands.interfaces.filter { !has.contains($0) }
    if !missing.isEmpty { return "no " + missing.map(\.rawValue).joined(separator: ", ") }
    let own = model?.interfaces ?? []
    guard demands.interfaces.isEmpty, !own.isEmpty, Set(own).isDisjoint(with: has) else {
      return nil
    }
    return "cannot be connected by " + own.map(\.rawValue).joined(separator: " or ")
  }

  /// The client's programs speak some language to the device; one in common is enough, but all that
  /// are asked for.
  private func missingLanguages(_ own: Model?, _ candidate: Model?) -> String? {
    let has = Set((candidate?.languages ?? []).map(PageLanguage.folded))
    let demanded = demands.languages.map(PageLanguage.folded)
    let needed = Set((own?.languages ?? []).map(PageLanguage.folded))
      .subtracting(["pjl", "text", "proprietary"]).sorted()
    guard !has.isEmpty else {
      let wanted =
        demanded.isEmpty ? needed.joined(separator: " or ") : demanded.joined(separator: ", ")
      return wanted.isEmpty ? nil : "page languages not known, needs " + wanted
    }
    let missing = demanded.filter { !PageLanguage.isMet($0, by: has) }
    if !missing.isEmpty { return "does not speak " + missing.joined(separator: ", ") }
    guard !needed.isEmpty, !needed.contains(where: { PageLanguage.isMet($0, by: has) }) else {
      return nil
    }
    return "speaks none of " + needed.joined(separator: ", ")
  }

  private func wishes(met candidate: LoanCandidate) -> [LoanMerit] {
    var met: [LoanMerit] = []
    if let model, model.name == candidate.model?.name {
      met.append(LoanMerit(LoanWeight.sameModel, "the same model"))
    }
    if let supply = supplyGroups.intersection(candidate.supplyGroups).min() {
      met.append(LoanMerit(LoanWeight.sameSupplies, "takes the client's cartridges (\(supply))"))
    }
    if let supply = stockedGroups.intersection(candidate.supplyGroups).min() {
      met.append(LoanMerit(LoanWeight.stocked, "the client has cartridges for it (\(supply))"))
    }
    if let needed = model?.pagesPerMinute, let speed = candidate.model?.pagesPerMinute,
      speed >= needed
    {
      met.append(LoanMerit(LoanWeight.asFast, "at least as fast, \(speed) pages a minute"))
    }
    if model?.duplex == true, candidate.model?.duplex == true {
      met.append(LoanMerit(LoanWeight.duplex, "prints both sides"))
    }
    return met
  }

  /// What is not known of a model and may matter.
  private func doubts(of candidate: Model?) -> [LoanMerit] {
    let isSame = model != nil && model?.name == candidate?.name
    let needed =
      demands.interfaces.isEmpty ? (isSame ? [] : model?.interfaces ?? []) : demands.interfaces
    guard !needed.isEmpty, candidate?.interfaces?.isEmpty != false else { return [] }
    let ways = needed.map(\.rawValue).joined(separator: " or ")
    return [LoanMerit(0, "connection not known, needs \(ways)")]
  }
}

/// What ranks one device of a model before another.
public enum LoanerMerits {
  /// What speaks for a device.
  ///
  /// - Parameters:
  ///   - nearness: where it stands, in words, if that is near.
  ///   - meter: the last reading of its page counter.
  ///   - promised: until when it is free, in words, if somebody else is promised it later.
  public static func of(nearness: String?, meter: Int?, promised: String?) -> [LoanMerit] {
    var merits: [LoanMerit] = []
    if let nearness { merits.append(LoanMerit(LoanWeight.near, nearness)) }
    if let meter {
      let worn = min(meter, LoanWeight.wornPages) * LoanWeight.leastWorn / LoanWeight.wornPages
      merits.append(LoanMerit(LoanWeight.leastWorn - worn, "\(meter) pages on its meter"))
    } else {
      merits.append(LoanMerit(0, "meter not known"))
    }
    if let promised {
      merits.append(LoanMerit(0, promised))
    } else {
      merits.append(LoanMerit(LoanWeight.free, "nobody is promised it later"))
    }
    return merits
  }
}
