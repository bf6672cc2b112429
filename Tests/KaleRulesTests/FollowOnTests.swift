import KaleAnalysis
import KaleRules
import KaleTestSupport
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
    #expect(findings.last?.fixes.contains { $0.applicability == .safe } == false)
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
    // A step in between changes the value in place, gives it to code that may, or assigns it in some runs: where it has
    // the value, it is the step to take it from; where it has not, nothing tells.
    ("df.append(4)", ["prev:clean"], ["prev:clean", "prev:load"]),
    ("tidy(df)", ["prev:clean"], ["prev:clean", "prev:load"]),
    ("df = df + [1]", ["prev:clean"], ["prev:clean", "prev:load"]),
    // It makes another value, or only reads it.
    ("df = []", ["prev:clean"], ["prev:clean"]), ("x = 1", ["prev:load"], ["prev:load"]),
  ])
  func everyStepThatTheValueMayComeFromIsAChoice(code: String, linked: [String], unlinked: [String]) throws {
    for (previous, tags) in [(", \"prev:load\"", linked), ("", unlinked)] {
      let finding = try #require(
        missing(
          """
          # %% tags=["functions"]
          def tidy(rows):
            rows.sort()
          # %% tags=["step:load"]
          df = [1, 2, 3]
          # %% tags=["step:clean"\(previous)]
          \(code)
          # %% tags=["step:train"]
          print(df)
          """
        ).last)
      let added = finding.fixes.flatMap(\.edits).compactMap { edit -> String? in
        if case .addTag(_, let tag) = edit { tag } else { nil }
      }
      #expect(added == tags)
      #expect(finding.fixes.map { $0.applicability == .safe } == tags.map { _ in tags.count == 1 })
      #expect(finding.message.contains("Add `\(tags[0])`."))
    }
  }

  /// Two steps side by side change one value: what the notebook has is neither's.
  @Test func whatTwoStepsSideBySideMakeIsNotGuessed() {
    let findings = missing(
      """
      # %% tags=["step:load"]
      df = [1]
      # %% tags=["step:a", "prev:load"]
      df = df + [1]
      # %% tags=["step:b", "prev:load"]
      df = df + [2]
      # %% tags=["step:c"]
      print(df)
      """)
    #expect(findings.count == 1)
    #expect(findings.first?.fixes.count == 3)
    #expect(findings.first?.fixes.contains { $0.applicability == .safe } == false)
  }

  @Test(arguments: ["df = df + [1]", "df += [1]", "df.x = df"])
  func aStepThatReassignsWhatItForgotToDependOnIsToldWhere(code: String) throws {
    let finding = try #require(
      missing("# %% tags=[\"step:load\"]\ndf = [1]\n# %% tags=[\"step:clean\"]\n\(code)").first)
    #expect(finding.fixes.map(\.title) == ["Add `prev:load` to step `clean`"])
  }

  @Test(arguments: ["step-load", "stpe:load", "step:Load", "block:load-x"])
  func aPreviousStepWhoseOwnTagIsAtFaultIsNotUnknownToo(tag: String) {
    let name = tag == "block:load-x" ? "load_x" : "load"
    let text = "# %% tags=[\"\(tag)\"]\nx = 1\n# %% tags=[\"step:train\", \"prev:\(name)\"]\nprint(1)"
    let rules = analysis(of: text).findings().map(\.rule.name)
    #expect(!rules.contains("unknown-previous-step") && rules.count >= 1, "\(rules)")
  }

  @Test func aTypoInTheOrderHidesNoNameThatNothingDefines() {
    let findings = missing(
      "# %% tags=[\"step:load\"]\na = 1\n# %% tags=[\"step:b\", \"prev:laod\"]\nprint(a, zzz)")
    #expect(findings.map(\.message.count).count == 1)
    #expect(findings.first?.message.contains("`zzz`") == true)
  }

  @Test(arguments: ["hide-input", "limit:gpu", "label:x", "cache:on", "image:", "secret:a"])
  func aTagThatIsNoOrderHidesNothing(tag: String) {
    let text =
      "# %% tags=[\"step:load\"]\nx = 1\n# %% tags=[\"step:train\", \"prev:load\", \"\(tag)\"]\nprint(modell)"
    #expect(missing(text).count == 1)
  }

  @Test(arguments: [
    "prev", "prev:", "perv:load", "prev:Load It", "previous", "block:x", "pre", "st", "step:",
  ])
  func whileATagOfTheOrderIsAtFaultSomeErrorIsShown(tag: String) {
    let text = "# %% tags=[\"step:load\"]\nx = 1\n# %% tags=[\"step:train\", \"\(tag)\"]\nprint(x)"
    let errors = analysis(of: text).findings().filter { $0.severity == .error }
    #expect(!errors.isEmpty)
  }

  /// What a step between may have done to a value that it mentions, or that came along with another, is not known.
  @Test(arguments: [
    "for row in df: row.append(1)", "d = df\nd.append(4)", "heapq.heapify(df)", "print(df)",
    "add = df.append\nadd(3)", "v = df[:1]\nv[0] = 7", "[r.append(2) for r in df]", "cfg['d'].append(1)",
  ])
  func aValueThatMayHaveChangedIsNotTakenByItself(code: String) throws {
    let text = """
      # %% tags=["step:load"]
      df = [[1]]
      cfg = {'d': df}
      # %% tags=["step:clean", "prev:load"]
      \(code)
      # %% tags=["step:train"]
      print(df)
      """
    let finding = try #require(missing(text).last)
    #expect(!finding.fixes.isEmpty)
    #expect(finding.fixes.first { $0.applicability == .safe }?.title != "Add `prev:load` to step `train`")
  }

  @Test(arguments: ["skip", "step:load"])
  func whatOtherCellsMakeOfAValueCounts(tag: String) {
    let text = """
      # %% tags=["step:load"]
      df = [1]
      # %% tags=["step:other"]
      y = 1
      # %% tags=["\(tag)"]
      df = df + [5]
      # %% tags=["step:train"]
      print(df)
      """
    let fixes = missing(text).last?.fixes ?? []
    #expect(fixes.contains { $0.applicability == .safe } == (tag == "step:load"))
  }

  /// A `prev:` for one name brings others along; where these are to come from elsewhere, it is not made by itself.
  @Test func noOtherMissingNameComesFromTheWrongStep() {
    let text = """
      # %% tags=["step:a"]
      x = 1
      y = [1]
      # %% tags=["step:b", "prev:a"]
      y = [5]
      # %% tags=["step:c"]
      print(x)
      print(y)
      """
    #expect(tags(fixing: text).last == ["step:c", "prev:b"])
    let below =
      text.replacing("print(x)\nprint(y)", with: "print(x)")
      + "\n# %% tags=[\"step:d\", \"prev:c\"]\nprint(y)"
    #expect(tags(fixing: below)[2...] == [["step:c", "prev:a"], ["step:d", "prev:c", "prev:b"]])
  }

  @Test func whatAnIgnoredErrorLeadsToIsShown() {
    let text = Self.chain.replacing("df.append(4)", with: "df.append(4)  # kale: ignore[missing-name]")
    let shown = FindingSelection().findings(in: analysis(of: text)).filter { $0.rule.name == "missing-name" }
    #expect(shown.map { $0.place.cell } == [2])
  }

  private static func fault(_ finding: Finding) -> String {
    "\(finding.rule.name) \(finding.place.cell?.number ?? 0)"
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
          // A message may name what the fix has changed, for example an image.
          let remaining = analysis(of: notebook.applying(fix.edits)).findings()
          let left = Set(remaining.map(\.message) + remaining.map(Self.fault))
          // One fault that stands in several places, as a name in several tags, has one fix.
          for other in errors where other.message != error.message && other.fixes.first?.edits != fix.edits {
            #expect(
              left.contains(other.message) || left.contains(Self.fault(other)),
              "`\(fix.title)` also puts right: \(other.message)\n\(text)")
          }
        }
      }
    }
  }
}
