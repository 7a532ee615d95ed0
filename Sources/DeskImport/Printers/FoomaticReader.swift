public import DeskRules
import Foundation

/// Reads the printer files of the Debian package foomatic-db: one XML file a printer.
public enum FoomaticReader {
  /// Where Debian puts the files.
  public static let usualFolder = "/usr/share/foomatic/db/source/printer"
  /// The largest file that is read, in bytes.
  public static let fileLimit = 1_048_576

  /// Reads all printer files of a folder in the order of their names.
  ///
  /// A file that cannot be read, is not the XML of a printer, or names no printer is skipped.
  ///
  /// - Parameters:
  ///   - folder: the folder with the files, usually `usualFolder`.
  ///   - onModel: gets each model; an error it throws ends the reading.
  ///   - onSkipped: gets each file that was passed over.
  /// - Throws: `usage` when there is no such folder or no XML file in it, `storage` when it cannot
  ///   be listed, and what `onModel` throws.
  public static func read(
    folder: String, onModel: (PrinterModel) throws(DeskError) -> Void,
    onSkipped: (SkippedRecord) -> Void
  ) throws(DeskError) {
    for file in try files(of: folder) {
      let contents: [UInt8]
      do {
        contents = try bytes(of: folder + "/" + file)
      } catch {
        onSkipped(SkippedRecord(file: file, reason: error.message))
        continue
      }
      switch FoomaticDocument.parse(contents).flatMap(FoomaticPrinter.model) {
      case .success(let model): try onModel(model)
      case .failure(let refusal): onSkipped(SkippedRecord(file: file, reason: refusal.reason))
      }
    }
  }

  private static func files(of folder: String) throws(DeskError) -> [String] {
    let advice =
      "install the Debian package foomatic-db (it fills \(usualFolder)) or name another folder"
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue
    else { throw DeskError(.usage, "there is no folder \(folder); \(advice)") }
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder)
    } catch {
      throw DeskError(.storage, "the folder \(folder) cannot be listed; check its permissions")
    }
    let files = names.filter { $0.hasSuffix(".xml") }
    guard !files.isEmpty else {
      throw DeskError(.usage, "the folder \(folder) has no printer file (.xml); \(advice)")
    }
    return files.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  private static func bytes(of path: String) throws(DeskError) -> [UInt8] {
    let file = try ByteFile.reading(path)
    var bytes: [UInt8] = []
    while true {
      let more = try file.read(atMost: 65_536)
      if more.isEmpty { return bytes }
      bytes += more
      guard bytes.count <= fileLimit else {
        throw DeskError(.tooLong, "larger than \(fileLimit) bytes")
      }
    }
  }
}

/// Why a record is passed over.
struct RecordRefusal: Error, Equatable {
  let reason: String
}
