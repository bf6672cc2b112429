import KaleAnalysis
import KaleRules
import KaleTestSupport
import NotebookModel
import Testing

/// Causes that several rules see, or that have several places: they are said once.
@Suite struct JoinedFindingTests {
  private func shown(_ text: String, isStrict: Bool = false) -> [Finding] {
    var selection = FindingSelection()
    selection.isStrict = isStrict
    return selection.findings(in: analysis(of: text))
  }

  private static let guess = """
    # %% tags=["step:a"]
    import mylib
    x = mylib.y
    # %% tags=["step:b", "prev:a"]
    import mylib
    print(x)
    """

  @Test func aGuessedPackageIsOneFinding() throws {
    let finding = try #require(shown(Self.guess).first)
    #expect(shown(Self.guess).map(\.rule.name) == ["guessed-package"])
    #expect(finding.related.map(\.place.cell) == [1])
    #expect(finding.fixes.last?.title == "Move 2 imports of `mylib` to the imports")
    // For Kale alone the import fails for certain, and that counts.
    #expect(shown(Self.guess, isStrict: true).map(\.rule.name) == ["step-import"])
    #expect(shown(Self.guess, isStrict: true).map(\.severity) == [.error])
    let ignored = Self.guess.replacing("import mylib", with: "import mylib  # kale: ignore[guessed-package]")
    #expect(shown(ignored).map(\.rule.name) == ["step-import"])
  }

