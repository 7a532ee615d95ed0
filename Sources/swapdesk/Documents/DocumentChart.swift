import DeskRules

/// A chart of a document: amounts of several kinds over the days of a period, under a ceiling.
struct DocumentChart {
  /// A kind of amount, and what it comes to now.
  struct Series {
    let name: String
    let now: String
  }

  /// The amounts of one day, in minor units and in the order of the series.
  struct Point {
    let day: CalendarDate
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
  let from: CalendarDate
  let to: CalendarDate
  let points: [Point]

  /// Reads a chart; nil where the answer's days are none.
  init?(_ item: JSONObject) {
    func series(_ item: JSONObject?) -> Series {
      Series(name: item?.text("name") ?? "", now: item?.text("now") ?? "")
    }
    func day(_ item: JSONObject, _ key: String) -> CalendarDate? {
      item.text(key).flatMap { try? CalendarDate($0) }
    }
    guard let from = day(item, "from"), let to = day(item, "to") else { return nil }
    title = item.text("title") ?? ""
    self.series = (item["series"]?.elements ?? []).map { series($0.members) }
    ceiling = series(item["ceiling"]?.members)
    over = item.text("over")
    beyond = item["beyond"]?.members.map { series($0) }
    self.from = from
    self.to = to
    points = (item["points"]?.elements ?? []).compactMap(\.members).compactMap { point in
      guard let at = day(point, "day") else { return nil }
      return Point(
        day: at, values: (point["values"]?.elements ?? []).compactMap(\.number),
        ceiling: point["ceiling"]?.number ?? 0)
    }
  }

  /// What each kind of amount is drawn with in a terminal.
  private static let marks: [Character] = ["#", "+", "-"]
  private static let barWidth = 50

  /// The last day as a bar: what is used of the ceiling, and by what; the ceiling itself is marked
  /// where more is used.
  var bar: [String] {
    let ceiling = points.last?.ceiling ?? 0
    let used = points.last?.values.reduce(0, +) ?? 0
    let whole = max(used, ceiling, 1)
    func place(_ amount: Int64) -> Int {
      Int(Int128(max(0, amount)) * Int128(Self.barWidth) / Int128(whole))
    }
    var bar: [Character] = []
    var sum: Int64 = 0
    for (index, value) in (points.last?.values ?? []).enumerated() where value > 0 {
      sum += value
      let end = min(Self.barWidth, max(bar.count + 1, place(sum)))
      bar += Array(repeating: Self.marks[index % Self.marks.count], count: max(0, end - bar.count))
    }
    bar += Array(repeating: ".", count: Self.barWidth - bar.count)
    if used > ceiling { bar[min(place(ceiling), Self.barWidth - 1)] = "|" }
    let legend = series.enumerated().map { index, series in
      "\(Self.marks[index % Self.marks.count]) \(SafeText.line(series.name)) \(series.now)"
    }
    return [
      SafeText.line(title),
      "[\(String(bar))] \(limit)",
      legend.joined(separator: "   "),
    ]
  }

  /// What there is, and by how much more is used, in words.
  var limit: String {
    let notes = [over.map { "over by \($0)" }, beyond.map { "and \($0.now) \($0.name)" }]
    let text = ["\(ceiling.name) \(ceiling.now)"] + notes.compactMap { $0 }
    return SafeText.line(text.joined(separator: ", "))
  }
}

/// A chart as an SVG picture, for a page without script.
struct ChartPicture {
  private let chart: DocumentChart
  private let top: Int64

  private static let width = 680
  private static let height = 220
  private static let dayWidth = 8
  private static let left = 96
  private static let bottom = 24
  private static let colours = ["#1f6f4a", "#d08a1d", "#8fb8de"]

  init(_ chart: DocumentChart) {
    self.chart = chart
    top = max(1, chart.points.map { max($0.ceiling, $0.values.reduce(0, +)) }.max() ?? 1)
  }

  /// The picture, as markup.
  var svg: String {
    let areas = chart.series.indices.reversed().map(area).joined()
    return """
      <figure>
      <figcaption>\(DocumentPage.safe(chart.title))</figcaption>
      <svg viewBox="0 0 \(Self.width) \(Self.height)" role="img" \
      aria-label="\(DocumentPage.safe(chart.title))">
      \(areas)\(limit)\(axes)
      </svg>
      <p class="legend">\(legend)</p>
      </figure>

      """
  }

