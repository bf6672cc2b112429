import KalePipeline
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
      let found = places(named.rule, in: example.notebook)
      #expect(found == Set(example.marks), "in\n\(text)")
    }
  }

  @Test(arguments: rules)
  func findsNothingWhereNothingIsWrong(_ named: Named) {
    #expect(!named.rule.description.examples.nonTriggering.isEmpty)
    for text in named.rule.description.examples.nonTriggering {
      #expect(places(named.rule, in: ExampleNotebook(text).notebook).isEmpty, "in\n\(text)")
    }
  }

  @Test(arguments: rules)
  func fixesPutItRightAndBringNothingNew(_ named: Named) throws {
    for (before, after) in named.rule.description.examples.fixes {
      let notebook = ExampleNotebook(before).notebook
      let finding = try #require(
        analysis(of: notebook).findings().first { $0.rule == named.rule.description })
      let fix = try #require(finding.fixes.first)
      let fixed = notebook.applying(fix.edits)
      #expect(fixed.cells == ExampleNotebook(after).notebook.cells, "fix of\n\(before)")
      #expect(fixed.kaleMetadata == ExampleNotebook(after).notebook.kaleMetadata, "fix of\n\(before)")
      let left = analysis(of: fixed).findings()
      #expect(!left.contains { $0.rule == named.rule.description })
      let earlier = Set(analysis(of: notebook).findings().map(\.rule.name))
      #expect(earlier.isSuperset(of: left.map(\.rule.name)), "new findings after the fix of\n\(before)")
    }
  }

  @Test(arguments: rules)
  func everyFixOfEveryExampleChangesSomething(_ named: Named) {
    for text in named.rule.description.examples.triggering {
      let notebook = ExampleNotebook(text).notebook
      for finding in named.rule.check(analysis(of: notebook)) {
        for fix in finding.fixes {
          let fixed = notebook.applying(fix.edits)
          #expect(
            fixed.cells != notebook.cells || fixed.kaleMetadata != notebook.kaleMetadata, "\(fix.title)")
        }
        #expect(finding.fixes.count { $0.isPreferred } <= 1)
        #expect(finding.message.last == "." || finding.message.last == "?", "\(finding.message)")
      }
    }
  }

  @Test func codesAndNamesAreUniqueAndInOrder() {
    let codes = RuleCatalogue.rules.map { $0.description.code }
    #expect(codes == codes.sorted())
    #expect(Set(codes).count == codes.count)
    #expect(Set(RuleCatalogue.rules.map { $0.description.name }).count == codes.count)
  }

  private func places(_ rule: any Rule.Type, in notebook: Notebook) -> Set<NotebookPlace> {
    Set(
      analysis(of: notebook).findings().filter { $0.rule == rule.description }.map { finding in
        // An example marks the configuration as a whole.
        if case .metadata = finding.place { return .notebook }
        return finding.place
      })
  }
}
