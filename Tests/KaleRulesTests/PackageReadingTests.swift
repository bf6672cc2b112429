import KaleAnalysis
import KaleRules
import KaleTestSupport
import NotebookModel
import SourceText
import Testing

@testable import KaleAnalysis
@testable import KaleRules

@Suite struct RequirementTests {
  @Test(arguments: [
    ("pandas", "pandas"), (" Scikit_Learn >= 1.5 ", "scikit-learn"), ("a.b-c==1.0.post1+local", "a-b-c"),
    ("torch[opt-einsum, gpu]~=2.4,!=2.4.1", "torch"), ("x===1", "x"), ("x==1.*", "x"),
    ("kale @ git+https://host/kale.git@main#egg=kale", "kale"), ("x; python_version < '3.9'", "x"),
  ])
  func readsWhatPipTakes(_ text: String, _ distribution: String) throws {
    let requirement = try #require(Requirement(text))
    #expect(requirement.distribution == distribution)
    #expect(!requirement.text.contains("'"))
  }

  @Test(arguments: [
    "", " ", "-r file", "--index-url=x", "./here", "a b", "a=1", "a==", "a==1,", "a[", "a[x", "a[]", "-a",
    "a-",
    "a; ", "a;$(x)", "a==1' && echo '", "a==1\n", "a==1\0", "größe", "a @ file", "a @ javascript:x", "a==1 b",
    "a`x`",
    "a @ https://x' y", "{{$}}", "a==1;{{$}}",
  ])
  func takesNothingElse(_ text: String) {
    #expect(Requirement(text) == nil)
  }

  /// Nothing that is taken gets out of a shell's single quotes or off its line.
  @Test(arguments: 0..<20 as Range<UInt64>)
  func nothingThatIsTakenIsMoreThanAWord(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let parts = [
      "a", "b1", "==", "1.0", ",", ";", "'", "\"", "\n", "$", "`", "[x]", "@", " https://h/", "\\", "{{$}}",
      " ",
    ]
    for _ in 0..<1000 {
      let text = (0..<Int.random(in: 1...7, using: &random)).map { _ in
        parts.randomElement(using: &random) ?? ""
      }
      .joined()
      guard let requirement = Requirement(text) else { continue }
      let isTame = requirement.text.utf8.allSatisfy {
        (0x20..<0x7F).contains($0) && !"'\\`$".utf8.contains($0)
      }
      #expect(isTame, "\(text)")
    }
  }
}

@Suite struct StepImportsTests {
  private func imports(_ text: String) -> [String: [String]] {
    let steps = analysis(of: text).pipeline.steps
    return Dictionary(steps.map { ($0.name, $0.imports) }, uniquingKeysWith: { first, _ in first })
  }

  @Test func aStepImportsWhatItsOwnCellsAndTheSharedOnesDo() {
    let imports = imports(
      """
      # %% tags=["imports"]
      import os, pandas as pd
      try:
          import torch
      except ImportError:
          torch = None
      # %% tags=["step:a"]
      import numpy.linalg
      def f():
          from sklearn import svm
          from . import helpers
      # %% tags=["step:b"]
      print(1)
      """)
    #expect(
      imports == [
        "a": ["numpy.linalg", "os", "pandas", "sklearn.svm", "torch"], "b": ["os", "pandas", "torch"],
      ])
  }

  /// What a function imports only its users need.
  @Test(arguments: [
    ("plot(1)", ["matplotlib"]), ("draw()", ["matplotlib"]), ("print(1)", []), ("x = [plot]", ["matplotlib"]),
    ("def g():\n    return draw()", ["matplotlib"]), ("%time plot(1)", ["matplotlib"]),
    ("eval('plot(1)')", ["matplotlib"]), ("!echo hello", []), ("fetch()", ["requests"]),
  ])
  func aStepNeedsWhatTheFunctionsImportThatItUses(_ code: String, _ expected: [String]) {
    let imports = imports(
      """
      # %% tags=["functions"]
      def plot(x):
          import matplotlib
      def draw():
          plot(1)
      # %% tags=["functions"]
      async def fetch():
          import requests
      # %% tags=["step:a"]
      \(code)
      """)
    #expect(imports["a"] == expected)
  }

  @Test(arguments: ["plot(1)", "@plot\ndef g(): pass", "class C:\n    x = plot", "def g(x=plot(1)): pass"])
  func whatASharedCellUsesEveryStepNeeds(_ code: String) {
    let imports = imports(
      """
      # %% tags=["functions"]
      def plot(x):
          import matplotlib
      \(code)
      # %% tags=["step:a"]
      print(1)
      """)
    #expect(imports["a"] == ["matplotlib"])
  }

  @Test func magicsImportWhatTheyShow() {
    let imports = imports(
      """
      # %% tags=["imports"]
      %matplotlib inline
      # %% tags=["step:a"]
      %time 1
      """)
    #expect(imports["a"] == ["matplotlib"])
  }

  @Test func commentsSayWhatIsRequiredAndWhere() {
    let pipeline = analysis(
      of: """
        # %% tags=["imports"]
        # requirements: pandas>=2,<3, numpy==1.26
        #requirements:torch[gpu,cpu]==2.4
        # %% tags=["pipeline-parameters"]
        # requirements: tqdm
        rate = 1
        # %% tags=["step:a"]
        # requirements: xgboost
        text = "# requirements: not_this"
        x = 1  # requirements: nor_this
        # %%
        # requirements: lightgbm==4
        # %% tags=["skip"]
        # requirements: skipped
        # %% tags=["step:b"]
        print(x)
        """
    ).pipeline
    #expect(
      pipeline.requirements.map(\.text) == ["pandas>=2,<3", "numpy==1.26", "torch[gpu,cpu]==2.4", "tqdm"])
    #expect(pipeline.steps.map { $0.requirements.map(\.text) } == [["xgboost", "lightgbm==4"], []])
  }
}

