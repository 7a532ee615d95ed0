public import DeskRules
public import DeskStore

/// What a request led to, with the journal number that places it in the order of the books.
public struct Outcome: Sendable {
  /// The items of the answer, or why there is none.
  public let result: Result<[JSONObject], DeskError>
  /// For a change its own entry; for a read or a refusal the head it was judged at.
  public let seq: Int64

  /// Makes an outcome.
  public init(_ result: Result<[JSONObject], DeskError>, seq: Int64) {
    self.result = result
    self.seq = seq
  }

  static func refused(_ error: DeskError, seq: Int64) -> Outcome {
    Outcome(.failure(error), seq: seq)
  }
}

extension Outcome {
  /// The item that says what a change would have led to among those that were tried out.
  func tried(index: Int) -> JSONObject {
    var item: JSONObject = ["index": .integer(Int64(index)), "seq": .integer(seq)]
    switch result {
    case .success(let items): item["items"] = .array(items.map { .object($0) })
    case .failure(let error):
      item["error"] = .string(error.code.rawValue)
      item["refusal"] = .object(error.json)
    }
    return item
  }

  /// What such an item says.
  public init(tried item: JSONObject) {
    let seq = item["seq"]?.number ?? 0
    guard let code = item.text("error") else {
      let items = item["items"]?.elements?.compactMap(\.members) ?? []
      self.init(.success(items), seq: seq)
      return
    }
    var details = item["refusal"]?.members ?? [:]
    let message = details.text("message") ?? "refused without a reason"
    details["message"] = nil
    let known = ErrorCode(rawValue: code) ?? .internalFault
    self.init(.failure(DeskError(known, message, details)), seq: seq)
  }
}

extension [any Encodable & Sendable] {
  /// The items as JSON objects, private text in its place.
  var objects: [JSONObject] { compactMap { JSONCoding.merged($0).members } }
}

extension PreparedQuery {
  /// Answers on one unchanging state of the books.
  public func run(
    _ books: Books, as credential: Credential, _ surroundings: Surroundings
  ) -> Outcome {
    run(books, as: .success(credential), surroundings)
  }

  /// Answers on one unchanging state of the books. Whoever has not signed in gets the reason in
  /// place of an answer, except from a public query.
  public func run(
    _ books: Books, as credential: Result<Credential, DeskError>, _ surroundings: Surroundings
  ) -> Outcome {
    do throws(DeskError) {
      return try books.snapshot { () throws(DeskError) in
        let seq = try books.seq()
        do throws(DeskError) {
          if let publicAnswer {
            return Outcome(.success(try publicAnswer(books).objects), seq: seq)
          }
          let caller = try credential.get().caller(
            in: books, surroundings: surroundings, sent: nil)
          try caller.authorise(about)
          return Outcome(.success(try answer(books, caller).objects), seq: seq)
        } catch {
          return .refused(error, seq: seq)
        }
      }
    } catch {
      return .refused(error, seq: 0)
    }
  }
}
