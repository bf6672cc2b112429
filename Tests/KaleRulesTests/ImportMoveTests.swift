import KaleAnalysis
import KaleRules
import KaleTestSupport
import NotebookModel
import Testing

/// Imports that fixes move, or copy, to the imports cells: safe only where the notebook and its steps compute the same after
/// it.
@Suite struct ImportMoveTests {
  private func safeFixes(_ text: String) -> [Fix] {
    analysis(of: text).findings().filter { $0.rule.name == "step-import" }.compactMap(\.safeFix)
  }

  /// Whether a safe fix moves the import of PyTorch; those of the other imports are not asked about.
  private func movesTorch(_ text: String) -> Bool {
    let notebook = ExampleNotebook(text).notebook
    return safeFixes(text).contains { fix in
      notebook.applying(fix.edits).cells.last.map { !$0.source.string.contains("import torch") } ?? false
    }
  }

  /// Code above the import in its own cell, and whether the import can move to before it.
  @Test(arguments: [
    ("x = 1", true), ("x = [f(1) for f in (abs, len)]", true), ("print(1)", true), ("import json", true),
    ("import pandas as pd\ndf = pd.DataFrame()\ndf.head()", true), ("def f():\n    return 1\nf()", true),
    ("import numpy as np\nnp.random.seed(1)", true), ("%matplotlib inline", true), ("!ls -la", true),
    ("%%time", true), ("import random\nrandom.seed(1)", true),
    ("import os\nos.makedirs('out', exist_ok=True)", true),
    ("import sys\nsys.path.insert(0, 'lib')", false), ("import os\nos.environ['A'] = '1'", false),
    ("import warnings\nwarnings.filterwarnings('ignore')", false),
    ("import matplotlib\nmatplotlib.use('Agg')", false), ("import findspark\nfindspark.init()", false),
    ("%cd src", false), ("%env A=1", false), ("%pip install torch", false), ("!pip install torch", false),
    ("%load_ext cudf.pandas", false), ("!ls; pip install torch", false), ("pip install torch", false),
    ("from pylab import *", false), ("exec('x = 1')", false), ("x = (", false),
    ("def install():\n    import subprocess\n    subprocess.run(['pip'])\ninstall()", false),
    ("import os\nif True:\n    os.chdir('src')", false),
    ("from dotenv import load_dotenv\nload_dotenv()", false),
  ])
  func anImportStaysBelowWhatItMayDependOn(above: String, isSafe: Bool) {
    let text =
      "# %% tags=[\"imports\"]\nimport json\n# %% tags=[\"step:a\"]\n\(above)\nimport torch\ny = torch"
    #expect(movesTorch(text) == isSafe)
  }

  /// Cells above, between the imports cell and the import.
  @Test(arguments: [
    ("# %% tags=[\"skip\"]\n!pip install torch", false), ("# %% tags=[\"skip\"]\nprint(1)", true),
    ("# %% tags=[\"step:b\"]\nimport os\nos.environ['A'] = '1'", false),
    ("# %% tags=[\"functions\"]\n%cd src", false),
    ("# %% tags=[\"skip\"]\ntorch = None", false),
    ("# %% tags=[\"step:b\"]\ndef f():\n    global torch\n    torch = 1", false),
    ("# %% tags=[\"step:b\"]\nimport json as torch", false),
    ("# %% tags=[\"step:b\"]\nimport torch\ndel torch", false),
    ("# %% tags=[\"skip\"]\n%%writefile torch.py\nx = 1", false),
    ("# %% tags=[\"skip\"]\n%%writefile app.py\nx = 1", true),
    ("# %% tags=[\"skip\"]\n%%writefile lib/torch.py\nx = 1", false),
    ("# %% tags=[\"step:b\"]\nopen('torch/nn.py', 'w').write('x = 1')", false),
  ])
  func cellsBetweenCountToo(between: String, isSafe: Bool) {
    let text =
      "# %% tags=[\"imports\"]\nimport json\n\(between)\n# %% tags=[\"step:a\"]\nimport torch\ny = torch"
    #expect(movesTorch(text) == isSafe)
  }

  /// What every step would need, or could not do without.
  @Test(arguments: [
    ("import torch", true), ("try:\n    import torch\nexcept ImportError:\n    pass", false),
    ("if False:\n    import torch", false), ("def f():\n    import torch", false),
    ("with open('x'):\n    import torch", false), ("from numpy import sum", false),
    ("import our_features", false), ("from torch import *", false),
  ])
  func onlyPlainImportsOfKnownPackagesMove(statement: String, isSafe: Bool) {
    #expect(safeFixes("# %% tags=[\"step:a\"]\n\(statement)\nx = 1").isEmpty != isSafe)
  }

  /// A module that the notebook writes into a folder whose name the code does not show.
  @Test(arguments: [
    "Path(tmp, 'our_tables.py').write_text('x = 1')", "open(f'{tmp}/our_tables.py', 'w').write('x = 1')",
    "open(os.path.join(tmp, 'our_tables.py'), 'w').write('x = 1')",
  ])
  func whatTheNotebookWritesIsNoPackage(write: String) {
    let text = """
      # %% tags=["imports"]
      import os, sys, tempfile
      from pathlib import Path
      # %% tags=["step:write"]
      tmp = tempfile.mkdtemp()
      \(write)
      # %% tags=["step:use", "prev:write"]
      sys.path.insert(0, tmp)
      import our_tables
      print(our_tables.x)
      """
    let rules = analysis(of: text).findings().map(\.rule.name)
    #expect(!rules.contains("step-import") && !rules.contains("guessed-package"))
  }

  /// An imports cell further down would leave the notebook without the import.
  @Test(arguments: [
    ("# %% tags=[\"step:a\"]\nimport torch\nx = torch\n# %% tags=[\"imports\"]\nimport json", 0),
    ("# %% tags=[\"imports\"]\n%%bash\nls\n# %% tags=[\"step:a\"]\nimport torch\nx = torch", 0),
    ("# %% tags=[\"imports\"]\nimport json\n# %% tags=[\"step:a\"]\nimport torch\nx = torch", nil),
  ])
  func theImportGoesToWhereItRunsBeforeItsUse(text: String, newCell: Int?) throws {
    let edits = try #require(
      analysis(of: text).findings().first { $0.rule.name == "step-import" }?.fixes.first
    ).edits
    let inserted = edits.compactMap { edit in
      if case .insertCell(let cell, _, _) = edit { cell.position } else { nil }
    }
    #expect(inserted == [newCell].compactMap(\.self))
  }

  // MARK: Magics

  /// `%timeit` runs its code many times, with variables of its own; `%%capture` keeps what it prints.
  @Test(arguments: [
    ("%time x = 1", true), ("%%time\nx = 1", true), ("%timeit x = 1", false), ("%%timeit\nx = 1", false),
    ("%%capture\nx = 1", false), ("print?", true),
  ])
  func onlyMagicsThatOnlyShowSomethingAreRemovedByThemselves(code: String, isSafe: Bool) throws {
    let found = analysis(of: "# %% tags=[\"step:a\"]\ny = 1\n# %%\n\(code)").findings()
    let finding = try #require(found.first { $0.rule.name == "ipython-syntax" })
    #expect((finding.safeFix != nil) == isSafe)
    #expect(!finding.fixes.isEmpty)
  }
}
