import DeskRules
import DeskStore

struct Health: Change {
  static let about = About(
    "health", "Says whether the desk can take a change now.", roles: .everybody,
    example: "swapdesk health",
    notes: [
      "It goes the way of every change, through the queue and a transaction, and writes none.",
      "A server tells managers and administrators besides what it has done since its start: its"
        + " sessions, the groups of changes that it committed together, and its answers by code.",
    ])

  init(_ read: inout Arguments) throws(DeskError) {}

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<HealthCard> {
    let isTold = [Role.manager, .admin].contains(caller.role)
    let figures = isTold ? caller.server?() : nil
    return Decision(
      events: [],
      reply: HealthCard(
        status: "ok", seq: try books.seq(), server: figures.map(ServerCard.init),
        answers: figures.map { figures in
          figures.answers.sorted { $0.key < $1.key }.map {
            AnswerCount(answer: $0.key, count: $0.value)
          }
        }))
  }
}

/// Whether the desk works.
struct HealthCard: Item {
  let status: String
  let seq: Int64
  let server: ServerCard?
  let answers: [AnswerCount]?
}

/// What a server has done since its start.
struct ServerCard: Item {
  let sessions: Int
  let sessionsInAll: Int
  let turnedAway: Int
  let groups: Int
  let largestGroup: Int

  enum CodingKeys: String, CodingKey {
    case sessions
    case sessionsInAll = "sessions_in_all"
    case turnedAway = "turned_away"
    case groups
    case largestGroup = "largest_group"
  }

  init(_ figures: ServerFigures) {
    sessions = figures.sessions
    sessionsInAll = figures.sessionsInAll
    turnedAway = figures.turnedAway
    groups = figures.groups
    largestGroup = figures.largestGroup
  }
}

/// How often a server gave an answer: `ok`, or a refusal's code.
struct AnswerCount: Item {
  let answer: String
  let count: Int
}
