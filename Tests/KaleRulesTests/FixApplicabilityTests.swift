import KaleAnalysis
import KaleRules
import KaleTestSupport
import NotebookModel
import SourceText
import Testing

/// Which fixes are safe, which are suggested, and what applies them.
@Suite struct FixApplicabilityTests {
  // MARK: What rules say of their fixes

  /// For rules whose examples show only safe fixes, a notebook for which the fix is only suggested.
  private static let suggestions = [
    // What was meant cannot be told.
    "malformed-report": "# %% tags=[\"step:a\", \"report:perhaps\"]\nx = 1",
    "invalid-resource-amount": "# %% tags=[\"step:a\", \"limit:cpu:plenty\"]\nx = 1",
    "crashing-steps-default": """
    # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "steps_defaults": {"colour": "red"}}
    # %% tags=["step:a"]
    x = 1
    """,
    // The first cell has another limit.
    "ignored-continuation-tag": """
    # %% tags=["step:a", "limit:cpu:1"]
    x = 1
    # %% tags=["step:a", "limit:cpu:2"]
    y = 1
    """,
    // The step between may change what it prints.
    "missing-name": """
    # %% tags=["step:load"]
    df = [1]
    # %% tags=["step:show", "prev:load"]
    print(df)
    # %% tags=["step:train"]
    print(df)
    """,
    // Step `b` would get the module in place of the number.
    "step-import": """
    # %% tags=["step:a"]
    import pandas as pd
    # %% tags=["step:b"]
    pd = 1
    """,
  ]

  @Test(arguments: RuleExampleTests.rules)
  func whatARuleSaysOfItsFixesIsWhatItsExamplesShow(_ named: RuleExampleTests.Named) {
    let rule = named.rule.description
    let texts = rule.examples.triggering + rule.examples.fixes.map(\.before)
    let findings = (texts + (Self.suggestions[rule.name].map { [$0] } ?? [])).flatMap { text in
      analysis(of: text).findings().filter { $0.rule == rule && !$0.fixes.isEmpty }
    }
    let safe = findings.count { $0.safeFix != nil }
    let shown: RuleFix =
      switch (safe, findings.count - safe) {
      case (0, 0): .none
      case (0, _): .suggested
      case (_, 0): .safe
      default: .sometimesSafe
      }
    #expect(rule.fix == shown)
  }

  /// A finding stands for those of other rules about the same cause, with their fixes: its page has to be right about them
  /// too. A volume that Kale ignores can be removed, whatever else is wrong with it.
  @Test(arguments: RuleExampleTests.rules)
  func whatARuleSaysOfItsFixesIsWhatIsShown(_ named: RuleExampleTests.Named) {
    let examples = named.rule.description.examples
    for text in examples.triggering + examples.nonTriggering
      + examples.fixes.flatMap({ [$0.before, $0.after] })
    {
      let removals = Set(
        analysis(of: text).findings().filter { $0.rule.name == "ignored-volume" }.flatMap(\.fixes).map(
          \.title))
      for finding in FindingSelection().findings(in: analysis(of: text))
      where finding.rule.name == "ignored-volume" || removals.isDisjoint(with: finding.fixes.map(\.title)) {
        let isRight =
          switch finding.rule.fix {
          case .none: finding.fixes.isEmpty
          case .safe: finding.fixes.isEmpty || finding.gradeOfRepair == .safe
          case .sometimesSafe: true
          case .suggested: finding.gradeOfRepair != .safe
          }
        #expect(isRight, "\(finding.rule.name) is \(finding.rule.fix.word): \(finding.message)")
      }
    }
  }

  // MARK: What applies them

  private func finding(_ fixes: [Fix]) -> Finding {
    Finding(RuleCatalogue.rules[0].description, kale: .refused, at: .notebook, "Wrong.", fixes: fixes)
  }

  private func fix(_ applicability: FixApplicability, _ title: String = "x") -> Fix {
    Fix(title, applicability, [.addTag(cell: 0, tag: title)])
  }

