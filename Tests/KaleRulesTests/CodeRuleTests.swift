import KaleAnalysis
import KaleRules
import KaleTestSupport
import NotebookModel
import Testing

/// What the examples of the rules about code leave open.
@Suite struct CodeRuleTests {
  private func findings(_ code: String, _ text: String) -> [Finding] {
    analysis(of: text).findings().filter { $0.rule.code == code }
  }

  // MARK: Text parameters

  /// The answers of Kale 2.3.0: what its parameters block, run by IPython, gives back.
  @Test(
    arguments: [
      (#""say 'so'""#, "a single quote"), (#""a\nb""#, "a line break"), (#""a\rb""#, "a line break"),
      (#""a\0b""#, "a null character"), (#""end\\""#, "a backslash"), (#""\\N""#, "a backslash"),
      (#""\\x4""#, "a backslash"), (#""\\u004""#, "a backslash"),
    ])
  func aValueThatBreaksKalesCodeIsReportedWithThePartToBlame(_ literal: String, _ part: String) {
    let found = parameter(literal)
    #expect(
      found.map(\.message).contains { $0.contains("contains \(part), which breaks the code") }, "\(found)")
  }

  @Test(arguments: [#""C:\\new""#, #""\\\\""#, #""\\x41""#, #""a\\'b""#, #""\\u0041""#])
  func aBackslashThatKaleReadsAsAnEscapeIsReported(_ literal: String) {
    #expect(parameter(literal).map(\.message).contains { $0.contains("another value") })
  }

  @Test(arguments: [#""""#, #""\\d+""#, #""\\q""#, #"'"'"#, #""{x}""#, #""100%""#, #""größe\u2028""#])
  func aValueThatKaleHandsOnUnchangedIsNot(_ literal: String) {
    #expect(parameter(literal).isEmpty)
  }

  private func parameter(_ literal: String) -> [Finding] {
    findings(
      "KALE228", "# %% tags=[\"pipeline-parameters\"]\nx = \(literal)\n# %% tags=[\"step:a\"]\nprint(x)")
  }

  // MARK: Imports

  @Test(arguments: [
    "numpy", "joblib.parallel", "sklearn.svm", "yaml", "IPython.display", "google.cloud.storage",
  ])
  func whatComesAlongWithTheImportsCellsOrKaleIsInstalled(_ module: String) {
    #expect(stepImport("import \(module)").isEmpty)
  }

  @Test(arguments: ["torch", "google.cloud.bigquery", "PIL.Image", "my_module"])
  func whatNothingBringsAlongIsNot(_ module: String) {
    #expect(stepImport("import \(module)").map(\.severity) == [.warning])
  }

  @Test func anImageOfItsOwnMayHaveThePackage() {
    #expect(
      stepImport("import torch", tags: #", "image:pytorch/pytorch:2.4""#).map(\.severity) == [.information])
    #expect(stepImport("import torch", tags: #", "image:python:3.11-slim""#).map(\.severity) == [.warning])
  }

  private func stepImport(_ line: String, tags: String = "") -> [Finding] {
    findings(
      "KALE223",
      "# %% tags=[\"imports\"]\nimport sklearn\n# %% tags=[\"step:a\"\(tags)]\n\(line)")
  }

  @Test func aShadowedImportMattersWhereALaterStepReadsTheName() {
    func severities(_ last: String) -> [Finding.Severity] {
      findings(
        "KALE222",
        "# %% tags=[\"imports\"]\nimport time\n# %% tags=[\"step:a\"]\ntime = 1\n# %% tags=[\"step:b\"]\n\(last)"
      ).map(\.severity)
    }
    #expect(severities("print(time)") == [.warning])
    #expect(severities("time = 2\nprint(time)").isEmpty)
  }

  // MARK: Functions

  @Test func aFunctionThatNoOtherStepCallsLacksNothing() {
    func severities(_ last: String) -> [Finding.Severity] {
      findings(
        "KALE226",
        """
        # %% tags=["functions"]
        def inner(): return config
        def outer(): return inner()
        # %% tags=["step:load"]
        config = {}
        # %% tags=["step:train"]
        \(last)
        """
      ).map(\.severity)
    }
    #expect(severities("outer()") == [.warning])
    #expect(severities("print(1)").isEmpty)
  }

  @Test(arguments: ["!echo {rate}", "print(eval('ra' + 'te'))", "x = (", "print(rate)", "print(rat)"])
  func aParameterThatMayBeReadIsNotCalledUnused(_ code: String) {
    let text = "# %% tags=[\"pipeline-parameters\"]\nrate = 1\n# %% tags=[\"step:a\"]\n"
    #expect(findings("KALE227", text + code).isEmpty)
    #expect(findings("KALE227", text + "print(1)").map(\.severity) == [.information])
  }

  @Test func aParameterThatAnotherReadsIsNotUnused() {
    let text = """
      # %% tags=["pipeline-parameters"]
      base = 1
      rate = base * 2
      # %% tags=["step:a"]
      print(1)
      """
    #expect(findings("KALE227", text).map(\.message).filter { $0.contains("`base`") }.isEmpty)
  }

  @Test(arguments: [
    ("{}", "a dictionary"), ("[1, 2]", "a collection"), ("None", "`None`"), (#""ridge""#, "a string"),
    ("1", nil), ("None\ndef g():\n    global score\n    score = 1\ng()", nil), ("' 12 '", nil), ("f(1)", nil),
    (#""0.5""#, nil), ("np.mean([1])", nil), ("f'{1}'", nil),
  ])
  func aMetricIsANumber(value: String, kind: String?) {
    let text = """
      # %% tags=["imports"]
      import numpy as np
      # %% tags=["step:a"]
      def f(x):
          return x
      score = \(value)
      # %% tags=["pipeline-metrics"]
      print(score)
      """
    let found = findings("KALE207", text).map(\.message)
    #expect(found.count == (kind == nil ? 0 : 1))
    #expect(found.allSatisfy { $0.contains("it is \(kind ?? ""), not a number") })
  }

  // MARK: Names of steps

  @Test func manyUnknownStepsGetTheSameSuggestionsAsFew() {
    let names = ["load_data", "clean", "train_model", "evaluate"] + (0..<30).map { "stage_\($0)_of_many" }
    let slips = ["laod_data", "claen", "train_modl", "evalute"] + (0..<30).map { "stge_\($0)_of_many" }
    let steps = names.map { "# %% tags=[\"step:\($0)\"]\nprint(1)\n" }.joined()
    let all = findings(
      "KALE103",
      steps + slips.enumerated().map { "# %% tags=[\"step:x\($0)\", \"prev:\($1)\"]\nprint(1)\n" }.joined())
    #expect(all.count == slips.count)
    for (slip, finding) in zip(slips, all) {
      let alone = findings("KALE103", steps + "# %% tags=[\"step:x\", \"prev:\(slip)\"]\nprint(1)\n")
      #expect(finding.fixes.map(\.title) == alone.first?.fixes.map(\.title))
    }
  }

  // MARK: Fixes

  /// What the first fix of a rule's first finding makes of the cells' sources.
  private func sources(_ code: String, _ text: String) throws -> [String] {
    let finding = try #require(findings(code, text).first)
    let fix = try #require(finding.fixes.first)
    return ExampleNotebook(text).notebook.applying(fix.edits).cells.map(\.source.string)
  }

  @Test(
    arguments: [
      ("x = 1\nimport torch", ["import torch", "x = 1"]),
      ("import torch\n\ny = 2", ["import torch", "\ny = 2"]),
      ("import torch; y = 2", ["import torch", "import torch; y = 2"]),
      ("import torch  # big", ["import torch", "import torch  # big"]),
      ("from torch import (\n  nn,\n  cuda)\ny = 2", ["from torch import (\n  nn,\n  cuda)", "y = 2"]),
    ])
  func anImportIsMovedToACellInFrontOrSaidTwice(_ step: String, _ expected: [String]) throws {
    #expect(try sources("KALE223", "# %% tags=[\"step:a\"]\n\(step)") == expected)
  }

  @Test func aNewImportsCellTakesInNoUntaggedCode() throws {
    let text = """
      # %% [markdown]
      Title
      # %%
      dropped = 1
      # %% tags=["skip"]
      skipped = 1
      # %%
      dropped = 2
      # %% tags=["step:a"]
      import torch
      """
    let fix = try #require(findings("KALE223", text).first?.fixes.first)
    let fixed = analysis(of: ExampleNotebook(text).notebook.applying(fix.edits))
    #expect(fixed.outline.cells(of: .imports) == [4])
    #expect(fixed.pipeline.sharedImports == ["torch"])
  }

  @Test(
    arguments: [
      ("%timeit -n 3 f()\nx = 1", ["f()\nx = 1"]),
      ("%%time\nx = 1", ["x = 1"]),
      ("x = 1\nx?", ["x = 1"]),
      ("x = 1\n%matplotlib inline", ["%matplotlib inline", "x = 1"]),
    ])
  func whatIsNotPythonIsTakenOut(_ step: String, _ expected: [String]) throws {
    #expect(try sources("KALE202", "# %% tags=[\"step:a\"]\n\(step)") == expected)
  }

  @Test(arguments: ["if True:\n    !pip install x", "files = !ls", "!wget data"])
  func whatCannotBeTakenOutSafelyStays(_ step: String) {
    #expect(findings("KALE202", "# %% tags=[\"step:a\"]\n\(step)").map(\.fixes) == [[]])
  }

  // MARK: Side effects

  @Test(
    arguments: [
      ("main()", Finding.Severity.warning), ("model.fit(data)", .warning),
      ("now = datetime.now()", .information),
      ("a, b = load()", .information), ("for i in range(3):\n    run(i)", .information),
    ])
  func whatAnImportsCellDoesIsReported(_ line: String, _ severity: Finding.Severity) {
    #expect(sideEffects(line).map(\.severity) == [severity])
  }

  @Test(
    arguments: [
      "device = torch.device('cpu')", "sns.set_theme()", "logger.setLevel(10)", "x: int = int('3')",
      "print(len('a'))",
      "sys.path.insert(0, '.')", "if TYPE_CHECKING:\n    import x", "%matplotlib inline",
      "Pair = namedtuple('Pair', 'a b')", "pool = ThreadPoolExecutor(2)", "lock = threading.Lock()",
    ])
  func whatDoesNoHarmInEveryStepIsNot(_ line: String) {
    #expect(sideEffects(line).isEmpty)
  }

  private func sideEffects(_ line: String) -> [Finding] {
    findings(
      "KALE224",
      "# %% tags=[\"imports\"]\n\(line)\n# %% tags=[\"step:a\"]\nx = 1\n# %% tags=[\"step:b\", \"prev:a\"]\ny = 1"
    )
  }

  /// What relies on a tag of another tool is told what becomes of it.
  @Test(arguments: [
    ("raises-exception", "the step fails where the cell raises an exception"),
    ("skip-execution", "runs the cell"), ("hide-input", "`kale-lsp` ignores it."),
  ])
  func aTagOfAnotherToolIsIgnored(tag: String, effect: String) {
    let found = analysis(of: "# %% tags=[\"step:a\", \"\(tag)\"]\nx = 1").findings().map(\.message)
    #expect(found.contains { $0.contains(effect) }, "\(found)")
  }

  @Test func oneFindingNamesAllThatAValueReads() {
    let text = """
      # %% tags=["step:a"]
      low, high = 1, 5
      rules = [lambda v: v > low, lambda v: v < high]
      # %% tags=["step:b", "prev:a"]
      print([rule(3) for rule in rules])
      """
    let found = analysis(of: text).findings().filter { $0.rule.name == "unseen-free-name" }.map(\.message)
    #expect(found.count == 1 && found[0].contains("`high` and `low`, which `rules` reads"), "\(found)")
  }
}
