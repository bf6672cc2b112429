import KaleAnalysis
import KaleRules
import KaleTestSupport
import NotebookModel
import Testing

/// Names that code defines, or reads, in other ways than by statements that spell them.
@Suite struct OtherwiseDefinedNameTests {
  private func findings(_ text: String, on runtime: PipelineRuntime = .exact) -> [Finding] {
    var selection = FindingSelection()
    selection.runtime = RuntimeChoice(required: runtime)
    return selection.findings(in: analysis(of: text))
  }

  private func missing(_ text: String, on runtime: PipelineRuntime = .exact) -> [Finding] {
    findings(text, on: runtime).filter { $0.rule.name == "missing-name" }
  }

  // MARK: - Defined otherwise

  private static let definers = [
    "%%bash --out x\nls", "%%sql x <<\nselect 1", "%sql x << select 1", "%%bigquery x\nselect",
    "%%R -o x\nx <- 1",
    "%store -r x", "%%capture x\nprint(1)", "%run helpers.py", "%pylab", "%%cython\ndef x(): pass",
    "%recall 3",
    "globals()['x'] = 1", "exec('x = 1')", "exec(code())", "globals().update(read())",
    "import builtins\nbuiltins.x = 1",
    "get_ipython().run_line_magic('run', 'a.py')", "import sympy\nsympy.var('x y')",
    "from sympy import *\ninit_session()",
  ]

