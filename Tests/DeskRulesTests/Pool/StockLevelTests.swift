import DeskRules
import Testing

@Suite struct StockLevelTests {
  @Test func enoughObservationsGoByDemandAndDeviation() {
    let demand = Dictionary(uniqueKeysWithValues: (1...20).map { ($0, $0 <= 10 ? 1 : 3) })
    let level = StockLevel(demand: demand, days: 20, last: 20, leadDays: 9, reviewDays: 7)
    #expect(level.given == 40)
    #expect(level.observations == 20)
    #expect(level.demand == 2)
    // The deviation is sqrt(20 / 19) = 1.02598; 1.65 * 1.02598 * 3 = 5.0786.
    #expect(level.safetyStock == 6)
    #expect(level.reorderPoint == 24)
    // 2 * 16 + 1.65 * 1.02598 * 4 = 38.7715
    #expect(level.par == 39)
    #expect(!level.isFromMaximum)
  }

  @Test func steadyDemandNeedsNoSafetyStockAndRoundsNothingUp() {
    let demand = Dictionary(uniqueKeysWithValues: (1...30).map { ($0, 2) })
    let level = StockLevel(demand: demand, days: 30, last: 30, leadDays: 14, reviewDays: 7)
    #expect([level.safetyStock, level.reorderPoint, level.par] == [0, 28, 42])
  }

  @Test(arguments: [
    ([1: 5, 2: 1, 9: 4], 10, 2, 1, 6, 6), ([1: 5, 2: 1, 9: 4], 10, 1, 0, 5, 5),
    ([:], 180, 14, 7, 0, 0), ([5: 3], 1, 14, 7, 0, 0), ([10: 3], 1, 14, 7, 3, 3),
    ([1: 5, 10: 6], 10, 30, 7, 11, 11),
  ])
  func fewObservationsGoByTheLargestDemandSeen(
    demand: [Int: Int], days: Int, lead: Int, review: Int, reorder: Int, par: Int
  ) {
    let level = StockLevel(
      demand: demand, days: days, last: 10, leadDays: lead, reviewDays: review)
    #expect(level.isFromMaximum)
    #expect(level.safetyStock == 0)
    #expect(level.reorderPoint == reorder)
    #expect(level.par == par)
  }

  @Test(
    arguments: [
      ([], nil), ([4], 4), ([1, 9], 9), ([9, 1, 5], 5), ([1, 1, 1, 50], 1),
    ] as [([Int], Int?)])
  func theMedianIsTheMiddle(values: [Int], median: Int?) {
    #expect(Median.of(values) == median)
    #expect(Median.of(values.map { (value: $0, count: 3) }) == median)
  }

  @Test func aMeterIsReadBetweenItsReadings() {
    func reading(_ pages: Int, _ hour: Int64) -> MeterEstimate.Reading {
      .init(pages: pages, at: Instant(seconds: hour * 3600))
    }
    func pages(_ before: MeterEstimate.Reading?, _ after: MeterEstimate.Reading?) -> Int? {
      MeterEstimate(before: before, after: after).pages(at: Instant(seconds: 100 * 3600))
    }
    #expect(pages(nil, nil) == nil)
    #expect(pages(reading(500, 100), nil) == 500)
    #expect(pages(reading(500, 76), nil) == 500)
    #expect(pages(reading(500, 75), nil) == nil)
    #expect(pages(nil, reading(500, 124)) == 500)
    #expect(pages(nil, reading(500, 125)) == nil)
    #expect(pages(reading(1_000, 0), reading(3_000, 200)) == 2_000)
    // A board that was replaced counts from its own start.
    #expect(pages(reading(9_000, 90), reading(10, 200)) == 9_000)
  }

  @Test func ourOwnNumbersAreReadFromTagsOfTheSeriesOnly() throws {
    #expect(TagSeries.tag(52) == (try Tag("C-0052")))
    #expect(TagSeries.tag(12_345) == (try Tag("C-12345")))
    for (tag, number) in [
      ("C-0052", 52), ("C-7", 7), ("C-X7", nil), ("CX-7", nil), ("C-", nil), ("C-1234567890", nil),
      ("C-٣", nil),
    ] as [(String, Int?)] {
      #expect(TagSeries.number(in: try Tag(tag)) == number, "\(tag)")
    }
  }
}
