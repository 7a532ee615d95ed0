import DeskRules

/// One section of HP's model list: the models it names share everything else.
struct HPLIPSection {
  /// The most lines that are kept; the longest real section has fewer than a hundred.
  private static let lineLimit = 1_000

  let name: String
  let line: Int
  private var names: [String] = []
  private var values: [String: String] = [:]
  /// The prefixes of the supplies, such as `r0-agent1`, in the order they appear.
  private var agents: [String] = []

  init(name: String, line: Int) {
    self.name = name
    self.line = line
  }

  /// The section's name, if the line begins one.
  static func title(of line: String) -> String? {
    let line = line.trimmed
    guard line.first == "[", line.last == "]", line.count > 2 else { return nil }
    return String(line.dropFirst().dropLast())
  }

  /// Takes a `key=value` line; comments and blank lines are nothing.
  mutating func take(_ line: String) {
    let line = line.trimmed
    guard let equals = line.firstIndex(of: "="), line.first != "#",
      values.count + names.count < Self.lineLimit
    else { return }
    let key = String(line[..<equals]).trimmed
    let value = String(line[line.index(after: equals)...]).trimmed
    if key.hasPrefix("model"), Int(key.dropFirst(5)) != nil {
      names.append(value)
    } else {
      values[key] = value
      if key.hasPrefix("r"), key.contains("-agent"), key.hasSuffix("-sku") {
        agents.append(String(key.dropLast(4)))
      }
    }
  }

  /// The section's models, and what had to be passed over.
  func models() -> (models: [PrinterModel], problems: [String]) {
    guard let type = number("tech-type"), type > 0 else {
      return ([], ["not a printer (tech-type \(values["tech-type"] ?? "missing"))"])
    }
    guard !names.isEmpty else { return ([], ["no model name"]) }
    var problems: [String] = []
    let supplies = supplies(&problems)
    var models: [PrinterModel] = []
    for name in names {
      do {
        let parts = try PrinterName.parts(name, makers: ["HP", "Hewlett-Packard", "Apollo"])
        var model = PrinterModel(name: parts.name, maker: parts.maker, source: .hplip)
        model.technology = technology(type)
        model.colour = colour(type)
        model.duplex = duplex
        model.format = format
        model.functions = functions(of: name)
        model.languages = languages
        model.supplies = supplies
        models.append(model)
      } catch {
        problems.append(error.reason)
      }
    }
    return (models, problems)
  }

  private func number(_ key: String) -> Int? { values[key].flatMap { Int($0) } }

  private func words(_ key: String) -> [Substring] {
    (values[key] ?? "").split { $0 == "," || $0 == "_" }
  }

  /// 1 and 2 are ink (black, colour), 3 and 4 are laser (black, colour); others have no name.
  private func technology(_ type: Int) -> PrinterTechnology {
    switch type {
    case 1, 2: .inkjet
    case 3, 4: .laser
    default: .other
    }
  }

  private func colour(_ type: Int) -> Bool? {
    switch type {
    case 1, 3: false
    case 2, 4: true
    default: nil
    }
  }

  private var duplex: Bool? {
    let words = words("tech-subclass")
    if words.contains("NoAutoDuplex") { return false }
    return words.contains("AutoDuplex") || words.contains("Duplex") ? true : nil
  }

  private var format: PaperFormat? {
    // Super B is 330 mm wide.
    let large: Set<Substring> = ["LargeFormatA3", "LargeFormatSuperB"]
    return words("tech-subclass").contains(where: large.contains) ? .a3 : nil
  }

  private var languages: [String] {
    let classes: [Substring: String] = [
      "Postscript": "postscript", "LJMono": "pcl5", "LJColor": "pcl5", "LJZjsMono": "zjs",
      "LJZjsColor": "zjs",
    ]
    var languages = Set(words("tech-class").compactMap { classes[$0] })
    if values["family-class"]?.hasPrefix("PCL3") == true { languages.insert("pcl3") }
    return languages.sorted()
  }

  /// A type above 0 names the way a function is reached. Below 0 the list's own program cannot
  /// reach it, and 0 stands both for none and for nobody asked; there only the name may tell.
  private func functions(of name: String) -> [PrinterFunction] {
    let isMultifunction = DeviceWords.saysMultifunction(name)
    return PrinterFunction.allCases.filter { function in
      switch function {
      case .print: true
      case .scan: isMultifunction || (number("scan-type") ?? 0) > 0
      case .copy:
        isMultifunction || DeviceWords.saysCopier(name) || (number("copy-type") ?? 0) > 0
      case .fax: (number("fax-type") ?? 0) > 0
      }
    }
  }

  private func supplies(_ problems: inout [String]) -> [PrinterSupply] {
    var supplies: [PrinterSupply] = []
    var seen: Set<String> = []
    for agent in agents {
      let field = values["\(agent)-sku"] ?? ""
      guard let numbers = SupplyNumbers.parse(field) else {
        problems.append("\(agent): the part number cannot be read")
        continue
      }
      guard let group = numbers.first else { continue }
      let kind = kind(number("\(agent)-kind"))
      for number in numbers where seen.insert(number).inserted {
        let colour = colourOfSupply(self.number("\(agent)-type"))
        supplies.append(PrinterSupply(number: number, kind: kind, colour: colour, group: group))
      }
    }
    return supplies
  }

  /// The list's numbers: 1 head, 2 supply, 3 head and supply in one, 4 toner, 5 maintenance kit,
  /// 6 feeder kit, 7 drum, 8 transfer kit, 9 battery.
  private func kind(_ kind: Int?) -> SupplyKind {
    switch kind {
    case 1: .head
    case 2, 3: [3, 4].contains(number("tech-type")) ? .toner : .ink
    case 4: .toner
    case 5: .maintenanceKit
    case 7: .drum
    case 8: .transferKit
    default: .other
    }
  }

  private func colourOfSupply(_ type: Int?) -> SupplyColour? {
    // 0 and 62 state none.
    guard let type, type > 0, type != 62 else { return nil }
    let colours: [Int: SupplyColour] = [
      1: .black, 2: .tricolour, 3: .photo, 4: .cyan, 5: .magenta, 6: .yellow, 7: .lightCyan,
      8: .lightMagenta, 9: .lightYellow, 10: .photoGrey, 11: .blue, 12: .several, 13: .several,
      14: .several, 15: .several, 16: .photo, 17: .lightGrey, 18: .grey, 19: .photo,
      20: .photoBlack, 21: .matteBlack, 24: .darkGrey,
    ]
    return colours[type] ?? .other
  }
}
