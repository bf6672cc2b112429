import KaleAnalysis
import NotebookModel
import PythonSyntax

/// Magics that fail in a step, whichever compiler has made the pipeline.
extension NotebookAnalysis {
  /// Returns whether a magic needs what only the machine of the notebook has: variables that IPython has stored there.
  func fails(_ escape: IPythonEscape, in cell: CellIndex) -> Bool {
    escape.kind == .lineMagic && escape.text == "store"
      && text(of: escape.range, in: cell).split(separator: " ").contains("-r")
  }
}

extension IPythonEscape {
  /// Whether it is a magic that runs conda, which few images have.
  var runsConda: Bool {
    kind == .lineMagic && ["conda", "mamba", "micromamba"].contains(text.prefix { $0 != " " })
  }
}
