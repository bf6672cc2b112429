import KaleTestSupport
import KaleAnalysis
import KaleIDE
import KaleRules
import NotebookModel
import Testing

/// What is offered at a place: other names for steps, rules to ignore, changes of tags.
@Suite struct NameFeatureTests {
  private let analysed = analysis(
    of: """
      # %% tags=["step:load"]
      df = 1
      # %% tags=["step:train", "prev:load", "prev:nowhere", "skip-me"]
      print(df)
      """)

  @Test func aTagThatNamesAStepCanBeRenamed() throws {
    let names = PipelineNames(analysed)
    #expect(names.stepTag(at: .tag(cell: 1, index: 1))?.name == "load")
    for place in [NotebookPlace.tag(cell: 1, index: 2), .tag(cell: 1, index: 9), .cell(0)] {
      #expect(names.stepTag(at: place) == nil)
    }
    let fix = try StepRename(of: "load", to: "read", in: analysed).fix
    #expect(fix.title == "Rename step `load` to `read`")
    #expect(
      fix.edits == [
        .replaceTag(cell: 0, index: 0, with: "step:read"), .replaceTag(cell: 1, index: 1, with: "prev:read"),
      ])
  }

  @Test func placesOfANameAreThoseOfTheCellsAskedFor() throws {
    let names = PipelineNames(analysed)
    let all = try #require(names.places(ofNameAt: .tag(cell: 1, index: 1)))
    #expect(all.map(\.role) == [.definition, .use])
    #expect(names.places(ofNameAt: .tag(cell: 1, index: 1)) { $0 == 1 }?.map(\.place.cell) == [1])
    #expect(names.places(ofNameAt: .notebook) == nil)
  }

  @Test func rulesAreCompletedInCommentsThatIgnoreThem() throws {
    let analysed = analysis(of: "# %% tags=[\"step:a\"]\nx = 1  # kale: ignore[unk]\ny = 2")
    let place = NotebookPlace.source(cell: 0, range: 23..<23)
    let completion = try #require(RuleCompletion(at: place, in: analysed))
    #expect(completion.rules.count == RuleCatalogue.rules.count)
    guard case .source(0, let typed) = completion.typed else {
      Issue.record("not in the code")
      return
    }
    #expect(typed.contains(22))
    #expect(RuleCompletion(at: .source(cell: 0, range: 2..<2), in: analysed) == nil)
    #expect(RuleCompletion(at: .tag(cell: 0, index: 0), in: analysed) == nil)
  }

  @Test func whatAFixDoesAlreadyIsNotOfferedTwice() {
    let all = TagActions.actions(forCells: [1], besides: [], in: analysed)
    #expect(all.contains { $0.title == "Remove tag `prev:nowhere`" })
    let fixes = [Fix("Remove it", [.removeTag(cell: 1, index: 2)])]
    let others = TagActions.actions(forCells: [1], besides: fixes, in: analysed)
    #expect(others == all.filter { $0.title != "Remove tag `prev:nowhere`" })
    #expect(TagActions.actions(forCells: [0, 1], besides: [], in: analysed).isEmpty)
    #expect(TagActions.actions(forCells: [], besides: [], in: analysed).isEmpty)
  }

  @Test func aRepairIsOfferedWhereItHasSomethingToDo() {
    let findings = analysed.findings()
    let old = analysis(of: "# %% tags=[\"block:Load\"]\nx = 1")
    let offers = { (purpose, analysis: NotebookAnalysis, canMake: Bool) in
      RepairOffer.isOffered(purpose, for: analysis.findings(), in: analysis) { _ in canMake }
    }
    #expect(
      findings.contains { $0.fixes.contains { $0.applicability == .safe } } == offers(.fixAll, analysed, true)
    )
    #expect(!offers(.migration, analysed, true))
    #expect(offers(.migration, old, true))
    #expect(!offers(.migration, old, false))
  }
}
