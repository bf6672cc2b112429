import JSONSyntax
import KaleRules
import KaleWorkspace
import Testing

@testable import KaleCommandLine

@Suite struct RuleListTests {
  @Test func theJSONHasEveryRule() throws {
    let root = try #require(JSONTree(parsing: Array(RuleList.text(.json, .ofOutput).utf8)).root)
    let rules = root.elements.map(\.self)
    #expect(rules.map { $0["code"]?.string } == RuleCatalogue.rules.map { $0.description.code })
    for rule in rules {
      #expect(rule["url"]?.string?.hasSuffix("/rules/\(rule["name"]?.string ?? "").md") ?? false)
      #expect(rule["concernsKaleAlone"]?.bool != nil && rule["summary"]?.string?.hasSuffix(".") ?? false)
    }
  }

  @Test func theTextFitsATerminal() {
    let lines = RuleList.text(.text, .ofOutput).split(separator: "\n")
    #expect(lines.allSatisfy { $0.count <= 80 })
    #expect(lines.first == "KALE001 unknown-tag: error, fix: sometimes safe")
  }
}
