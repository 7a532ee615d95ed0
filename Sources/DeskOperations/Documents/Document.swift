/// A sheet of paper for people: an act, a note, a receipt, an invoice. Operations fill it; whoever
/// shows it lays it out, as text, as a page that prints, or in a form of their own.
///
/// All texts are ready to be read: amounts with their decimals, times on the site's wall clock.
struct Document: Item {
  /// Somebody the sheet is between.
  struct Party: Encodable, Sendable {
    /// What they are here, such as `Handed over by`.
    let role: String
    let name: String
    /// Address and the like, a line each.
    var details: [String] = []
  }

  /// One thing it says, such as the due day.
  struct Fact: Encodable, Sendable {
    let label: String
    let value: String

    init(_ label: String, _ value: String) {
      self.label = label
      self.value = value
    }
  }

  /// Rows under titles.
  struct Table: Encodable, Sendable {
    /// A column: its title, and the side on which its cells stand.
    struct Column: Encodable, Sendable {
      let title: String
      let align: String

      static func left(_ title: String) -> Column { Column(title: title, align: "left") }
      static func right(_ title: String) -> Column { Column(title: title, align: "right") }
    }

    let columns: [Column]
    let rows: [[String]]
    /// Rows that sum up, with the same columns.
    var totals: [[String]] = []
  }

  /// Amounts of several kinds over the days of a period, one upon the other, under a ceiling.
  struct Chart: Encodable, Sendable {
    /// A kind of amount, and what it comes to now, ready to be read.
    struct Series: Encodable, Sendable {
      let name: String
      let now: String
    }

    /// The amounts of one day in minor units, in the order of the series.
    struct Point: Encodable, Sendable {
      let day: String
      let values: [Int64]
      let ceiling: Int64
    }

    let title: String
    let series: [Series]
    let ceiling: Series
    /// By how much more is used than the ceiling; nil where it is not.
    let over: String?
    /// What is beyond the ceiling and in none of the series; nil where nothing is.
    let beyond: Series?
    let from: String
    let to: String
    let points: [Point]
  }

  /// What kind of sheet it is, such as `Loan note`.
  let title: String
  /// Its number, such as `L-31`.
  let number: String
  /// The day it speaks of.
  let date: String
  var parties: [Party] = []
  var facts: [Fact] = []
  var charts: [Chart] = []
  var tables: [Table] = []
  /// Paragraphs after the tables.
  var remarks: [String] = []
  /// Who signs, such as `Handed over by`.
  var signatures: [String] = []

  init(title: String, number: String, date: String) {
    self.title = title
    self.number = number
    self.date = date
  }
}