  @Test(
    arguments: [
      ([], nil, nil), ([.safe], 0, 0), ([.suggested], nil, 0),
      ([.suggested, .safe], 1, 1), ([.safe, .safe], nil, nil), ([.suggested, .suggested], nil, nil),
      ([.suggested, .safe, .suggested], 1, 1), ([.choice], nil, nil), ([.choice, .safe], 1, 1),
      ([.suggested, .choice], nil, nil),
    ] as [([FixApplicability], Int?, Int?)])
  func aFixIsAppliedByItsGrade(_ grades: [FixApplicability], _ safe: Int?, _ unsafe: Int?) {
    let fixes = grades.enumerated().map { fix($0.element, "x\($0.offset)") }
    let finding = finding(fixes)
    #expect(finding.safeFix == safe.map { fixes[$0] })
    for purpose in NotebookRepair.Purpose.allCases {
      #expect(purpose.fix(for: finding) == safe.map { fixes[$0] })
      #expect(purpose.fix(for: finding, upTo: .suggested) == unsafe.map { fixes[$0] })
    }
  }

  private func repaired(_ text: String, _ applicability: FixApplicability = .safe) -> [[String]] {
    NotebookRepair(
      of: ExampleNotebook(text).notebook, for: .fixAll, applying: applicability, showing: FindingSelection()
    ).notebook.cells.map { $0.tags.compactMap(\.text) }
  }

  @Test func suggestedFixesAreAppliedWhereThereIsNoOther() {
    let text = """
      # %% tags=["step:a", "hide-input"]
      x = 1
      # %% tags=["step:b", "step:c"]
      y = 1
      """
    #expect(repaired(text) == [["step:a", "hide-input"], ["step:b", "step:c"]])
    #expect(repaired(text, .suggested) == [["step:a"], ["step:b", "step:c"]])
  }

  /// What changes the notebook's results, or needs a folder that is not there, is for a person to choose.
  @Test(arguments: [
    ("random.seed(7)", "print(random.randint(1, 6))"),
    ("open('a.txt', 'w').write('1')", "print(open('a.txt').read())"),
  ])
  func noOptionAppliesWhatChangesTheNotebook(first: String, second: String) throws {
    let text = """
      # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e"}
      # %% tags=["imports"]
      import random
      # %% tags=["step:a"]
      \(first)
      # %% tags=["step:b", "prev:a"]
      \(second)
      """
    let fixes = analysis(of: text).findings().flatMap(\.fixes)
    #expect(fixes.map(\.applicability) == [.choice])
    let repair = NotebookRepair(
      of: ExampleNotebook(text).notebook, for: .fixAll, applying: .suggested, showing: FindingSelection())
    #expect(repair.fixes.isEmpty)
  }

  // MARK: Which are safe

  /// Of two tags that set the same, the one that is moved would take the other's place.
  @Test(arguments: [
    ("image:a", "image:b", false), ("limit:cpu:1", "limit:cpu:2", false), ("label:a:1", "label:b:1", true),
    ("cache:enabled", "report:enabled", true), ("secret:a:b:C", "secret:d:e:C", false),
  ])
  func aTagIsMovedByItselfWhereNothingElseSetsTheSame(first: String, later: String, isMoved: Bool) {
    let text = "# %% tags=[\"step:a\", \"\(first)\"]\nx = 1\n# %% tags=[\"step:a\", \"\(later)\"]\ny = 1"
    #expect(repaired(text)[0].contains(later) == isMoved)
  }

  /// An `M` is a million, an `m` a thousandth.
  @Test func theValueOfALimitStaysWhereItsResourceIsWrittenSmall() {
    let text = "# %% tags=[\"step:a\", \"limit:Memory:512M\"]\nx = 1"
    let fixes = analysis(of: text).findings().compactMap(\.safeFix)
    #expect(fixes.map(\.edits) == [[.replaceTag(cell: 0, index: 1, with: "limit:memory:512M")]])
  }

