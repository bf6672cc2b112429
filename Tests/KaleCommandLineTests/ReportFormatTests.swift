import JSONSyntax
import KaleAnalysis
import KaleRules
import KaleTestSupport
import KaleWorkspace
import NotebookModel
import SourceText
import Testing

@testable import KaleCommandLine

/// The forms of the report that programs read.
@Suite struct ReportFormatTests {
  private static let notebook = """
    # %% tags=["step:a", "prev:b"]
    print(x, y)
    # %% tags=["step:a<&\\"", "hide-input"]
    print(x)
    """

  private func report(_ format: ReportFormat, path: String = "n.ipynb", count: Int = 1) -> String {
    let text = SourceText(RenderedNotebook(ExampleNotebook(Self.notebook).notebook, as: .ipynb).texts[0])
    var report = CheckReport(FindingSelection(), as: format)
    for _ in 0..<count { report.add(NotebookFile(path: path, document: IpynbDocument(text))) }
    return report.text
  }

  private func json(_ text: String) throws -> JSONValue {
    let tree = JSONTree(parsing: Array(text.utf8))
    #expect(tree.errors.isEmpty, "\(text)")
    return try #require(tree.root?.value)
  }

  @Test(arguments: [ReportFormat.json, .gitlab, .sarif], [0, 1, 2])
  func jsonIsJSON(format: ReportFormat, count: Int) throws {
    _ = try json(report(format, count: count))
  }

  @Test func aLineOfJSONIsAnElementOfTheArray() throws {
    let lines = try report(.jsonLines, count: 2).split(separator: "\n").map { try json(String($0)) }
    let list = try json(report(.json, count: 2))
    #expect(.array(lines) == list)
  }

  @Test func theLocationCountsAsPeopleDo() throws {
    let findings = try json(report(.json)).elements
    let finding = try #require(findings.first { $0["name"]?.asString == "missing-name" })
    #expect(finding["cell"] == 1)
    #expect(finding["range"]?["start"] == ["line": 0, "character": 6])
    #expect(finding["location"] == ["cell": 2, "line": 1, "column": 7])
  }

  @Test func equalFindingsHaveFingerprintsOfTheirOwn() throws {
    let prints = try json(report(.gitlab)).elements.compactMap { $0["fingerprint"]?.asString }
    #expect(!prints.isEmpty && Set(prints).count == prints.count)
  }

  @Test func aRuleOfSARIFIsNamedOnceWithItsPage() throws {
    let whole = try json(report(.sarif, count: 2))
    let run = try #require(whole["runs"]?.elements.first)
    let results = Set((run["results"]?.elements ?? []).compactMap { $0["ruleId"]?.asString })
    let rules = run["tool"]?["driver"]?["rules"]?.elements ?? []
    #expect(Set(rules.compactMap { $0["id"]?.asString }) == results)
    #expect(rules.count == results.count && rules.allSatisfy { $0["help"]?["markdown"] != nil })
  }

  @Test func markupIsEscapedInXML() {
    let text = report(.junit, path: "a<&\"\u{1}.ipynb")
    #expect(text.contains("name=\"a&lt;&amp;&quot;\u{FFFD}.ipynb\""))
    #expect(!text.contains("\u{1}"))
  }

  @Test func aWorkflowCommandNamesTheCellAndTheRule() throws {
    let line = try #require(report(.github).split(separator: "\n").first { $0.contains("missing-name") })
    #expect(line.hasPrefix("::error title=kale-lsp (KALE208),file=n.ipynb,line="))
    #expect(line.contains("::n.ipynb:cell 2:1:7: KALE208 "))
  }

  @Test(arguments: [("text", ReportFormat.concise), ("json-lines", .jsonLines), ("full", .full)])
  func formsHaveNames(name: String, format: ReportFormat) { #expect(ReportFormat(name: name) == format) }
}

@Suite struct RuleStatisticsTests {
  @Test func theMostFrequentRuleIsFirst() {
    let rules = RuleCatalogue.rules.prefix(2).map { $0.description }
    let findings = [rules[0], rules[1], rules[1]].map {
      Finding($0, kale: .accepted, at: .notebook, "Wrong.", fixes: [Fix("Mend it", .safe, [])])
    }
    let statistics = RuleStatistics(FindingCounts(findings, isEditable: true))
    #expect(
      statistics.text(.concise, .plain).split(separator: "\n") == [
        "2  \(rules[1].code)  [*]  \(rules[1].name)", "1  \(rules[0].code)  [*]  \(rules[0].name)",
      ])
    let lines = statistics.text(.jsonLines, .plain).split(separator: "\n").map {
      JSONTree(parsing: Array($0.utf8)).root?.value
    }
    let list = JSONTree(parsing: Array(statistics.text(.json, .plain).utf8)).root?.value
    #expect(lines.count == 2 && .array(lines.compactMap(\.self)) == list)
  }
}
