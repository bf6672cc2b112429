import JSONSyntax
import NotebookModel
import SourceText
import Testing

/// Texts that start with a byte order mark, as editors on Windows write them.
@Suite struct ByteOrderMarkTests {
  private static let mark = "\u{FEFF}"

  static let texts = [
    "# %% tags=[\"step:a\"]\nx = 1\n\n# %%\ny = 2\n",
    "x = 1\n\n# %%\ny = 2\n",
    "# ---\n# jupyter:\n#   jupytext:\n#     text_representation:\n#       format_name: percent\n# ---\n\n# %%\nx = 1\n",
    "#!/usr/bin/env python\n# %%\nx = 1\n",
    "# + tags=[\"step:a\"]\nx = 1\n# -\n\ny = 2\n",
    "# Title\n\n```python tags=[\"step:a\"]\nx = 1\n```\n",
    "---\njupyter:\n  kernelspec:\n    name: python3\n---\n\n```python tags=[\"step:a\"]\nx = 1\n```\n",
    "---\nkernelspec:\n  name: python3\n---\n\n```{code-cell}\n:tags: [step:a]\n\nx = 1\n```\n",
  ]

  static let edits: [NotebookEdit] = [
    .addTag(cell: 0, tag: "b"), .insertCell(before: 0, source: "z = 3", tags: ["imports"]),
    .setConfiguration(path: ["pipeline_name"], to: "p"),
  ]

  @Test(arguments: texts, ["\n", "\r\n"])
  func theNotebookIsThatOfTheTextWithoutTheMark(text: String, lineBreak: String) throws {
    let text = text.replacing("\n", with: lineBreak)
    let plain = try #require(JupytextDocument(SourceText(text), .unknown))
    let marked = try #require(JupytextDocument(SourceText(Self.mark + text), .unknown))
    #expect(marked.notebook.cells == plain.notebook.cells)
    #expect(marked.notebook.kaleMetadata == plain.notebook.kaleMetadata)
    #expect(marked.notebook.problems.count == plain.notebook.problems.count)
  }

  /// Nothing is written before the mark, and edits are those of the text without it.
  @Test(arguments: texts, edits)
  func editsLeaveTheMarkWhereItIs(text: String, edit: NotebookEdit) throws {
    for lineBreak in ["\n", "\r\n"] {
      let text = text.replacing("\n", with: lineBreak)
      let plain = try #require(JupytextDocument(SourceText(text), .unknown))
      let marked = try #require(JupytextDocument(SourceText(Self.mark + text), .unknown))
      let expected = plain.text.applying(plain.sourceEdits(for: [edit])).string
      let found = marked.text.applying(marked.sourceEdits(for: [edit])).string
      #expect(found.unicodeScalars.elementsEqual((Self.mark + expected).unicodeScalars))
    }
  }
}
