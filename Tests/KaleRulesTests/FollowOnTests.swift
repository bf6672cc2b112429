import KaleAnalysis
import KaleRules
import NotebookModel
import Testing

/// Errors with one cause: only the first is shown, and only that one is put right.
@Suite struct FollowOnTests {
  private func missing(_ text: String) -> [Finding] {
    analysis(of: text).findings().filter { $0.rule.name == "missing-name" }
  }

  private func tags(fixing text: String) -> [[String]] {
    NotebookRepair(of: ExampleNotebook(text).notebook, for: .fixAll, showing: FindingSelection())
      .notebook.cells.map { $0.tags.compactMap(\.text) }
  }

  private static let chain = """
    # %% tags=["step:a_load"]
    df = [1, 2, 3]
    # %% tags=["step:z_clean"]
    df.append(4)
    # %% tags=["step:train", "prev:z_clean"]
    print(df)
    """

  @Test func whatAStepBeforeMissesIsNotMissedAgain() {
    #expect(missing(Self.chain).map { $0.place.cell } == [1])
    #expect(
      tags(fixing: Self.chain) == [
        ["step:a_load"], ["step:z_clean", "prev:a_load"], ["step:train", "prev:z_clean"],
      ])
  }

  @Test func whatFailsForCertainIsShownBehindWhatMayFail() {
    let findings = missing(
      """
      # %% tags=["step:load"]
      df = 1
      # %% tags=["step:clean"]
      if __debug__:
        print(df)
      # %% tags=["step:train", "prev:clean"]
      print(df)
      """)
    #expect(findings.map(\.severity) == [.warning, .error])
    #expect(findings.last?.fixes.contains(where: \.isPreferred) == false)
  }

  @Test func aNameThatNothingDefinesIsMissedOnce() {
    let findings = missing(
      """
      # %% tags=["step:a"]
      print(nothing)
      # %% tags=["step:b", "prev:a"]
      print(nothing)
      # %% tags=["step:c"]
      print(nothing)
      """)
    #expect(findings.map { $0.place.cell } == [0, 2])
  }

  @Test(arguments: [
    // A step in between changes the value in place, or gives it to code that may.
    ("df.append(4)", ["prev:clean", "prev:load"]), ("tidy(df)", ["prev:clean", "prev:load"]),
    ("if __debug__:\n  df = []", ["prev:clean", "prev:load"]),
    // It makes another value, or only reads it.
    ("df = []", ["prev:clean"]), ("print(df)", ["prev:load"]), ("x = 1", ["prev:load"]),
  ])
  func everyStepThatTheValueMayComeFromIsAChoice(code: String, tags: [String]) throws {
    let finding = try #require(
      missing(
        """
        # %% tags=["functions"]
        def tidy(rows):
          rows.sort()
        # %% tags=["step:load"]
        df = [1, 2, 3]
        # %% tags=["step:clean", "prev:load"]
        \(code)
        # %% tags=["step:train"]
        print(df)
        """
      ).last)
    let added = finding.fixes.flatMap(\.edits).compactMap { edit -> String? in
      if case .addTag(_, let tag) = edit { tag } else { nil }
    }
    #expect(added == tags)
    #expect(finding.fixes.map(\.isPreferred) == tags.map { _ in tags.count == 1 })
    #expect(finding.message.contains("Add `\(tags[0])`."))
  }

  @Test(arguments: ["hide-input", "limit:gpu", "label:x", "cache:on", "image:", "secret:a"])
  func aTagThatIsNoOrderHidesNothing(tag: String) {
    let text =
      "# %% tags=[\"step:load\"]\nx = 1\n# %% tags=[\"step:train\", \"prev:load\", \"\(tag)\"]\nprint(modell)"
    #expect(missing(text).count == 1)
  }

  @Test(arguments: ["prev", "prev:", "pre", "perv:load", "prev:Load It", "step:", "st", "previous"])
  func whileATagOfTheOrderIsWrittenNamesAreNotMissed(tag: String) {
    let text = "# %% tags=[\"step:load\"]\nx = 1\n# %% tags=[\"step:train\", \"\(tag)\"]\nprint(x)"
    #expect(missing(text).isEmpty)
  }

  /// Of two errors that are shown, neither goes away when the other is put right.
  @Test func errorsHaveCausesOfTheirOwn() {
    for rule in RuleCatalogue.rules {
      let examples = rule.description.examples
      for text in examples.triggering + examples.fixes.map(\.before) {
        let notebook = ExampleNotebook(text).notebook
        let errors = analysis(of: notebook).findings().filter { $0.severity == .error }
        for error in errors {
          guard let fix = error.fixes.first else { continue }
          let left = Set(analysis(of: notebook.applying(fix.edits)).findings().map(\.message))
          // One fault that stands in several places, as a name in several tags, has one fix.
          for other in errors where other.message != error.message && other.fixes.first?.edits != fix.edits {
            #expect(
              left.contains(other.message),
              "`\(fix.title)` also puts right: \(other.message)\n\(text)")
          }
        }
      }
    }
  }
}
