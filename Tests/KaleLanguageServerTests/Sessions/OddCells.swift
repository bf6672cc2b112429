import KaleTestSupport
import NotebookModel
import SourceText

extension NotebookAuthor {
  /// Writes code that is not always Python.
  mutating func oddCode() -> String {
    switch below(12) {
    case 0: ""
    case 1: code() + pick(["\nprint((", "\nx = 'é😀", "\n  y = 1", "\n%matplotlib inline", "\n!ls {n1}"])
    case 2: "# kale: ignore[\(pick(["KALE208", "missing-name", "KALE999", "KALE2"]))]\n" + code()
    case 3: "s = 'é😀' + n\(below(7))\n" + code()
    case 4: "import numpy as np, m\(below(3)).sub\n" + code()
    case 5: "# kale: requires pandas==\(below(3))\n" + code()
    default: code()
    }
  }

  /// Writes a cell with any tags, or one that stands for the second notebook.
  mutating func oddCell(_ step: Int) -> NotebookCell {
    let tags: [String]
    switch below(8) {
    case 0:
      return NotebookCell(
        kind: .code, source: SourceText(""),
        tags: ["notebook:part\(below(2))", "prev:s\(below(max(step, 1)))"].map(NotebookTag.text),
        notebookPath: pick(["part.ipynb", "n.ipynb", "missing.ipynb"]))
    case 1:
      tags =
        self.tags(ofStep: step) + [
          pick(["label:a:b", "limit:cpu:2", "cache:enabled", "image:x", "lable:a:b", "stp:x"])
        ]
    case 2: tags = [pick(["step:S_é", "step:", "prev:s0", "pipeline-parameters", "block:s1", "skip"])]
    default: return cell(step)
    }
    return NotebookCell(kind: .code, source: SourceText(oddCode()), tags: tags.map(NotebookTag.text))
  }
}
