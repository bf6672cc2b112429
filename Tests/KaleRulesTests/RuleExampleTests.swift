import KaleAnalysis
import KaleRules
import KaleTestSupport
import NotebookModel
import Testing

/// Every rule's own examples.
@Suite struct RuleExampleTests {
  /// One rule, under its name, so that a failure says which.
  struct Named: CustomTestStringConvertible, Sendable {
    let rule: any Rule.Type
    var testDescription: String { rule.description.name }
  }

  static let rules = RuleCatalogue.rules.map(Named.init)

  @Test(arguments: rules)
  func findsEachMarkedPlaceAndNoOther(_ named: Named) throws {
    #expect(!named.rule.description.examples.triggering.isEmpty)
    for text in named.rule.description.examples.triggering {
      let example = ExampleNotebook(text)
      try #require(!example.marks.isEmpty, "the example marks no place:\n\(text)")
      let found = places(named.rule, in: example)
      #expect(found == Set(example.marks), "in\n\(text)")
    }
  }

  @Test(arguments: rules)
  func findsNothingWhereNothingIsWrong(_ named: Named) {
    #expect(!named.rule.description.examples.nonTriggering.isEmpty)
    for text in named.rule.description.examples.nonTriggering {
      #expect(places(named.rule, in: ExampleNotebook(text)).isEmpty, "in\n\(text)")
    }
  }

