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
    ).remedies.map(\.title)
  }

  @Test func theSafeFixIsShownOrElseAllAre() {
    #expect(lines([.suggested, .safe]) == ["safe"])
    #expect(
      lines([.suggested, .suggested]) == ["suggested", "suggested"])
    #expect(lines([]) == [])
  }
}
