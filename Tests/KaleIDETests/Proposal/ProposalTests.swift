import KaleAnalysis
import KaleRules
import KaleTestSupport
import NotebookModel
import Testing

@testable import KaleIDE

/// The proposal of roles, names and order for notebooks without tags.
@Suite struct ProposalTests {
  @Test(arguments: OrdinaryNotebooks.all.keys.sorted())
  func anOrdinaryNotebookBecomesAPipelineWithoutErrors(name: String) throws {
    let notebook = ExampleNotebook(try #require(OrdinaryNotebooks.all[name])).notebook
    let proposal = proposal(for: notebook)
    #expect(proposal.findings.filter { $0.severity == .error }.map(\.message) == [])
    #expect(!proposal.analysis.outline.units.isEmpty)
    #expect(proposal.cells.count == notebook.cells.count { $0.kind == .code })
    #expect(proposal.cells.allSatisfy { !$0.reason.isEmpty && $0.summary.count <= 60 })
    // What the answer says is what its edits make.
    let after = analysis(of: notebook.applying(proposal.fix.edits))
    for cell in proposal.cells {
      #expect(CellRole(ofTags: after.tags[cell.cell].role) == cell.role)
      if let step = cell.step {
        #expect(after.unit(ofCell: cell.cell).map { after.outline.units[$0].name } == step)
      }
      if let unit = after.step(definedBy: cell.cell) {
        #expect(after.tags[unit.definition].previous.map(\.name).sorted() == cell.previous.sorted())
      }
    }
    #expect(after.configuration.configuration.pipelineName == proposal.pipelineName)
  }

  @Test(arguments: OrdinaryNotebooks.all.keys.sorted())
  func theProposalIsAlwaysTheSame(name: String) throws {
    let notebook = ExampleNotebook(try #require(OrdinaryNotebooks.all[name])).notebook
    let first = proposal(for: notebook)
    let second = proposal(for: notebook)
    #expect(first.cells == second.cells)
    #expect(first.fix == second.fix)
  }

  @Test func headingsDivideTheNotebookAndNameTheSteps() {
    let proposal = proposal(for: ExampleNotebook(OrdinaryNotebooks.survival).notebook)
    #expect(
      proposal.cells.map(roleText) == [
        "imports", "imports", "step load_data", "skip", "skip", "step cleaning_features after load_data",
        "none cleaning_features",
        "imports", "step training after cleaning_features", "none training", "step evaluation after training",
        "pipeline-metrics",
      ])
  }

  @Test(arguments: [
    ("## Entraînement", "entrainement"), ("## 3.2 Load data", "load_data"), ("## IV. Model", "model"),
    ("## (d) Results", "results"), ("Load data\n=========", "load_data"), ("Load data\n---", "load_data"),
    ("## Data &amp; setup", "data_setup"), ("## Don’t panic", "dont_panic"), ("## Größe", "grosse"),
    ("## 加载数据", "report"), ("## ✅", "report"),
  ])
  func aHeadingNamesAStep(heading: String, name: String) {
    let text = """
      # %% [markdown]
      # # Title
      # %%
      x = sum(range(3))
      # %% [markdown]
      \(heading)
      # %%
      print(x)
      """
    #expect(proposal(for: ExampleNotebook(text).notebook).cells.last?.step == name)
  }

  /// Neither what a cell imports nor an abbreviation says what it does.
  @Test(arguments: [
    ("import seaborn as sns\niris = [1, 2]", "iris"), ("df = [1, 2]", "prepare_data"),
    ("m = max(1, 2)", "compute_m"),
    ("print(1)", "report"), ("import math\nprint(math.pi)", "report"),
  ])
  func aStepIsNotNamedAfterAnAlias(code: String, name: String) {
    let text = "# %%\nimport os\n# %%\n\(code)\nfor i in range(2): print(i)"
    #expect(proposal(for: ExampleNotebook(text).notebook).cells.last?.step == name)
  }

  /// What the imports cells bind twice, each step binds twice.
  @Test func optionalImportsAreImports() {
    let text = """
      # %%
      import pandas as pd
      try:
          import xgboost
          HAS_XGBOOST = True
      except ImportError:
          xgboost = None
          HAS_XGBOOST = False
      # %%
      table = pd.DataFrame()
      print(table, HAS_XGBOOST)
      """
    #expect(proposal(for: ExampleNotebook(text).notebook).cells.map(\.role) == [.imports, .step])
  }

  @Test(arguments: [
    ("%%writefile helper.py\nx = 1", "from helper import x\nprint(x)", CellRole.imports),
    ("%%writefile lib/helper.py\nx = 1", "import lib.helper\nprint(lib)", .imports),
    ("%%writefile conf.txt\na=3", "print(open(\"conf.txt\").read())", .imports),
    ("%%writefile app.py\nx = 1", "print(1)", .skip),
    ("%%writefile -a log.txt\nx", "print(open(\"log.txt\"))", .skip),
  ])
  func aFileThatOtherCellsUseIsWrittenInEveryStep(file: String, use: String, role: CellRole) {
    let cells = proposal(for: ExampleNotebook("# %%\n\(file)\n# %%\n\(use)").notebook).cells
    #expect(cells.map(\.role) == [role, .step])
  }

  /// What is wrong with the code, or with a name, does not take the steps away.
  @Test(arguments: ["x = 1\n# %%\ny = (", "%store -r x\n# %%\nprint(x)"])
  func aFaultyNotebookHasAStep(code: String) {
    let notebook = ExampleNotebook("# %%\nimport os\n# %%\n" + code).notebook
    #expect(!proposal(for: notebook).analysis.outline.units.isEmpty)
    let named = proposal(for: notebook, following: ProposalChoices(pipelineName: "Not a name"))
    #expect(!named.analysis.outline.units.isEmpty)
    #expect(named.rejections.map(\.field) == ["pipelineName"])
  }

  @Test(arguments: [
    ("def f():\n    return 1", "step"), ("import os", "step"), ("x.head()", "step"), ("n = 1", "step"),
    ("# only a comment", "none"),
  ])
  func aNotebookWithoutWorkHasAStepIfItHasCode(code: String, role: String) {
    let cells = proposal(for: ExampleNotebook("# %%\n" + code).notebook).cells
    #expect(cells.map(\.role.rawValue) == [role])
  }

  private func roleText(_ cell: Proposal.Cell) -> String {
    let previous = cell.previous.isEmpty ? "" : " after " + cell.previous.joined(separator: ", ")
    return [cell.role.rawValue, cell.step].compactMap(\.self).joined(separator: " ") + previous
  }
}

/// Returns the proposal for a notebook.
func proposal(for notebook: Notebook, following choices: ProposalChoices = ProposalChoices()) -> Proposal {
  let preview = preview(of: notebook)
  return Proposal(for: preview.analysis([]), following: choices, preview: preview)
}

/// A preview of edits of a notebook.
func preview(of notebook: Notebook) -> NotebookPreview {
  NotebookPreview(
    analysis: { analysis(of: notebook.applying($0)) }, findings: { FindingSelection().findings(in: $0) })
}