  @Test(arguments: rules)
  func fixesPutItRightAndBringNothingNew(_ named: Named) throws {
    for (before, after) in named.rule.description.examples.fixes {
      let example = ExampleNotebook(before)
      let notebook = example.notebook
      let finding = try #require(
        analysis(of: before).findings().first { $0.rule == named.rule.description })
      let fix = try #require(finding.fixes.first)
      let fixed = notebook.applying(fix.edits)
      let expected = ExampleNotebook(after).notebook
      #expect(fixed.cells == expected.cells, "fix of\n\(before)")
      #expect(fixed.kaleMetadata == expected.kaleMetadata, "fix of\n\(before)")
      let left = analysis(of: fixed, referringTo: example.files, beside: example.folder(of: fixed)).findings()
      #expect(!left.contains { $0.rule == named.rule.description })
      let earlier = Set(analysis(of: before).findings().map(\.rule.name))
      #expect(earlier.isSuperset(of: left.map(\.rule.name)), "new findings after the fix of\n\(before)")
    }
  }

  /// A fix takes the finding away that it is of, and makes no notebook worse.
  @Test(arguments: rules)
  func everyFixOfEveryExampleIsOne(_ named: Named) {
    let examples = named.rule.description.examples
    for text in examples.triggering + examples.fixes.map(\.before) {
      let example = ExampleNotebook(text)
      let before = Census(analysis(of: text).findings())
      for finding in before.findings where finding.rule == named.rule.description {
        for fix in finding.fixes {
          let fixed = example.notebook.applying(fix.edits)
          let after = Census(
            analysis(of: fixed, referringTo: example.files, beside: example.folder(of: fixed)).findings())
          #expect(after.count(like: finding) < before.count(like: finding), "\(fix.title) in\n\(text)")
          // Of a tag of a cycle that is not the wrong one, another rule then reports the wrong one.
          let errors = after.newErrors(since: before).filter { _ in
            named.rule.description.name != "cycle" || fix == finding.fixes.last
          }
          #expect(errors.isEmpty, "\(fix.title) in\n\(text)")
        }
      }
    }
  }

  @Test(arguments: rules)
  func findingsSpeakInSentencesAndPreferOneFixAtMost(_ named: Named) {
    for text in named.rule.description.examples.triggering {
      var preferred: [NotebookPlace: String] = [:]
      for finding in analysis(of: text).findings() {
        #expect(finding.message.last == "." || finding.message.last == "?", "\(finding.message)")
        for fix in finding.fixes where fix.applicability == .safe {
          let other = preferred.updateValue(fix.title, forKey: finding.place)
          #expect(other == nil, "\(fix.title) beside \(other ?? "") in\n\(text)")
        }
      }
    }
  }

  /// "It fails there; kale-lsp's pipeline does." A verb without what it stands for means whatever was said last.
  @Test(arguments: rules)
  func noClauseEndsInAVerbThatStandsForAnother(_ named: Named) {
    let rule = named.rule.description
    let examples = rule.examples.triggering + rule.examples.fixes.map(\.before)
    let messages = examples.flatMap { analysis(of: $0).findings() }.filter { $0.rule == rule }.map(\.message)
    for text in [rule.summary, rule.rationale] + messages {
      #expect(!Self.endsAClauseInAVerbAlone(text), "\(text)")
    }
  }

  @Test(arguments: [
    ("It fails; kale-lsp's pipeline does.", true), ("It fails there; kale-lsp's does not. Rename it.", true),
    ("Kale drops it; `kale-lsp compile` does, and so on.", true), ("It fails as Kale's does.", true),
    ("Not every server can do.", true), ("Kale rejects it; kale-lsp\ncannot.", true),
    ("`kale-lsp compile` passes it on; Kale's pipeline fails.", false), ("The text stays as it is.", false),
  ])
  func clausesThatEndInAVerbAloneAreTold(_ text: String, _ isOne: Bool) {
    #expect(Self.endsAClauseInAVerbAlone(text) == isOne)
  }

  private static let doing: Set<String> = ["do", "does", "did"]
  private static let auxiliaries: Set<String> = [
    "is", "are", "was", "were", "has", "have", "can", "cannot", "will", "would", "may", "must",
  ]

  /// Whether a clause has "does" or "does not" for its last words, or, after a semicolon, another verb of that kind.
  private static func endsAClauseInAVerbAlone(_ text: String) -> Bool {
    let words = text.split(whereSeparator: \.isWhitespace)
    var isAfterSemicolon = false
    for (index, word) in words.enumerated() {
      let isEnd = word.last.map { ".;,?".contains($0) } ?? false || index == words.count - 1
      if isEnd {
        let bare = word.prefix { $0.isLetter }
        let verb = bare == "not" && index > 0 ? words[index - 1] : bare
        if doing.contains(String(verb)) || isAfterSemicolon && auxiliaries.contains(String(verb)) {
          return true
        }
      }
      if word.last == ";" { isAfterSemicolon = true }
      if word.last == "." || word.last == "?" { isAfterSemicolon = false }
    }
    return false
  }

  @Test func codesAndNamesAreUniqueAndInOrder() {
    let codes = RuleCatalogue.rules.map { $0.description.code }
    #expect(codes == codes.sorted())
    #expect(Set(codes).count == codes.count)
    #expect(Set(RuleCatalogue.rules.map { $0.description.name }).count == codes.count)
  }

  private func places(_ rule: any Rule.Type, in example: ExampleNotebook) -> Set<NotebookPlace> {
    Set(
      analysis(of: example.notebook, referringTo: example.files, beside: example.folder).findings()
        .filter {
          $0.rule == rule.description
        }.map { finding in
          // An example marks the configuration for the notebook as a whole.
          finding.place == .notebook ? .metadata(path: ["kubeflow_notebook"]) : finding.place
        })
  }
}

/// Findings, counted: places move and messages name cells, so that one finding is known again by its like alone.
private struct Census {
  let findings: [Finding]

  init(_ findings: [Finding]) {
    self.findings = findings
  }

  func count(like finding: Finding) -> Int {
    findings.count { $0.rule == finding.rule && $0.message == finding.message }
  }

  /// The rules of which there are more errors than there were.
  func newErrors(since earlier: Census) -> [String] {
    Set(findings.map(\.rule.name)).filter { errors(of: $0) > earlier.errors(of: $0) }.sorted()
  }

  private func errors(of rule: String) -> Int {
    findings.count { $0.rule.name == rule && $0.severity == .error }
  }
}