  private func x(_ day: CalendarDate) -> Int {
    let span = max(1, chart.to.dayNumber - chart.from.dayNumber)
    let passed = min(max(0, day.dayNumber - chart.from.dayNumber), span)
    return Self.left + (Self.width - Self.left - 8 - Self.dayWidth) * passed / span
  }

  private func y(_ amount: Int64) -> Int {
    let room = Self.height - Self.bottom - 12
    let share = Int(Int128(max(0, amount)) * Int128(room) / Int128(top))
    return Self.height - Self.bottom - share
  }

  /// The steps of an amount from day to day.
  private func steps(_ amount: (DocumentChart.Point) -> Int64) -> [(x: Int, y: Int)] {
    var steps: [(x: Int, y: Int)] = []
    for point in chart.points {
      let place = (x: x(point.day), y: y(amount(point)))
      if let last = steps.last, last.y != place.y { steps.append((x: place.x, y: last.y)) }
      steps.append(place)
    }
    // The last day lasts too, and is to be seen on however long a period.
    if let last = steps.last {
      steps.append((x: min(last.x + Self.dayWidth, Self.width - 8), y: last.y))
    }
    return steps
  }

  /// The sum of the kinds up to one, filled down to the axis; smaller sums are drawn over it.
  private func area(_ index: Int) -> String {
    let steps = steps { $0.values.prefix(index + 1).reduce(0, +) }
    guard let first = steps.first, let last = steps.last else { return "" }
    let floor = Self.height - Self.bottom
    let points =
      ["\(first.x),\(floor)"] + steps.map { "\($0.x),\($0.y)" } + ["\(last.x),\(floor)"]
    let colour = Self.colours[index % Self.colours.count]
    return "<polygon points=\"\(points.joined(separator: " "))\" fill=\"\(colour)\"/>\n"
  }

  private var limit: String {
    let points = steps { $0.ceiling }.map { "\($0.x),\($0.y)" }.joined(separator: " ")
    return "<polyline points=\"\(points)\" fill=\"none\" stroke=\"#b3261e\" stroke-width=\"2\""
      + " stroke-dasharray=\"6 3\"/>\n" + passed
  }

  /// Where more is used than there is, the ceiling of the last day across the whole picture.
  private var passed: String {
    guard chart.over != nil, let last = chart.points.last else { return "" }
    return "<path d=\"M\(Self.left) \(y(last.ceiling))H\(Self.width - 8)\" fill=\"none\""
      + " stroke=\"#b3261e\"/>\n"
  }

  private var axes: String {
    let floor = Self.height - Self.bottom
    func label(_ x: Int, _ y: Int, _ anchor: String, _ text: String) -> String {
      "<text x=\"\(x)\" y=\"\(y)\" text-anchor=\"\(anchor)\" font-size=\"11\">"
        + "\(DocumentPage.safe(text))</text>\n"
    }
    let ceiling = chart.points.last.map { y($0.ceiling) } ?? floor
    return
      "<path d=\"M\(Self.left) 8V\(floor)H\(Self.width - 8)\" fill=\"none\" stroke=\"#111\"/>\n"
      + label(Self.left - 6, floor, "end", "0")
      + label(Self.left - 6, max(12, ceiling + 4), "end", chart.ceiling.now)
      + label(Self.left, Self.height - 6, "start", chart.from.text)
      + label(Self.width - 8, Self.height - 6, "end", chart.to.text)
  }

  private var legend: String {
    let kinds = chart.series.enumerated().map { index, series in
      "<span style=\"color:\(Self.colours[index % Self.colours.count])\">&#9632;</span> "
        + "\(DocumentPage.safe(series.name)) \(DocumentPage.safe(series.now))"
    }
    let limit =
      "<span style=\"color:#b3261e\">&#9473;</span> \(DocumentPage.safe(chart.limit))"
    return (kinds + [limit]).joined(separator: " &#160; ")
  }
}
