import DeskRules
import DeskStore
import Testing

@Suite struct WhoAmITests {
  @Test func everybodyIsToldTheirOwnNameAndRole() throws {
    let desk = try TestDesk.firm()
    let engineer = try desk.one("whoami", as: "boris")
    #expect(engineer.text("name") == "boris")
    #expect(engineer.text("role") == "engineer")
    #expect(engineer["client"] == nil)
    #expect(engineer.text("desk") == (try desk.books.head().name))
    let client = try desk.one("whoami", as: "olga")
    #expect(client.text("role") == "client")
    #expect(client["client"] != nil)
  }
}