  @Test(arguments: [
    ("import pandas", "import numpy", true), ("import pandas", "x = 1", false),
    ("from sympy import *", "import numpy", false), ("import model", "import numpy", false),
  ])
  func importsAreTaggedByThemselvesWhereNoOtherCodeRunsForIt(first: String, second: String, isTagged: Bool) {
    let text = "# %%\n\(first)\n# %%\n\(second)\n# %% tags=[\"step:a\"]\nmodel = 1"
    #expect(repaired(text)[0] == (isTagged ? ["imports"] : []))
  }

  /// A step that takes the name from another would get the import.
  @Test(arguments: [("import plot", false), ("import torch", true)])
  func anImportIsMovedByItselfWhereItsNameMeansNothingElse(statement: String, isMoved: Bool) {
    let text = """
      # %% tags=["step:a"]
      \(statement)
      # %% tags=["step:b", "prev:a"]
      plot = 1
      # %% tags=["step:c", "prev:b"]
      print(plot)
      """
    #expect((repaired(text).count == 4) == isMoved)
  }

  // MARK: Cycles

  private static let leadingDown = """
    # %% tags=["step:a", "prev:d"]
    x = 1
    # %% tags=["step:b"]
    y = x
    # %% tags=["step:c"]
    z = 1
    # %% tags=["step:d"]
    print(y)
    """

  /// Each of the two tags is right alone; together they would close the cycle a, d, b, a.
  @Test(arguments: [FixApplicability.safe, .suggested])
  func fixesOfOneRoundCloseNoCycle(_ applicability: FixApplicability) {
    #expect(analysis(of: Self.leadingDown).findings().count { $0.safeFix != nil } == 2)
    let repair = NotebookRepair(
      of: ExampleNotebook(Self.leadingDown).notebook, for: .fixAll, applying: applicability,
      showing: FindingSelection())
    #expect(analysis(of: repair.notebook).graph.cycles.isEmpty)
  }

  @Test(arguments: [
    ("", true), (", \"prev:b\"", false),
  ])
  func aSlipIsPutRightWhereNoCycleComesOfIt(previous: String, isSafe: Bool) throws {
    let text = """
      # %% tags=["step:load", "prev:train"]
      x = 1
      # %% tags=["step:b", "prev:laod"]
      y = 1
      # %% tags=["step:train"\(previous)]
      z = 1
      """
    let finding = try #require(
      analysis(of: text).findings().first { $0.rule.name == "unknown-previous-step" })
    #expect((finding.safeFix != nil) == isSafe)
    #expect(finding.fixes.first?.title == "Change to `prev:load`")
  }

  /// Neither moved to the first cell of its step, nor completed there.
  @Test(arguments: [
    "# %% tags=[\"step:train\"]\ny = 1\n# %% tags=[\"step:train\", \"prev:load\"]\nz = 1",
    "# %% tags=[\"step:train\", \"perv:load\"]\ny = 1",
  ])
  func noOtherFixOfATagClosesACycle(train: String) {
    let notebook = ExampleNotebook("# %% tags=[\"step:load\", \"prev:train\"]\nx = 1\n" + train).notebook
    let fixes = analysis(of: notebook).findings().flatMap(\.fixes)
    #expect(!fixes.isEmpty)
    for fix in fixes {
      #expect(analysis(of: notebook.applying(fix.edits)).graph.cycles.isEmpty, "\(fix.title)")
    }
  }

  /// The quick answer and the search for a way agree.
  @Test(arguments: 0..<50) func aUnitCanRunWhereNoWayLeadsBack(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let count = Int.random(in: 2..<9, using: &random)
    let cells = (0..<count).map { unit in
      let previous = (0..<count).filter { _ in Int.random(in: 0..<4, using: &random) == 0 }
      return NotebookCell(
        kind: .code, source: SourceText("x = 1"),
        tags: (["step:s\(unit)"] + previous.map { "prev:s\($0)" }).map(NotebookTag.text))
    }
    let graph = analysis(of: Notebook(cells: cells)).graph
    for unit in graph.previous.indices {
      for other in graph.previous.indices where other < unit {
        #expect(graph.canRun(unit, after: other) == !graph.ancestors(of: other).contains(unit))
      }
    }
  }
}