  /// Two generators that one function seeds, each of which another step draws from.
  @Test func aFunctionThatSeedsIsNamedOnce() {
    let text = """
      # %% tags=["imports"]
      import random
      import numpy as np
      # %% tags=["functions"]
      def set_seed(seed):
          random.seed(seed)
          np.random.seed(seed)
      # %% tags=["step:setup"]
      set_seed(9)
      # %% tags=["step:shuffle", "prev:setup"]
      print(random.randint(1, 6))
      # %% tags=["step:noise", "prev:setup"]
      print(np.random.normal())
      """
    let messages = shown(text).filter { $0.rule.name == "lost-process-state" }.map(\.message)
    #expect(messages.count == 1)
    #expect(
      messages.first?.contains("seeds NumPy and `random` by calling `set_seed`, but") == true
        || messages.first?.contains("seeds `random` and NumPy by calling `set_seed`, but") == true)
  }

  @Test func aNameInBuiltinsIsOneFinding() {
    let text = """
      # %% tags=["step:a"]
      import builtins
      builtins.rate = 3
      # %% tags=["step:b", "prev:a"]
      print(rate)
      """
    let found = shown(text)
    #expect(found.map(\.rule.name) == ["unseen-binding"])
    #expect(found.first?.fixes.map(\.title) == ["Add `builtins.rate = 3` to step `b`"])
  }

  private static func volume(_ name: String, _ type: String, _ more: String = "") -> String {
    """
    # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "volumes": [{"name": "\(name)", "mount_point": "/data", "type": "\(type)"\(more)}]}
    # %% tags=["step:a"]
    x = 1
    """
  }

  @Test(arguments: [
    ("Data_Vol", "clone", ""), ("Data_Vol", "new_pvc", #", "size": 5, "storage_class_name": """#),
    ("data", "clone", #", "size": "x", "storage_class_name": "A_B""#), ("data", "new_pvc", ""),
  ])
  func aVolumeThatKaleIgnoresIsOneFinding(_ name: String, _ type: String, _ more: String) throws {
    let found = shown(Self.volume(name, type, more))
    #expect(found.count == 1)
    let finding = try #require(found.first)
    #expect(finding.severity == .error)
    #expect(finding.message.hasSuffix("Kale ignores this volume: if no step needs it, remove it."))
    #expect(finding.fixes.first?.title == "Remove volume `\(name)`")
  }

  @Test(arguments: [
    ("clone", "/data", Finding.Severity.warning), ("new_pvc", "/other", .information),
    ("new_pvc", "/data", .warning),
  ])
  func aVolumeMattersWhereSomethingMayGoWrong(_ type: String, _ folder: String, _ severity: Finding.Severity)
  {
    let more = #", "size": 5, "size_type": "Gi", "storage_class_name": "fast""#
    let text = Self.volume("data", type, more) + "\nopen(\"\(folder)/x.txt\", \"w\").write(\"x\")"
    let found = shown(text).filter { $0.rule.name == "ignored-volume" }
    #expect(found.map(\.severity) == [severity])
    #expect(found.map(\.fixes.count) == [2])
  }

  @Test(arguments: ["a", "d"])
  func oneChangeSeenUnderManyNamesIsOneFinding(_ changed: String) throws {
    let text = """
      # %% tags=["step:load"]
      a = [1]
      b = a
      c = b
      d = a
      # %% tags=["step:change", "prev:load"]
      \(changed).append(2)
      # %% tags=["step:report", "prev:change"]
      print(a, b, c, d)
      """
    let found = shown(text)
    #expect(found.map(\.rule.name) == ["changed-elsewhere"])
    let fix = try #require(found.first?.fixes.first)
    let fixed = analysis(of: ExampleNotebook(text).notebook.applying(fix.edits))
    #expect(FindingSelection().findings(in: fixed).isEmpty, "\(fix.title)")
  }

  @Test func twoObjectsThatOneCallChangesAreTwo() {
    let text = """
      # %% tags=["functions"]
      def grow(xs, ys):
        xs.append(1)
        ys.append(1)
      # %% tags=["step:load"]
      a, b = [1], [2]
      # %% tags=["step:change", "prev:load"]
      grow(a, b)
      # %% tags=["step:report", "prev:load"]
      print(a, b)
      """
    #expect(!shown(text).contains { $0.message.contains("share") })
  }

  @Test(arguments: [
    ("imports", "import os", "!ls", "imports", ["Add `skip`"]),
    ("functions", "def f(): return 1", "!ls", "functions", ["Add `skip`"]),
    ("functions", "def f(): return 1", "y = undefined_name", "functions", ["Add `step:y`", "Add `skip`"]),
  ])
  func aFindingInAnUntaggedCellNamesTheCellAbove(
    _ tag: String, _ code: String, _ untagged: String, _ noun: String, _ fixes: [String]
  ) {
    let text = """
      # %% tags=["\(tag)"]
      \(code)
      # %%
      \(untagged)
      # %% tags=["step:a"]
      x = 1
      """
    let found = shown(text).filter { $0.place.cell == 1 }
    #expect(
      found.first?.message.contains("This cell has no tag, so it belongs to the \(noun) cell above") == true,
      "\(found.map(\.message))")
    let titles = found.first?.fixes.map(\.title) ?? []
    #expect(Set(fixes).isSubset(of: titles), "\(titles)")
  }

  /// What else is wrong in cells of the wrong role is no finding of its own.
  @Test(arguments: ["pipeline-parameters", "pipeline-metrics"])
  func anUntaggedCellOfTheWrongRoleIsOneFinding(_ tag: String) {
    let special = tag == "pipeline-metrics" ? "print(x)" : "y = 1"
    let text = """
      # %% tags=["step:a"]
      x = 1
      # %% tags=["\(tag)"]
      \(special)
      # %%
      import mylib
      !ls
      print(zzz + mylib.a)
      """
    let found = shown(text).filter { $0.place.cell == 2 }
    #expect(found.count == 1, "\(found.map(\.message))")
  }
}

/// Lines that are magics without a `%`.
@Suite struct AutomagicLineTests {
  private func lines(_ code: String) -> [String] {
    analysis(of: "# %% tags=[\"step:a\"]\n\(code)").findings().filter { $0.rule.name == "automagic-line" }
      .compactMap { $0.fixes.first?.title }
  }

