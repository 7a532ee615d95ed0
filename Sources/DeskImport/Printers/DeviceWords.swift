/// What the words of a device's name say about its functions.
enum DeviceWords {
  /// Whether a name says that the device also scans and copies.
  static func saysMultifunction(_ name: String) -> Bool {
    let name = name.lowercased().replacing("_", with: "-")
    if ["all-in-one", "multifunction", "e-aio"].contains(where: name.contains) { return true }
    return name.split { !$0.isLetter && !$0.isNumber }.contains { $0 == "mfp" }
      || name.hasSuffix("mfp")
  }

  /// Whether a name says that the device copies, without saying that it scans.
  static func saysCopier(_ name: String) -> Bool {
    name.lowercased().split { !$0.isLetter }.contains { $0 == "copier" }
  }
}
