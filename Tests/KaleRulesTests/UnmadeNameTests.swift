import KaleAnalysis
import KaleRules
import KaleTestSupport
import NotebookModel
import Testing

/// Names that no cell defines: which import, or which other name, was meant.
@Suite struct UnmadeNameTests {
  private func missing(_ text: String) -> [Finding] {
    analysis(of: text).findings().filter { $0.rule.name == "missing-name" }
  }

  private func fixed(_ text: String, _ fix: Fix) -> [String] {
    ExampleNotebook(text).notebook.applying(fix.edits).cells.map(\.source.string)
  }

  @Test(arguments: [
    ("datetime.now()", "from datetime import datetime"),
    ("datetime.strptime('2024', '%Y')", "from datetime import datetime"),
    ("datetime(2024, 1, 1)", "from datetime import datetime"),
    ("datetime.datetime.now()", "import datetime"),
    ("datetime.timedelta(1)", "import datetime"),
    ("timedelta(1)", "from datetime import timedelta"),
    ("time.time()", "import time"), ("glob('*')", "from glob import glob"), ("glob.glob('*')", "import glob"),
    ("tqdm([])", "from tqdm import tqdm"),
    ("Path('x')", "from pathlib import Path"), ("Counter([])", "from collections import Counter"),
    ("defaultdict(list)", "from collections import defaultdict"),
    ("train_test_split([1])", "from sklearn.model_selection import train_test_split"),
    ("pd.DataFrame()", "import pandas as pd"), ("np.zeros(2)", "import numpy as np"),
    ("plt.plot(1)", "import matplotlib.pyplot as plt"), ("sns.set()", "import seaborn as sns"),
    ("joblib.dump(1, 'x')", "import joblib"),
  ])
  func aKnownNameIsImported(code: String, statement: String) throws {
    let text = "# %% tags=[\"imports\"]\nimport sys\n# %% tags=[\"step:a\"]\nx = \(code)\nprint(x, sys)"
    let finding = try #require(missing(text).first)
    #expect(finding.message.hasSuffix(" no cell defines it. Add `\(statement)` to the imports."))
    #expect(finding.fixes.map(\.title) == ["Add `\(statement)` to the imports"])
    let fix = try #require(finding.fixes.first)
    #expect(fixed(text, fix).first == "import sys\n\(statement)")
    #expect(missing(text).count == 1)
  }

  /// A module of which an attribute is used can hardly be anything else.
  @Test(arguments: [
    ("joblib.dump(1, 'x')", true), ("datetime.now()", true), ("print(joblib)", false),
    ("Counter([])", false), ("string.split()", true),
  ])
  func anImportIsAddedByItselfWhereItIsCertain(code: String, isSafe: Bool) throws {
    let finding = try #require(missing("# %% tags=[\"step:a\"]\n\(code)").first)
    #expect((finding.safeFix != nil) == isSafe)
  }

  @Test func theImportsCellIsMadeOnTop() throws {
    let text =
      "# %% tags=[\"step:a\"]\nx = json.dumps(1)\n# %% tags=[\"step:b\", \"prev:a\"]\nprint(os.sep, x)"
    let repair = NotebookRepair(of: ExampleNotebook(text).notebook, for: .fixAll, showing: FindingSelection())
    #expect(repair.notebook.cells[0].source.string == "import json\nimport os")
    #expect(repair.notebook.cells[0].tags.compactMap(\.text) == ["imports"])
    #expect(!analysis(of: repair.notebook).findings().contains { $0.rule.name == "missing-name" })
  }

  /// What the imports cell itself reads is imported above.
  @Test(arguments: [
    ("np.zeros(1)", "import numpy as np\nnp.zeros(1)"), ("x = (", nil),
    ("from __future__ import annotations\nnp.zeros(1)", nil),
  ])
  func theImportsCellStaysOne(code: String, after: String?) {
    let text = "# %% tags=[\"imports\"]\n\(code)\n# %% tags=[\"step:a\"]\nx = np.ones(1)"
    let repair = NotebookRepair(of: ExampleNotebook(text).notebook, for: .fixAll, showing: FindingSelection())
    #expect(repair.notebook.cells[0].source.string == after ?? code)
  }

  @Test(arguments: [
    ("vocab_size_val", "vocab_size", "`vocab_size_val`"), ("CUMULO", "CUMULUS", "`CUMULO`"),
    ("my_model", "my_modle", "`my_model`"), ("model", "trained_model", "`model`"),
  ])
  func aSimilarNameIsOffered(defined: String, read: String, suggestion: String) throws {
    let text =
      "# %% tags=[\"step:a\"]\n\(defined) = 3\n# %% tags=[\"step:b\", \"prev:a\"]\nprint(\(read), \(read))"
    let finding = try #require(missing(text).first)
    #expect(finding.message.hasSuffix("Did you mean \(suggestion)?"))
    #expect(finding.related.map(\.place.cell) == [0])
    let fix = try #require(finding.fixes.first)
    #expect(fix.applicability == .suggested)
    #expect(fixed(text, fix) == ["\(defined) = 3", "print(\(defined), \(defined))"])
  }

  @Test(arguments: [("x_train", "y"), ("data", "model"), ("id", "ix")])
  func otherNamesAreNot(defined: String, read: String) throws {
    let text = "# %% tags=[\"step:a\"]\n\(defined) = 3\n# %% tags=[\"step:b\", \"prev:a\"]\nprint(\(read))"
    let finding = try #require(missing(text).first)
    #expect(finding.message.hasSuffix("no cell defines it."))
    #expect(finding.fixes.isEmpty)
  }

  @Test func aNameThatACallReadsIsSaidInOneSentence() throws {
    let finding = try #require(
      missing(
        """
        # %% tags=["functions"]
        def connect(): return credentials
        # %% tags=["step:a"]
        connect()
        """
      ).first)
    #expect(
      finding.message
        == "`credentials`, which `connect` reads, is undefined in step `a`: no cell defines it.")
  }
}
