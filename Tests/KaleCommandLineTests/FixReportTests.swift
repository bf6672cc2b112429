import KaleAnalysis
import KaleRules
import Testing

@testable import KaleCommandLine

/// Fixes as `kale-lsp check` shows them.
@Suite struct FixReportTests {
  private func lines(_ grades: [FixApplicability]) -> [String] {
    let fixes = grades.map { Fix("\($0.rawValue)", $0, []) }
    return Finding(
      RuleCatalogue.rules[0].description, kale: .accepted, at: .notebook, "Wrong.", fixes: fixes
    ).remedies
  }

  @Test func theSafeFixIsShownOrElseAllAre() {
    #expect(lines([.suggested, .safe]) == ["  help: safe"])
    #expect(
      lines([.suggested, .suggested]) == ["  help: suggested", "    or: suggested"])
    #expect(lines([]) == [])
  }

  @Test(arguments: [(FixApplicability.safe, "safe"), (.suggested, "suggested")])
  func theGradeIsInTheReport(_ applicability: FixApplicability, word: String) {
    #expect(
      Fix("Do it", applicability, []).reportJSON == ["title": "Do it", "applicability": .string(word)])
  }
}
