import KaleWorkspace

/// What a person sees who runs the program without arguments.
enum Introduction {
  /// What it is, and what to try first.
  static var text: String {
    """
    \(KaleLSPVersion.full): language server and command line for Kale notebooks

    Try one of these:
      kale-lsp check                 find problems in the notebooks of this folder
      kale-lsp graph train.ipynb     draw the pipeline of a notebook
      kale-lsp new first.ipynb       create a notebook with a first pipeline

    `kale-lsp --help` lists all commands. Editors start the server by themselves;
    `kale-lsp serve` starts it here.

    """
  }
}
