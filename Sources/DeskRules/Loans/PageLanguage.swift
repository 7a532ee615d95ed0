/// The names of page languages: each firm and list writes them in its own way.
public enum PageLanguage {
  /// The one name of a language, however it was written: `PS`, `PostScript 3` and `postscript` are one,
  /// `PCL 5e` is `pcl5`, `PCL-XL` is `pcl6`. What is not known stays as it is, in lower case and
  /// without spaces.
  public static func folded(_ written: String) -> String {
    let lower = written.lowercased()
    let name = lower.filter { $0.isLetter || $0.isNumber }
    if name.contains("postscri") || ["ps", "ps1", "ps2", "ps3"].contains(name) {
      return "postscript"
    }
    if name == "pclxl" || name.hasPrefix("pcl6") { return "pcl6" }
    if name.hasPrefix("pcl5") { return "pcl5" }
    return name.isEmpty ? lower : name
  }

  /// Whether a device that understands some languages is served in one. PCL of an unknown version is
  /// printed by any version that is no driver's own.
  static func isMet(_ needed: String, by known: Set<String>) -> Bool {
    known.contains(needed)
      || (needed == "pcl" && !known.isDisjoint(with: ["pcl3", "pcl4", "pcl5", "pcl6"]))
  }
}
