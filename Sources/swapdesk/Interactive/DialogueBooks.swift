import DeskClient
import DeskOperations
import DeskRules

/// What the books can suggest in a dialogue: the desk's while it can be reached, else the extract's.
final class DialogueBooks {
  private let access: DeskAccess
  private let extract: Extract?
  private var isAway = false

  init(_ global: GlobalOptions) throws(DeskError) {
    access = try DeskAccess(global)
    let settings = try Settings(desk: global.desk, server: global.server)
    if let server = settings.server {
      extract = Extract(
        settings, try ServerAddress(server), tokenMark: Outbox.mark(ofToken: settings.token))
    } else {
      extract = nil
    }
  }

  /// The words in a member of the items that a query answers, or of the list in each of them.
  /// Suggestions only help: where there are none, one types.
  func words(
    _ member: String, notes: [String], in list: String? = nil, of operation: String,
    _ parameters: [Request.Parameter]
  ) -> [Suggestion] {
    let items = items(Request(operation, parameters))
    let rows = list.map { list in
      items.flatMap { $0[list]?.elements?.compactMap(\.members) ?? [] }
    }
    return (rows ?? items).compactMap { item in
      item.text(member).map { word in
        let shown = notes.map { Columns.cell($0, of: item) }.filter { !$0.isEmpty }
        return Suggestion(word: word, note: shown.joined(separator: ", "))
      }
    }
  }

  private func items(_ request: Request) -> [JSONObject] {
    if !isAway {
      do throws(DeskError) {
        return try access.carry(request, try Catalogue.entry(request.name))
      } catch {
        guard error.isOfTheWay else { return [] }
        isAway = true
        StandardError.line("No network: suggestions are those of the last sync.")
      }
    }
    guard let extract, let items = try? extract.answer(request) else { return [] }
    return items
  }
}
