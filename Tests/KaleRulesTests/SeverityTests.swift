import KaleAnalysis
import KaleRules
import KaleTestSupport
import NotebookModel
import Testing

/// The one meaning of severity, and what every finding offers.
@Suite struct SeverityTests {
  private func findings(of rule: RuleDescription) -> [Finding] {
    (rule.examples.triggering + rule.examples.fixes.map(\.before)).flatMap { text in
      analysis(of: text).findings().filter { $0.rule == rule }
    }
  }

  @Test(arguments: RuleExampleTests.rules)
  func whatConcernsKaleAloneIsNoError(_ named: RuleExampleTests.Named) {
    let rule = named.rule.description
    for finding in findings(of: rule) where finding.isHandled || rule.concernsKaleAlone {
      #expect(finding.severity != .error, "\(finding.message)")
      #expect(!finding.stopsCompiling)
      #expect(finding.concernsKaleAlone, "\(finding.message)")
      #expect(finding.message.contains("Kale"), "\(finding.message)")
    }
  }

  @Test(arguments: RuleExampleTests.rules)
  func thePageOfARuleStatesASeverityThatItsFindingsHave(_ named: RuleExampleTests.Named) {
    let rule = named.rule.description
    #expect(findings(of: rule).contains { $0.severity == rule.severity })
  }

  @Test(arguments: RuleExampleTests.rules)
  func aRuleHasAFixOrSaysWhyNot(_ named: RuleExampleTests.Named) {
    let rule = named.rule.description
    #expect(rule.fix != .none || rule.whyNoFix != nil)
    #expect(rule.whyNoFix?.isEmpty != true)
    #expect(findings(of: rule).allSatisfy { !$0.fixes.isEmpty } || rule.whyNoFix != nil)
  }

  /// Kale's pipeline computes the same in all runs in which the step before does not define the name.
  @Test(arguments: [("if capped:\n  cap = 2", [Finding.Severity.information]), ("cap = 2", [.error])])
  func aGuardedNameThatOnlySomeRunsDefineIsNoError(_ definition: String, _ severities: [Finding.Severity]) {
    let analysis = analysis(
      of: """
        # %% tags=["pipeline-parameters"]
        capped = False
        # %% tags=["step:load"]
        rate = 3
        \(definition)
        # %% tags=["step:use", "prev:load"]
        try:
          worst = min(cap, rate)
        except NameError:
          worst = rate
        """)
    var strict = FindingSelection()
    strict.isStrict = true
    let findings = strict.findings(in: analysis)
    #expect(findings.filter { $0.rule.name == "hidden-read" }.map(\.severity) == severities)
    #expect(findings.allSatisfy { !$0.message.contains("mention") })
  }

  @Test(arguments: Finding.Severity.allCases)
  func aHandledProblemIsAWarningAtMost(_ severity: Finding.Severity) {
    let rule = RuleCatalogue.rules[0].description
    let finding = Finding(
      rule, severity: severity, kale: .accepted, isHandled: true, at: .notebook, "Kale fails.")
    #expect(finding.severity == (severity == .error ? .warning : severity))
  }
}
