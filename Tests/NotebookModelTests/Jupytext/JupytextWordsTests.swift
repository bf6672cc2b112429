import NotebookModel
import SourceText
import Testing

/// A look at the words of a text never passes over a notebook.
@Suite struct JupytextWordsTests {
  @Test(arguments: [
    ("# %%\nx = 1\n", JupytextHint.python), ("#%% title\nx = 1\n", .python), ("# In[1]:\nx = 1\n", .python),
    ("# <codecell>\nx = 1\n", .python), ("# + tags=[\"step:a\"]\nx = 1\n", .python),
    ("# region {\"tags\": [\"step:a\"]}\nx = 1\n# endregion\n", .python),
    ("# ---\n# jupyter:\n#   kernelspec:\n#     name: python3\n# ---\nx = 1\n", .python),
    ("---\njupyter:\n  kernelspec:\n    name: python3\n---\n\ntext\n", .markdown),
    ("```python tags=[\"step:a\"]\nx = 1\n```\n", .markdown), ("```{code-cell}\nx = 1\n```\n", .markdown),
    ("```{raw-cell}\nx\n```\n", .markdown),
    ("---\njupytext:\n  text_representation:\n    format_name: myst\n---\ntext\n", .markdown),
  ])
  func notebooksHaveTheWords(text: String, hint: JupytextHint) {
    #expect(JupytextDocument(SourceText(text), hint) != nil)
    #expect(JupytextWords.occur(in: Array(text.utf8)))
  }

  @Test(arguments: ["", "import os\n", "# Title\n\n```python\nx = 1\n```\n", "100 % 3\n", "jup", "%"])
  func otherTextsNeedNoReading(text: String) {
    #expect(!JupytextWords.occur(in: Array(text.utf8)))
    for hint in [JupytextHint.python, .markdown] { #expect(JupytextDocument(SourceText(text), hint) == nil) }
  }
}
