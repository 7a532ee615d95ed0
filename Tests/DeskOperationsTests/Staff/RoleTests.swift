import DeskOperations
import DeskRules
import Testing

@Suite struct RoleTests {
  private static let staff: [Role: String] = [
    .engineer: "boris", .dispatcher: "dasha", .accountant: "alla", .manager: "mark",
    .admin: "nora", .client: "olga",
  ]

  @Test(arguments: Role.allCases)
  func aRoleIsRefusedWhatIsNotItsOwn(role: Role) throws {
    let desk = try TestDesk.firm()
    let name = try #require(Self.staff[role])
    for entry in Catalogue.entries where entry.kind != .session {
      guard !entry.about.roles.contains(role) else { continue }
      let error = try desk.refuse(.notAllowed, entry.about.example, as: name)
      #expect(error.details.text("operation") == entry.about.name)
      #expect(error.details.text("role") == role.rawValue)
    }
  }

  @Test(arguments: Role.allCases)
  func aRoleIsNeverToldThatItMayNotDoItsOwn(role: Role) throws {
    let desk = try TestDesk.firm()
    let name = try #require(Self.staff[role])
    for entry in Catalogue.entries where entry.kind != .session {
      guard entry.about.roles.contains(role) else { continue }
      let request = try CommandText(entry.about.example + dryRun(entry)).request()
      if case .failure(let error) = try desk.outcome(request, as: name).result {
        #expect(error.code != .notAllowed, "\(entry.about.name)")
      }
    }
  }

  private func dryRun(_ entry: CatalogueEntry) -> String {
    entry.kind == .change ? " --dry-run" : ""
  }

  @Test func whoIsUnknownOrHasLeftIsRefused() throws {
    let desk = try TestDesk.firm()
    try desk.refuse(.unauthenticated, "client list", as: "nobody")
    try desk.refuse(.unauthenticated, "ticket open bakery --problem jam", as: "nobody")
    try desk.type("staff disable boris")
    try desk.refuse(.unauthenticated, "client list", as: "boris")
    try desk.refuse(.unauthenticated, "ticket open bakery --problem jam", as: "boris")
    try desk.refuse(.notFound, "staff disable boris")
    try desk.refuse(.notFound, "ticket assign T-1 boris")
    try desk.refuse(.exists, "staff add boris \"Another Boris\" --role engineer")
    try desk.type("staff add boris2 \"Another Boris\" --role engineer --login boris")
    #expect(try desk.problems() == [])
  }

  @Test func aLoginSpeaksAsWhomItIsBoundTo() throws {
    let desk = try TestDesk.firm()
    #expect(try Credential.login("boris", in: desk.books) == Credential(staff: "boris"))
    let error = #expect(throws: DeskError.self) { try Credential.login("root", in: desk.books) }
    #expect(error?.code == .unauthenticated)
    #expect(error?.message.contains("--login root") == true)
  }

  private static let refusals: [(ErrorCode, String)] = [
    (.exists, "staff add boris B --role engineer"),
    (.exists, "staff add other B --role engineer --login boris"),
    (.usage, "staff add other B --role client"),
    (.usage, "staff add other B --role engineer --client bakery"),
    (.notFound, "staff add other B --role client --client bakri"),
    (.usage, "staff add other B --role boss"), (.usage, "staff add \"o ther\" B --role engineer"),
    (.notFound, "staff disable nobody"), (.state, "staff disable nora"),
    (.notFound, "token issue nobody"), (.time, "token issue boris --expires 2026-11-21"),
    (.notFound, "token revoke K-9"), (.usage, "token revoke K-x"),
  ]

  @Test(arguments: refusals)
  func isRefused(code: ErrorCode, command: String) throws {
    try TestDesk.firm().refuse(code, command)
  }
}
