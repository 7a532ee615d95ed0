import DeskRules
import DeskStore

/// A shelf at which nothing was by the books before something was put there: a new one, or a mistyped
/// name.
struct NewPlace: Encodable, Sendable {
  let place: String
  /// Shelves in use that are called nearly the same.
  let nearest: [String]
}

/// An item of an answer that tells of places besides.
struct PlacedItem: Encodable, Sendable {
  let item: any Encodable & Sendable
  let newPlaces: [NewPlace]

  private enum CodingKeys: String, CodingKey {
    case newPlaces = "new_places"
  }

  func encode(to encoder: any Encoder) throws {
    try item.encode(to: encoder)
    var members = encoder.container(keyedBy: CodingKeys.self)
    try members.encode(newPlaces, forKey: .newPlaces)
  }
}

extension Decision {
  /// The items of the answer; the first tells of shelves that the facts name for the first time. By
  /// whatever door a piece comes to a shelf, this is where it is noticed.
  func items(_ books: Books) throws(DeskError) -> [any Encodable & Sendable] {
    let items = reply.items
    let places = try newPlaces(books)
    guard let first = items.first, !places.isEmpty else { return items }
    return [PlacedItem(item: first, newPlaces: places)] + items.dropFirst()
  }

  private func newPlaces(_ books: Books) throws(DeskError) -> [NewPlace] {
    var names: [String] = []
    for event in events {
      let place = (event as? PieceAdded)?.holder ?? (event as? PieceMoved)?.to
      guard let place, place.kind == .shelf, place != .mainShelf, let name = place.name,
        !names.contains(name)
      else { continue }
      names.append(name)
    }
    var places: [NewPlace] = []
    for name in names where try !books.pieces.isInUse(shelf: name) {
      let near = Nearest.names(to: name, among: try books.pieces.shelves())
      places.append(
        NewPlace(
          place: "\(Holder(.shelf, name))", nearest: near.map { "\(Holder(.shelf, $0))" }))
    }
    return places
  }
}