  /// What a star import of an earlier step brings is passed on with its other names.
  @Test(arguments: ["math", "helpers"])
  func laterStepsHaveTheNamesOfStarImports(module: String) throws {
    let text = """
      # %% tags=["step:a"]
      from \(module) import *
      # %% tags=["step:b", "prev:a"]
      print(sqrt(4))
      """
    let found = try #require(missing(text).first)
    #expect(found.severity == .warning && found.isHandled)
    #expect(found.message.contains("`from \(module) import *` in step `a`"))
    #expect(
      missing(text.replacing("sqrt", with: "square")).first?.severity
        == (module == "math" ? .error : .warning))
  }

  /// In the step itself, in a later cell of it, and below an imports cell that does it.
  @Test(arguments: definers)
  func theStepItselfHasSuchNames(_ definer: String) {
    let texts = [
      "# %% tags=[\"step:a\"]\n\(definer)\n# %%\nprint(x)\n# %%\ndef code(): pass\ndef read(): pass",
      "# %% tags=[\"imports\"]\n\(definer)\n# %%\ndef code(): pass\ndef read(): pass\n"
        + "# %% tags=[\"step:a\"]\nprint(x)",
    ]
    for text in texts {
      for runtime in [PipelineRuntime.exact, .kale] {
        #expect(!missing(text, on: runtime).contains { $0.message.contains("`x`") }, "\(text)")
      }
    }
  }

  /// Kale's pipeline does not pass them; that is a warning where the pipeline is kale-lsp's.
  @Test(arguments: definers)
  func laterStepsOfExactPipelinesHaveSuchNames(_ definer: String) {
    let text = """
      # %% tags=["functions"]
      def code(): pass
      def read(): pass
      # %% tags=["step:a"]
      \(definer)
      # %% tags=["step:b", "prev:a"]
      print(x)
      """
    for finding in findings(text) where finding.message.contains("`x`") {
      #expect(finding.severity == .warning, "\(finding.message)")
      #expect(finding.isHandled && finding.message.contains("Kale"), "\(finding.message)")
      // Kale rejects the notebook because of the magic; that is all that is to say.
      #expect(!definer.hasPrefix("%"), "\(finding.message)")
    }
  }

  @Test func namesThatMagicsDefineArePassedOn() {
    let analysis = analysis(
      of: """
        # %% tags=["step:a"]
        %%bash --out listing
        ls
        # %% tags=["step:b", "prev:a"]
        print(listing)
        """)
    #expect(analysis.flow.flows[0].outputs == ["listing"])
    #expect(analysis.flow.flows[1].inputs == ["listing"])
  }

  @Test func whatOneStepDefinesOtherwiseAStepThatDoesNotFollowLacks() {
    let found = missing(
      """
      # %% tags=["step:a"]
      globals()["x"] = 1
      # %% tags=["step:b"]
      print(x)
      """)
    #expect(found.map(\.severity) == [.error])
    #expect(found.first?.fixes.first?.title == "Add `prev:a` to step `b`")
  }

  /// Shell commands and common magics define nothing: what is missing behind them is so for certain.
  @Test(arguments: ["!pip install x", "%matplotlib inline", "%time y = 1", "x?", "%load_ext autoreload"])
  func plainMagicsHideNothing(_ magic: String) {
    let found = missing("# %% tags=[\"step:a\"]\n\(magic)\nprint(nothing)")
    #expect(found.map(\.severity) == [.error])
  }

  // MARK: - Half-typed code

  @Test(arguments: [
    "x = ones(", "def x(a:", "x, y = (1,", "import numpy as", "from numpy import", "for x in range(",
  ])
  func halfTypedCodeLeavesOtherCellsClean(_ code: String) {
    for tags in ["\"step:a\"", "\"imports\""] {
      let text =
        "# %% tags=[\(tags)]\n\(code)\n# %% tags=[\"step:b\"\(tags.contains("a") ? ", \"prev:a\"" : "")]\nprint(x)"
      let found = findings(text)
      #expect(
        Set(found.map(\.rule.name)).isSubset(of: ["syntax-error"]), "\(found.map(\.message)) in \(text)")
    }
  }

  // MARK: - Automagics

  @Test(arguments: [
    ("pip install x", ["automagic-line warning"]), ("ls -la", ["automagic-line information"]),
    ("conda install -y pandas", ["automagic-line warning"]), ("cd /tmp", ["automagic-line information"]),
    ("pip install x\ny = 1", ["automagic-line error"]),
    ("ls -la\ncd /tmp", ["automagic-line error", "automagic-line error"]),
    ("git clone x", ["syntax-error error"]), ("config", ["automagic-line information"]),
    ("y = 1\nconfig", ["missing-name error"]),
  ])
  func aMagicWithoutItsSignIsOneFinding(_ code: String, _ expected: [String]) {
    let found = findings("# %% tags=[\"step:a\"]\n\(code)")
    #expect(found.map { "\($0.rule.name) \($0.severity)" } == expected)
  }

  @Test func aVariableWithTheNameOfAMagicIsMeant() {
    let found = findings("# %% tags=[\"step:a\"]\nls = 3\nla = 1\n# %% tags=[\"step:b\", \"prev:a\"]\nls -la")
    #expect(found.isEmpty)
  }

  // MARK: - Texts

  @Test(arguments: [
    "df.query('a > @limit')", "eval('limit + 1')", "pd.eval('limit + 1')", "'{limit}'.format(**globals())",
    "globals()['limit']", "exec('y = limit')", "df.query(f'a > @limit and b > {df.b}')",
  ])
  func namesInTextsArePassedOn(_ code: String) {
    let text = """
      # %% tags=["imports"]
      import pandas as pd
      # %% tags=["step:load"]
      df = pd.DataFrame()
      limit = 3
      # %% tags=["step:use", "prev:load"]
      print(df)
      \(code)
      """
    #expect(analysis(of: text).flow.flows[1].inputs.contains("limit"))
    #expect(!analysis(of: text).kaleFlow.flows[1].inputs.contains("limit"))
    #expect(findings(text).map { "\($0.rule.name) \($0.severity)" } == ["hidden-read warning"])
    #expect(findings(text, on: .kale).map(\.severity) == [.warning])
    let unlinked = text.replacingOccurrence(of: ", \"prev:load\"", with: "")
    #expect(missing(unlinked).contains { $0.message.contains("`limit`") })
  }

  @Test func aParameterThatOnlyATextReadsIsUsed() {
    let text = """
      # %% tags=["pipeline-parameters"]
      low = 5
      # %% tags=["step:use"]
      df = {}
      print(df.query("a > @low"))
      """
    #expect(analysis(of: text).flow.flows[0].parameters == ["low"])
    // Kale gives it to every step.
    #expect(findings(text).map(\.rule.name) == [])
  }

  @Test(arguments: ["'x' in globals()", "globals().get('x')", "duckdb.sql('select * from x')"])
  func aNameWhoseAbsenceIsHandledIsNotMissing(_ code: String) {
    let text = "# %% tags=[\"step:a\"]\nimport duckdb\n\(code)\n# %% tags=[\"step:b\"]\nx = 1"
    #expect(missing(text).isEmpty)
    #expect(missing("# %% tags=[\"step:a\"]\ntry:\n  x\nexcept NameError:\n  pass").isEmpty)
  }

  /// A name that the step defines only if it is undefined is reported by one rule: Kale does not pass it to the step.
  @Test func aGuardedNameHasOneFinding() {
    let text = """
      # %% tags=["step:a"]
      z = 1
      # %% tags=["step:b", "prev:a"]
      try:
        z
      except NameError:
        z = 9
      # %% tags=["step:c", "prev:b"]
      print(z)
      """
    #expect(findings(text).map(\.rule.name) == ["hidden-read"])
  }

  // MARK: - Star imports

  @Test(arguments: [("math", Finding.Severity.error), ("helpers", .warning)])
  func aNameOfAnotherStepIsMissingBelowAStarImport(_ module: String, _ severity: Finding.Severity) {
    let text = """
      # %% tags=["imports"]
      from \(module) import *
      # %% tags=["step:other"]
      extra = 3
      # %% tags=["step:use"]
      print(extra, sqrt(2))
      """
    #expect(missing(text).map(\.severity) == [severity])
    #expect(missing(text).first?.fixes.first?.title == "Add `prev:other` to step `use`")
  }

  @Test func aNameThatTheModuleExportsIsNotMissing() {
    let text = """
      # %% tags=["imports"]
      from math import *
      # %% tags=["step:other"]
      pi = 3
      # %% tags=["step:use"]
      print(pi)
      """
    #expect(missing(text).isEmpty)
  }

  @Test func aStarImportHasOneFindingForAllNamesThatItHides() {
    let text = """
      # %% tags=["imports"]
      from math import *
      # %% tags=["step:make"]
      xs, ys = 1, 2
      # %% tags=["step:use", "prev:make"]
      print(xs, ys, sqrt(2))
      # %% tags=["step:last", "prev:make"]
      print(xs)
      """
    let found = findings(text)
    #expect(
      found.map(\.message) == [
        "Kale does not pass `xs` and `ys` to steps `use` and `last` because of `import *`: its pipeline fails with a "
          + "NameError. Import the names you use."
      ])
    #expect(found.map(\.place.cell) == [0])
    #expect(found.map(\.severity) == [.warning])
    #expect(findings(text, on: .kale).map(\.severity) == [.warning])
    // Two imports of one cell hide the same names.
    let two = text.replacing("from math import *", with: "from math import *\nfrom cmath import *")
    #expect(findings(two).count == 1)
    // An import that hides nothing is information.
    let idle = text.replacing("xs, ys, sqrt(2)", with: "sqrt(2)").replacing("print(xs)", with: "print(1)")
    #expect(findings(idle).map(\.severity) == [.information])
  }

  // MARK: - Causes

  @Test(arguments: [
    "df += 1", "df = df[1:]", "with df as df:\n  pass", "for df in df:\n  pass", "df = [x for x in df]",
    "df, y = df, 1", "if df:\n  df = 2", "print(df := df)", "del df", "df.x = df.y\ndf = 1", "df: int = df",
    "while df:\n  df = 1", "match df:\n  case [df]:\n    pass", "df['n'] += 1", "df = df.a\ndf = df.b",
  ])
  func aStepThatReassignsWhatItForgotIsToldTheStep(_ code: String) {
    let steps = "# %% tags=[\"step:clean\"]\n\(code)\n# %% tags=[\"step:end\", \"prev:clean\"]\nprint(1)"
    let found = missing("# %% tags=[\"step:load\"]\ndf = 1\n\(steps)")
    #expect(found.first?.message.contains("`df` is defined in step `load`") == true)
    #expect(found.first?.fixes.map(\.title) == ["Add `prev:load` to step `clean`"])
    let skipped = missing("# %% tags=[\"skip\"]\ndf = 1\n\(steps)")
    #expect(skipped.first?.message.contains("cell 1 defines it, and that cell is skipped") == true)
  }

  /// Once the tag is correct, the names are there.
  @Test func namesBelowAMisspelledTagAreNotReported() {
    let text = """
      # %% tags=["setp:load"]
      x = 1
      # %%
      y = 1
      # %% tags=["step:b"]
      print(x, y)
      """
    #expect(findings(text).map(\.rule.name) == ["unknown-tag"])
  }

  // MARK: - Imports cells

  @Test(arguments: [
    "START = datetime(2024, 1, 1)", "raw = 'a,b'.split(',')", "HOME = os.environ.get('HOME', 'a(b)')",
    "EDGES = np.array([1, 2])", "LABELS = dict(a=1, b=list(range(3)))",
    "yaml = importlib.import_module('yaml')",
    "ROOT = Path('data') / str(Path('raw'))", "getcontext().prec = int('20')",
    "logger('y').propagate = False",
    "rcParams['axes.prop_cycle'] = cycler(color='rgb')",
  ])
  func constantsOfAnImportsCellAreNoSideEffects(_ statement: String) {
    #expect(sideEffects(statement).isEmpty)
  }

  @Test(arguments: [
    "NOW = datetime.now()", "df = dict(pd.read_csv('a.csv'))", "xs = [load() for _ in range(3)]",
  ])
  func valuesThatAreComputedAreSideEffects(_ statement: String) {
    #expect(sideEffects(statement) == ["imports-side-effect"])
  }

  private func sideEffects(_ statement: String) -> [String] {
    findings(
      """
      # %% tags=["imports"]
      import importlib, os
      from datetime import datetime
      from decimal import getcontext
      from logging import getLogger as logger
      from matplotlib import cycler, rcParams
      from pathlib import Path
      import numpy as np
      import pandas as pd
      def load(): return 1
      \(statement)
      # %% tags=["step:a"]
      x = 1
      # %% tags=["step:b", "prev:a"]
      print(x)
      """
    ).map(\.rule.name).filter { $0 == "imports-side-effect" }
  }

  @Test func whatOnlyTypeCheckersImportIsNotInstalled() {
    let analysis = analysis(
      of: """
        # %% tags=["imports"]
        import importlib
        import typing
        from typing import TYPE_CHECKING
        if TYPE_CHECKING:
          import torch
        if typing.TYPE_CHECKING:
          import keras
        else:
          import pandas
        yaml = importlib.import_module("yaml")
        # %% tags=["step:a"]
        x = 1
        """)
    #expect(
      analysis.importedModules(of: analysis.sharedCells) == [
        "importlib", "pandas", "typing", "typing.TYPE_CHECKING", "yaml",
      ])
  }

  // MARK: - Names of steps

  @Test(arguments: [
    (["load_data"], "load", ["load_data"]), (["load_data", "loads", "z"], "load", ["load_data", "loads"]),
    (["load_data"], "data", ["load_data"]), (["train_model"], "model_train", ["train_model"]),
    (["load"], "load_data", ["load"]), (["preload", "road"], "load", []),
    (["train_1", "train_2"], "train_3", ["train_2", "train_1"]),
  ])
  func stepsWithTheWordsOfANameAreOffered(_ steps: [String], _ name: String, _ expected: [String]) {
    let cells = steps.map { "# %% tags=[\"step:\($0)\"]\nx = 1\n" }.joined()
    let found = findings(cells + "# %% tags=[\"step:end\", \"prev:\(name)\"]\nprint(1)")
    let titles = found.first?.fixes.map(\.title).filter { $0.hasPrefix("Change") } ?? []
    #expect(Set(titles) == Set(expected.map { "Change to `prev:\($0)`" }))
    #expect(found.first?.safeFix == nil)
  }
}

extension String {
  fileprivate func replacingOccurrence(of text: String, with other: String) -> String {
    guard let range = firstRange(of: text) else { return self }
    return String(self[..<range.lowerBound]) + other + self[range.upperBound...]
  }
}
