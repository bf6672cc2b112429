import KaleAnalysis
import KaleRules
import KaleTestSupport
import KaleWorkspace
import Testing

@testable import KaleCommandLine

@Suite struct RuleDocumentationTests {
  /// The documentation's folder in the repository.
  private static let folder =
    #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 } + "/docs/rules"

  @Test func thePagesInTheRepositoryAreCurrent() throws {
    let written = FileSystem.files(below: Self.folder, endingIn: "").files.map {
      $0.split(separator: "/").last ?? ""
    }
    #expect(written.map(String.init) == RuleDocumentation.files.map(\.name).sorted())
    for (name, text) in RuleDocumentation.files {
      let page = String(decoding: try FileSystem.read("\(Self.folder)/\(name)"), as: UTF8.self)
      #expect(page == text, "run `kale-lsp rules --output docs/rules`")
    }
  }

  @Test func everyRuleHasAPageUnderNameAndCode() throws {
    for name in RuleDocumentation.names {
      let page = try #require(RuleDocumentation.page(of: name))
      #expect(page.contains(name))
    }
    #expect(RuleDocumentation.page(of: "kale001") == RuleDocumentation.page(of: "unknown-tag"))
    #expect(RuleDocumentation.page(of: "nothing") == nil)
  }

  @Test(arguments: RuleCatalogue.rules.map { $0.description })
  func pagesSayWhatKaleDoesWithTheExamples(_ rule: RuleDescription) {
    let examples = rule.examples.triggering + rule.examples.fixes.map(\.before)
    let verdicts = Set(
      examples.flatMap { analysis(of: $0).findings().filter { $0.rule == rule }.map(\.kale) })
    switch KaleRelease.current.rejections.verdict(onRuleNamed: rule.name) {
    case .always:
      #expect(verdicts == [.refused], "list the rule in KaleRelease.rejections as its findings say")
    case .never:
      #expect(verdicts == [.accepted], "list the rule in KaleRelease.rejections as its findings say")
    case .sometimes: break
    }
  }

  @Test(arguments: RuleCatalogue.rules.map { $0.description })
  func pagesSayHowToSuppressARuleAndLeadBack(_ rule: RuleDescription) throws {
    for page in [RulePage(of: rule).text, try #require(RuleDocumentation.page(of: rule.name))] {
      #expect(page.contains("`# kale: ignore[\(rule.name)]`"))
      #expect(page.contains("`--ignore \(rule.name)`"))
      #expect(page.contains("README.md)"))
    }
  }

  /// A page that is shown by itself stands beside no other.
  @Test(arguments: RuleCatalogue.rules.map { $0.description })
  func pagesByThemselvesLinkToTheWeb(_ rule: RuleDescription) {
    for link in RulePage(of: rule).standaloneText.matches(of: /\]\(([^)]*)\)/) {
      #expect(link.output.1.hasPrefix("https://"), "\(link.output.1)")
    }
  }
}
