import KaleAnalysis
import KaleRules
import KaleTestSupport
import NotebookModel
import Testing

/// Fixes where several rules, or several tags, meet.
@Suite struct FixTests {
  @Test(arguments: [
    "# %% tags=[\"step:Load\", \"step:Load\"]\nx = 1", "# %% tags=[\"step:a\", \"prev:\", \"prev:\"]\nx = 1",
  ])
  func oneFixAPlaceIsPreferred(text: String) {
    let findings = analysis(of: text).findings()
    let places = findings.filter { $0.fixes.contains { $0.applicability == .safe } }.map(\.place)
    #expect(Set(findings.map(\.place)).count < findings.count, "the rules do not meet")
    #expect(Set(places).count == places.count)
  }

  /// The name in the message is the one the fix gives.
  @Test(arguments: ["step:Load", "step:LOAD"])
  func messageAndFixNameTheSameStep(tag: String) throws {
    let findings = analysis(of: "# %% tags=[\"step:load\"]\nx = 1\n# %% tags=[\"\(tag)\"]\ny = 1").findings()
    let finding = try #require(findings.first { $0.place == .tag(cell: 1, index: 0) })
    #expect(finding.message.contains("`step:load_2`"))
    #expect(finding.fixes.map(\.edits) == [[.replaceTag(cell: 1, index: 0, with: "step:load_2")]])
  }

  // MARK: Guesses

  /// Of names that resemble one alike, each is a choice, and none is made without a person.
  @Test(arguments: [
    (["train_1", "train_2", "train_3"], "train_4", ["train_1", "train_2", "train_3"], false),
    (["train_1"], "train_2", ["train_1"], false), (["load", "lead"], "loead", ["load", "lead"], false),
    (["load", "train"], "laod", ["load"], true), (["clean_2", "clean"], "claen_2", ["clean_2"], true),
    (["load"], "loadd", ["load"], true), (["load_a"], "load_b", ["load_a"], false),
    (["val"], "eval", ["val"], false), (["load_test"], "load_best", ["load_test"], false),
    (["load_data"], "load", ["load_data"], false),
    (["load_1", "load_2"], "load", ["load_2", "load_1"], false),
    (["load"], "evaluate", [], false),
  ])
  func anUnknownPreviousStepIsNotGuessed(
    steps: [String], tag: String, choices: [String], isAutomatic: Bool
  ) throws {
    let cells = steps.map { "# %% tags=[\"step:\($0)\"]\nx = 1\n" }.joined()
    let text = cells + "# %% tags=[\"step:report\", \"prev:\(tag)\"]\nprint(1)"
    let finding = try #require(
      analysis(of: text).findings().first { $0.rule.name == "unknown-previous-step" })
    let changes = choices.map { "Change to `prev:\($0)`" }
    #expect(finding.fixes.map(\.title) == changes + ["Remove tag `prev:\(tag)`"])
    #expect(finding.fixes.contains { $0.applicability == .safe } == isAutomatic)
    for choice in choices { #expect(finding.message.contains("`prev:\(choice)`")) }
    let repaired = NotebookRepair(
      of: ExampleNotebook(text).notebook, for: .fixAll, showing: FindingSelection())
    #expect(repaired.fixes.map(\.title) == (isAutomatic ? changes : []))
  }

  /// The index that answers many questions and the comparison that answers few find the same names.
  @Test func manyUnknownStepsAreAnsweredAsFewAre() {
    let steps = (1...30).map { "# %% tags=[\"step:train_\($0)\"]\nx = 1\n" }.joined()
    let unknown = (40...60).map { "# %% tags=[\"step:r\($0)\", \"prev:trian_\($0)\"]\nx = 1\n" }
    let together = analysis(of: steps + unknown.joined()).findings()
      .filter { $0.rule.name == "unknown-previous-step" }
    let alone = unknown.flatMap { analysis(of: steps + $0).findings() }
      .filter { $0.rule.name == "unknown-previous-step" }
    #expect(together.map(\.message) == alone.map(\.message))
    #expect(together.map { $0.fixes.map(\.title) } == alone.map { $0.fixes.map(\.title) })
  }

  /// A star import in front of every step would hide which names are missing there.
  @Test func noStarImportIsMovedByItself() {
    let text = "# %% tags=[\"step:a\"]\nfrom sympy import *\n# %% tags=[\"step:b\", \"prev:a\"]\nprint(gamma)"
    let repaired = NotebookRepair(
      of: ExampleNotebook(text).notebook, for: .fixAll, showing: FindingSelection())
    #expect(repaired.fixes.isEmpty)
  }

  /// Which of two steps a `prev:` means that has the name both would get is for a person to say.
  @Test func stepsThatWantOneNameAreNotRenamedUnderAPreviousOfIt() {
    let text =
      "# %% tags=[\"step:Train_1\"]\na = 1\n# %% tags=[\"step:train-1\"]\nb = 1\n"
      + "# %% tags=[\"step:c\", \"prev:train_1\"]\nprint(1)"
    let repaired = NotebookRepair(
      of: ExampleNotebook(text).notebook, for: .fixAll, showing: FindingSelection())
    #expect(repaired.fixes.isEmpty)
  }
}
