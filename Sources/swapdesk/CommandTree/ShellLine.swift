import DeskOperations
import DeskRules

/// A request as one would type it at a shell.
enum ShellLine {
  static func text(of request: Request, _ declared: [ParameterDescription]) -> String {
    let nouns = request.name.split(separator: ".").map(String.init)
    let words = request.parameters.flatMap { given -> [String] in
      guard let parameter = declared.first(where: { $0.name == given.name }) else { return [] }
      if parameter.arity == .flag { return [parameter.flag] }
      return parameter.position == nil
        ? [parameter.flag, quoted(given.value)] : [quoted(given.value)]
    }
    return (["swapdesk"] + nouns + words).joined(separator: " ")
  }

  /// The word, in quotes where a shell would take it apart.
  static func quoted(_ word: String) -> String {
    let isPlain = word.unicodeScalars.allSatisfy { scalar in
      scalar.properties.isAlphabetic || scalar.properties.numericType != nil
        || "-_.,:/=@+".unicodeScalars.contains(scalar)
    }
    return isPlain && !word.isEmpty ? word : "'" + word.replacing("'", with: "'\\''") + "'"
  }
}
