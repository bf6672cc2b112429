import KaleTestSupport
import NotebookModel
import SourceText
import Testing

@testable import KaleAnalysis
@testable import KaleIDE
@testable import KaleRules

/// Names may be of any length; what is done with them grows with it, and no faster. Each of these once took hours, and would again.
@Suite struct LongNameTests {
  private static let length = 300_000

  private static func name(ending end: String = "") -> String { String(repeating: "a", count: length) + end }

  @Test func slipsInALongNameAreFound() {
    let names = ["b", Self.name(ending: "xy"), Self.name(ending: "bc"), Self.name()]
    #expect(SpellingSuggestion.nearest(to: Self.name(ending: "cb"), among: names) == names[2])
    #expect(SpellingSuggestion.nearest(to: "b" + Self.name(), among: names) == names[3])
    #expect(SpellingSuggestion.nearest(to: Self.name(ending: "zzz"), among: names) == nil)
  }

  @Test func aLongNameIsQuotedInPart() throws {
    let known = analysis(
      of: """
        # %% tags=["step:\(Self.name())"]
        x = 1
        # %% tags=["step:b", "prev:\(Self.name(ending: "b"))"]
        print(x)
        """)
    let finding = try #require(known.findings().first { $0.rule.name == "unknown-previous-step" })
    let shown = String(repeating: "a", count: 100) + "…`"
    #expect(finding.message.contains(shown))
    #expect(finding.fixes.map(\.title.count).max() ?? .max < 1000)
    #expect(finding.message.count < 1000)
    // The edit has the whole of it.
    #expect(finding.fixes.first?.edits == [.replaceTag(cell: 1, index: 1, with: "prev:\(Self.name())")])
  }

  @Test(arguments: [
    ("step:A", "a", ""), ("", "a", ":x"), ("stap:", "a", ""), ("label:", "a", ":x"), ("label:a:", "a", ""),
    ("limit:", "a", ":1"), ("limit:cpu:", "a", ""), ("limit:cpu:", "1", ""), ("secret:", "a", ":a:B"),
    ("image:", "a", ""), ("cache:", "a", ""), ("report:", "a", ""), ("", "a", ""), ("prev-", "a", ""),
    ("", " ", ""), ("", ":", ""), ("step:", "A b", ""), ("step:", "`", ""),
  ])
  func everyTagIsReadOnce(front: String, repeated: String, end: String) {
    let tag = front + String(repeating: repeated, count: Self.length) + end
    let known = analysis(
      of: Notebook(cells: [
        NotebookCell(kind: .code, source: SourceText("x = 1"), tags: [.text("step:s"), .text(tag)])
      ]))
    #expect(known.findings().allSatisfy { $0.message.utf8.count < 2000 } || repeated == "`")
  }

  @Test func aLongNameOfARuleIsNoRule() {
    #expect(throws: UnknownRule.self) { try RuleSelector(Self.name()) }
    #expect(throws: UnknownRule.self) { try RuleSelector("KALE" + Self.name()) }
  }

  @Test func aLongNameOfAModuleHasItsPackage() {
    let parts = Array(repeating: "a", count: Self.length).joined(separator: ".")
    #expect(PackageNames.package(ofModule: "yaml." + parts) == "pyyaml")
    #expect(PackageNames.package(ofModule: "google.cloud.storage." + parts) == "google-cloud-storage")
    #expect(PackageNames.package(ofModule: "x." + parts, known: ["x.a": "y", "x.a.a.b": "z"]) == "y")
  }

  @Test(arguments: [
    ("no quotes", "no quotes"), ("`a` and `b`", "`a` and `b`"), ("an odd ` sign", "an odd ` sign"),
  ])
  func shortMessagesStayAsTheyAre(message: String, shown: String) {
    let padding = String(repeating: "words ", count: 100)
    #expect(message.withShortQuotes == shown)
    #expect((message + padding).withShortQuotes == shown + padding)
  }
}

/// The edit distance by its definition, in a whole table.
@Suite struct EditDistanceTests {
  @Test(arguments: 0..<20) func isWhatTheWholeTableSays(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    func word() -> String {
      String(
        (0..<Int.random(in: 0...9, using: &random)).map { _ in "abc".randomElement(using: &random) ?? "a" })
    }
    for _ in 0..<500 {
      let (left, right) = (word(), word())
      let whole = Self.distance(Array(left.utf8), Array(right.utf8))
      for limit in 0...3 {
        #expect(
          EditDistance(from: left, limit: limit).slips(to: right) == (whole <= limit ? whole : nil),
          "\(left), \(right), \(limit)")
      }
    }
  }

  private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var table = [[Int]](repeating: Array(repeating: 0, count: right.count + 1), count: left.count + 1)
    for row in 0...left.count {
      for column in 0...right.count {
        guard row > 0, column > 0 else {
          table[row][column] = row + column
          continue
        }
        var best = min(table[row - 1][column], table[row][column - 1]) + 1
        best = min(best, table[row - 1][column - 1] + (left[row - 1] == right[column - 1] ? 0 : 1))
        if row > 1, column > 1, left[row - 1] == right[column - 2], left[row - 2] == right[column - 1] {
          best = min(best, table[row - 2][column - 2] + 1)
        }
        table[row][column] = best
      }
    }
    return table[left.count][right.count]
  }
}