/// Modules in the notebook's folder.
@Suite struct LocalModuleTests {
  @Test(arguments: [
    ("helpers", "helpers"), ("helpers.clean", "helpers"), ("helpers.a.b", "helpers"), ("src", "src"),
    ("src.tables", "src.tables"), ("src.tables.load", "src.tables"), ("src.other", nil), ("pandas", nil),
    ("helper", nil), ("helpers2", nil), ("", nil), (".", nil),
  ])
  func importsLeadToModules(_ path: String, _ expected: String?) {
    #expect(LocalModules(["helpers", "src.tables"]).module(ofImport: path) == expected)
    #expect(LocalModules.none.module(ofImport: path) == nil)
  }

  /// Every way that a module reaches what a step installs.
  @Test(arguments: [
    "# %% tags=[\"imports\"]\nimport helpers\n# %% tags=[\"step:a\"]\nx = 1",
    "# %% tags=[\"imports\"]\nimport helpers.inner as h\n# %% tags=[\"step:a\"]\nx = 1",
    "# %% tags=[\"functions\"]\ndef f():\n    from helpers import *\n# %% tags=[\"step:a\"]\nf()",
    "# %% tags=[\"imports\"]\ntry:\n    import helpers\nexcept ImportError: pass\n# %% tags=[\"step:a\"]\nx = 1",
    "# %% tags=[\"step:a\"]\nimport helpers",
    "# %% tags=[\"step:a\"]\nfrom helpers import clean, load as read",
    "# %% tags=[\"step:a\"]\ndef f():\n    from helpers.inner import clean",
  ])
  func noStepInstallsOne(_ text: String) {
    let plain = analysis(of: text)
    // Code that catches the failing import may do without a package of which only the name is known.
    let isOptional = text.contains("except ImportError")
    #expect(plain.pipeline.steps[0].imports.contains { $0.hasPrefix("helpers") } != isOptional)
    #expect(!plain.findings().contains { $0.rule == LocalModule.description })
    let local = analysis(of: text + "\n# file: helpers.py")
    #expect(
      !(local.pipeline.sharedImports + local.pipeline.steps[0].imports).contains { $0.hasPrefix("helpers") })
    #expect(local.findings().filter { $0.rule == LocalModule.description }.map(\.severity) == [.warning])
    #expect(!local.findings().contains { $0.rule == StepImport.description })
  }

  @Test func whatIsBesideAReferencedNotebookItsStepsDoNotInstall() throws {
    let pipeline = analysis(
      of: """
        # %% tags=["notebook:part"] notebook_path="part.ipynb"
        # file: part.ipynb
        # %% tags=["step:a"]
        import helpers, torch
        # file: helpers.py
        """
    ).pipeline
    let inner = try #require(pipeline.steps.first?.notebook?.pipeline)
    #expect(inner.steps.map(\.imports) == [["torch"]])
  }

  @Test func aMappedModuleIsInstalledWithoutAWarning() {
    let mapped = analysis(
      of: """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e"}
        # kale_lsp: {"package_names": {"helpers": "our-helpers"}}
        # %% tags=["step:a"]
        import helpers
        # file: helpers.py
        """)
    #expect(mapped.pipeline.steps[0].imports == ["helpers"])
    #expect(!mapped.findings().contains { $0.rule == LocalModule.description })
  }

  @Test func anImageMayContainTheModule() {
    let findings = analysis(
      of: """
        # %% tags=["step:a", "image:ours:1"]
        import helpers
        # file: helpers.py
        """
    ).findings().filter { $0.rule == LocalModule.description }
    #expect(findings.map(\.severity) == [.information])
  }

  /// Kale installs the package called `google`, whichever cell has the import.
  @Test func noImportOfANamespaceIsMovedForKale() throws {
    let findings = analysis(of: "# %% tags=[\"step:a\"]\nfrom google.cloud import bigquery").findings()
    let finding = try #require(findings.first { $0.rule == StepImport.description })
    #expect(finding.fixes.isEmpty)
    #expect(finding.message.contains("`google.cloud.bigquery`"))
  }

  @Test func whatANotebookImportsIsToldWithItsMembers() {
    var analyzer = PipelineAnalyzer()
    let text = """
      # %% tags=["step:a"]
      import a.b, c as d
      from e import f, g
      from h import *
      from . import i
      # %% [markdown]
      import j
      """
    #expect(
      analyzer.fileNeeds(of: ExampleNotebook(text).notebook).imports == ["a.b", "c", "e.f", "e.g", "h"])
  }

  /// A package of that name in an index is another one.
  @Test(arguments: ["%%writefile conv.py\nx = 1", "with open('conv.py', 'w') as f:\n  f.write('x = 1')"])
  func aModuleThatTheNotebookWritesIsNotInstalled(writer: String) {
    let analysis = analysis(
      of: "# %% tags=[\"step:a\"]\n\(writer)\n# %% tags=[\"step:b\", \"prev:a\"]\nimport conv, torch")
    #expect(analysis.pipeline.steps.last?.imports == ["torch"])
  }
}