  @Test(arguments: [
    "pip install x", "pip install \"x[y]>=1\" z", "pip install -r requirements.txt", "ls -la", "ls", "who",
    "whos",
    "cd /tmp", "cd ..", "cd", "pwd", "cat a.txt", "time y = 3", "time y = f(2)", "timeit sum([1])",
    "matplotlib inline", "conda list", "run script.py", "mkdir -p a/b", "env A=1", "cd ~",
    "ls *.csv", "cp a b", "load_ext autoreload", "pip install git+https://example.org/x.git", "who int",
    "pip install x # for y", "lsmagic",
  ])
  func eachLineAmongOthersIsReportedAndFixed(_ line: String) throws {
    let text = "import os\n\(line)\nx = os.getcwd()\n\(line)\n\(line)"
    #expect(lines(text) == .init(repeating: "Add `%` to `\(line)`", count: 3))
    let notebook = ExampleNotebook("# %% tags=[\"step:a\"]\n\(text)").notebook
    let repair = NotebookRepair(of: notebook, for: .fixAll, showing: FindingSelection())
    #expect(
      repair.notebook.cells.first?.source.string
        == "import os\n%\(line)\nx = os.getcwd()\n%\(line)\n%\(line)")
  }

  @Test(arguments: [
    "ls = 3\nls", "import time\ntime", "who = 2\nwho\nprint(who)", "time = 3\ntime", "ls = [1]\nls -la",
    "def cd(): return 1\ncd", "from x import *\nwho\nprint(1)", "history\nprint(1)", "reset\nprint(1)",
    "for ls in [1]:\n  ls\nls", "cd: int = 3\ncd", "import ls\nls", "x = 1\nif x:\n  who",
  ])
  func pythonIsNotReported(_ code: String) { #expect(lines(code).isEmpty) }
}

/// Steps that a `prev:` tag may have meant.
@Suite struct MeantStepTests {
  private func choices(_ name: String, among steps: [String]) -> [String] {
    let cells = steps.map { "# %% tags=[\"step:\($0)\"]\nx = 1" }.joined(separator: "\n")
    return analysis(of: cells + "\n# %% tags=[\"step:zzzz\", \"prev:\(name)\"]\ny = 1").findings()
      .filter { $0.rule.name == "unknown-previous-step" }
      .flatMap { $0.fixes.map(\.title) }.filter { $0.hasPrefix("Change") }
      .map { String($0.dropFirst("Change to `prev:".count).dropLast()) }
  }

  @Test(arguments: [
    ("eval", ["load", "evaluate"], ["evaluate"]), ("preprocess", ["preprocessing"], ["preprocessing"]),
    ("load", ["load_data", "train"], ["load_data"]), ("train", ["model_training"], ["model_training"]),
    ("evaluation", ["evaluate"], ["evaluate"]), ("cleaning", ["data_cleanup"], ["data_cleanup"]),
    ("train_model", ["model_training"], ["model_training"]),
    ("load", ["reload", "loader", "load_x"], ["load_x", "loader"]),
    ("data", ["load_data", "split_data", "data_prep"], ["data_prep", "split_data", "load_data"]),
    ("load", ["train", "report"], []), ("to", ["total", "top"], []),
    ("eval_2", ["evaluate_1", "evaluate_2", "evaluate_3"], ["evaluate_2", "evaluate_3", "evaluate_1"]),
  ])
  func aStepWithFormsOfTheWordsIsAChoice(_ name: String, _ steps: [String], _ expected: [String]) {
    #expect(choices(name, among: steps) == expected)
  }

  /// The choices do not depend on how many tags are wrong.
  @Test func manyUnknownStepsHaveChoicesToo() {
    let steps = (0..<40).map { "# %% tags=[\"step:evaluate_\($0)\"]\nx = 1" }
    let wrong = (0..<40).map { "# %% tags=[\"step:s\($0)\", \"prev:eval_\($0)\"]\ny = 1" }
    let found = analysis(of: (steps + wrong).joined(separator: "\n")).findings()
    #expect(found.count == 40)
    #expect(found.allSatisfy { $0.message.contains("Did you mean") })
  }
}
