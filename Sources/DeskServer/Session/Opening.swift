import DeskOperations
import DeskRules
import DeskStore
import DeskWire

/// How a session begins: with the books it speaks about, and as whom if the system knows.
struct Opening: Sendable {
  let greeting: String
  let signIn: SignIn
  let seq: Int64

  /// Reads the books' name and finds whom the system's user speaks as.
  ///
  /// - Parameter user: the identifier of the system's user behind a Unix socket.
  /// - Throws: what reading the books throws.
  init(_ books: Books, user: UInt32?, version: String) throws(DeskError) {
    let (head, signIn) = try books.snapshot { () throws(DeskError) in
      let head = try books.head()
      let signIn = SignIn { () throws(DeskError) in
        guard let user else { throw Self.tokenNeeded }
        return try Credential.login(PeerUser.name(of: user), in: books)
      }
      return (head, signIn)
    }
    greeting =
      Greeting(version: version, desk: head.identity, restoreCount: Int64(head.restores)).line
    seq = head.seq
    self.signIn = signIn
  }

  private static let tokenNeeded = DeskError(
    .unauthenticated, "nobody is signed in: send hello token=… first")
}
