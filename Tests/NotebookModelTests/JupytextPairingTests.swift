import KaleTestSupport
import NotebookModel
import SourceText
import Testing

/// The `.ipynb` files of texts. The paths are those of `jupytext --paired-paths`.
@Suite struct JupytextPairingTests {
  private func pairing(_ formats: String) -> JupytextPairing? {
    let header = "# ---\n# jupyter:\n#   jupytext:\n#     formats: \(formats)\n# ---\n\n# %%\nx = 1\n"
    return JupytextDocument(SourceText(header), JupytextHint(languageID: "", name: "a.py")) { _ in nil }?
      .pairing
  }

  @Test(arguments: [
    ("ipynb,py:percent", "/r/a.py", "/r/a.ipynb"), ("py:percent,ipynb", "a.py", "a.ipynb"),
    ("ipynb,md,py", "/r/a.md", "/r/a.ipynb"), ("ipynb,auto:percent", "/r/a.py", "/r/a.ipynb"),
    ("ipynb,.pct.py:percent", "/r/a.pct.py", "/r/a.ipynb"),
    ("notebooks//ipynb,scripts//py:percent", "/r/scripts/a.py", "/r/notebooks/a.ipynb"),
    ("notebooks//ipynb,scripts//py:percent", "scripts/a.py", "notebooks/a.ipynb"),
    ("notebooks///ipynb,scripts///py", "/r/scripts/sub/a.py", "/r/notebooks/sub/a.ipynb"),
    ("ipynb,scripts//py:percent", "/r/scripts/a.py", "/r/a.ipynb"),
    ("notebooks//ipynb,py:percent", "/r/a.py", "/r/notebooks/a.ipynb"),
    ("notebooks//ipynb,scripts//py", "/r/scripts/scripts/a.py", "/r/scripts/notebooks/a.ipynb"),
  ])
  func aTextIsPairedWithANotebook(formats: String, path: String, expected: String) {
    #expect(pairing(formats)?.notebookPath(ofTextAt: path) == expected)
  }

  @Test(arguments: [
    ("notebooks//ipynb,scripts//py:percent", "/r/scripts/sub/a.py"), ("py:percent", "/r/a.py"),
    ("", "/r/a.py"),
    ("notebooks//ipynb,scripts//py:percent", "/r/other/a.py"), ("a/b//ipynb,c//py", "/r/c/x/n.py"),
    ("notebooks/ipynb,py", "/r/a.py"), ("../nb//ipynb,py", "/r/x/a.py"),
    ("notebooks//ipynb,scripts//py", "a.py"),
  ])
  func aTextElsewhereIsNot(formats: String, path: String) {
    #expect(pairing(formats)?.notebookPath(ofTextAt: path) == nil)
  }
}
