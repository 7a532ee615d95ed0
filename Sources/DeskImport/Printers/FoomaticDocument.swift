import Foundation

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// What one printer file states, before anything is made of it.
struct FoomaticDocument: Equatable {
  var make = ""
  var model = ""
  /// The names of the elements inside `mechanism`, such as `laser` and `color`.
  var mechanism: Set<String> = []
  /// The elements inside `lang` with the level that each states.
  var languages: [Language] = []
  /// The commands that the device says over its cable that it understands.
  var commandSets: [String] = []
  var partNumbers: [String] = []
  /// The English comment, which is HTML.
  var comment = ""

  struct Language: Equatable {
    let name: String
    let level: String?
  }

  /// Parses a whole file.
  static func parse(_ bytes: [UInt8]) -> Result<FoomaticDocument, RecordRefusal> {
    let collector = Collector()
    let parser = XMLParser(data: Data(bytes))
    parser.delegate = collector
    // Foundation's parser takes a text that was cut short for a whole one.
    guard parser.parse(), collector.isComplete else {
      return .failure(RecordRefusal(reason: "malformed XML at line \(parser.lineNumber)"))
    }
    guard collector.root == "printer" else {
      return .failure(RecordRefusal(reason: "not the description of a printer"))
    }
    return .success(collector.document)
  }

  /// Foundation's parser reports to an object of a class; this one only collects.
  private final class Collector: NSObject, XMLParserDelegate {
    var document = FoomaticDocument()
    var root: String?
    var isComplete: Bool { root == nil || path.isEmpty }
    private var path: [String] = []
    private var text = ""

    func parser(
      _ parser: XMLParser, didStartElement element: String, namespaceURI: String?,
      qualifiedName: String?, attributes: [String: String]
    ) {
      root = root ?? element
      path.append(element)
      text = ""
      switch path.dropFirst().first {
      case "mechanism" where path.count == 3: document.mechanism.insert(element)
      case "lang" where path.count == 3:
        document.languages.append(Language(name: element, level: attributes["level"]))
      default: break
      }
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

    func parser(
      _ parser: XMLParser, didEndElement element: String, namespaceURI: String?,
      qualifiedName: String?
    ) {
      let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
      switch path.dropFirst() {
      case ["make"]: document.make = trimmed
      case ["model"]: document.model = trimmed
      case ["comments", "en"]: document.comment = trimmed
      case ["mechanism", "consumables", "partno"]: document.partNumbers.append(trimmed)
      default:
        if path.dropFirst().first == "autodetect", element == "commandset" {
          document.commandSets.append(trimmed)
        }
      }
      path.removeLast()
      text = ""
    }
  }
}
