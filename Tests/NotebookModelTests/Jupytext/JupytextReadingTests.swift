import JSONSyntax
import NotebookModel
import SourceText
import Testing

/// Cells as a test writes them down: kind, source, tags.
struct ReadCell: Equatable, CustomStringConvertible {
  var kind: NotebookCell.Kind
  var source: String
  var tags: [String]

  init(_ kind: NotebookCell.Kind, _ source: String, _ tags: [String] = []) {
    (self.kind, self.source, self.tags) = (kind, source, tags)
  }

  init(_ cell: NotebookCell) {
    self.init(cell.kind, cell.source.string, cell.tags.map { $0.text ?? "?" })
  }

  var description: String { "\(kind) \(source.debugDescription) \(tags)" }
}

func readCells(_ text: String, _ hint: JupytextHint = .unknown) -> [ReadCell]? {
  JupytextDocument(SourceText(text), hint)?.notebook.cells.map(ReadCell.init)
}

@Suite struct JupytextReadingTests {
  @Test(arguments: [
    ("# %%", ReadCell(.code, "x")),
    ("#%%", ReadCell(.code, "x")),
    ("# %% tags=[\"a\", \"b\"]", ReadCell(.code, "x", ["a", "b"])),
    ("# %% tags = ['a']", ReadCell(.code, "x", ["a"])),
    ("# %% A title tags=[\"a\"]", ReadCell(.code, "x", ["a"])),
    ("# %% A title {\"tags\": [\"a\"], \"name\": \"n\"}", ReadCell(.code, "x", ["a"])),
    ("# %% {\"tags\": [\"a\"]}", ReadCell(.code, "x", ["a"])),
    ("# %%% A part tags=(\"a\",)", ReadCell(.code, "x", ["a"])),
    ("# %% name=\"it's = \\\"so\\\"\" tags=[\"a\"] hidden", ReadCell(.code, "x", ["a"])),
    ("# %% tags=[\"\\u00e9\\ud83d\\ude00\"]", ReadCell(.code, "x", ["é😀"])),
    ("# %% [markdown]", ReadCell(.markdown, "x")),
    ("# %% [md] tags=[\"a\"]", ReadCell(.markdown, "x", ["a"])),
    ("# %% [raw]", ReadCell(.raw, "x")),
    ("# %% A title [raw]", ReadCell(.raw, "x")),
    ("# <codecell>", ReadCell(.code, "x")),
    ("# In[12]:", ReadCell(.code, "x")),
    ("# %% tags=[\"a\"] active=\"py\"", ReadCell(.raw, "x", ["a"])),
  ])
  func everyMarkerOfPercentScripts(marker: String, cell: ReadCell) {
    #expect(readCells("\(marker)\nx\n\n# %%\ny\n") == [cell, ReadCell(.code, "y")])
  }

  @Test(arguments: [
    "x = 1\n", "# A comment.\n\nx = 1\n", "#!/usr/bin/env python\n# coding: utf-8\nx = 1\n", "",
    "'''\n# %%\n'''\n", "    # %% x\n", "# %%time\n", "# + 3\nx = 1\n", "#%timeit x\n",
    "# region one\nx = 1\n# endregion\n",
    "# ---\n# Not a header\n# ---\nx = 1\n",
  ])
  func ordinaryPythonIsNoNotebook(text: String) {
    #expect(readCells(text, .python) == nil)
  }

  @Test(arguments: [
    "# Title\n\nText\n", "```python\nx = 1\n```\n", "```\n# %% tags=[\"a\"]\nx = 1\n```\n", "",
    "---\ntitle: a page\n---\n\n```python\nx = 1\n```\n", "````\n```{code-cell}\nx = 1\n```\n````\n",
    "* a\n\n  ```{code-cell}\n  x = 1\n  ```\n",
  ])
  func ordinaryMarkdownIsNoNotebook(text: String) {
    #expect(readCells(text, .markdown) == nil)
  }

  @Test(arguments: ["julia", "r", "json5", "rust"])
  func otherLanguagesAreNoNotebooks(language: String) {
    #expect(JupytextHint(languageID: language, name: "a.jl") == .otherLanguage)
    #expect(JupytextHint(languageID: language, name: "untitled:a") == .otherLanguage)
    #expect(readCells("# %%\nx = 1\n", .otherLanguage) == nil)
  }

  /// eglot sends one language for two modes that share an entry.
  @Test(arguments: ["js", "python", "markdown"])
  func aTellingNameTakesPrecedenceOverTheLanguage(language: String) {
    #expect(JupytextHint(languageID: language, name: "a.py") == .python)
    #expect(JupytextHint(languageID: language, name: "a.md") == .markdown)
  }

  @Test func theContentDecidesWhereTheNameSaysNothing() {
    let hint = JupytextHint(languageID: "python", name: "file:///a/x.ipynb")
    #expect(readCells("# %% tags=[\"a\"]\nx\n", hint) == [ReadCell(.code, "x", ["a"])])
    let unknown = JupytextHint(languageID: "", name: "x.ipynb")
    #expect(readCells("```python tags=[\"a\"]\nx\n```\n", unknown) == [ReadCell(.code, "x", ["a"])])
  }

  @Test func magicsAreNoComments() {
    let text =
      "# %%\n# %matplotlib inline\n# !ls \\\n#   data\nx = 1  # %y\nfiles = 1\n# files = !ls\n# name?\n# ls data\n"
    let source = "%matplotlib inline\n!ls \\\n  data\nx = 1  # %y\nfiles = 1\nfiles = !ls\nname?\nls data"
    #expect(readCells(text) == [ReadCell(.code, source)])
    #expect(
      readCells("# %% language=\"bash\" magic_args=\"-e\"\n# ls\n#\n# pwd\n") == [
        ReadCell(.code, "%%bash -e\nls\n\npwd")
      ])
    // A script with a magic as it is has all of them so.
    #expect(
      readCells("# %%\n%time x\n# %matplotlib inline\n") == [ReadCell(.code, "%time x\n# %matplotlib inline")]
    )
  }

  @Test func whatStandsInStringsIsText() {
    let source = "s = \"\"\"\n# %% x\n# %magic\n\"\"\""
    #expect(readCells("# %%\n\(source)\n\n# %%\ny\n") == [ReadCell(.code, source), ReadCell(.code, "y")])
  }

  @Test func proseMayStandInQuotesOrAsComments() {
    #expect(readCells("# %% [markdown]\n# # Title\n#\n# text\n") == [ReadCell(.markdown, "# Title\n\ntext")])
    #expect(
      readCells("# %% [markdown]\n\"\"\"\n# Title\n\ntext\n\"\"\"\n") == [
        ReadCell(.markdown, "# Title\n\ntext")
      ])
    #expect(readCells("# %% [markdown]\nr'''text'''\n") == [ReadCell(.markdown, "text")])
    #expect(
      readCells("# %% [markdown]\n# ```\n# %% no cell\n# ```\n\n# %%\nx\n") == [
        ReadCell(.markdown, "```\n%% no cell\n```"), ReadCell(.code, "x"),
      ])
  }

  @Test func lightScripts() {
    let text = """
      # # Title
      # text

      # + tags=["imports"]
      import os

      import sys

      # + [markdown] tags=["a"]
      # text
      # -

      x = 1
      def f():

          pass

      # %time x

      """
    #expect(
      readCells(text) == [
        ReadCell(.markdown, "# Title\ntext"), ReadCell(.code, "import os\n\nimport sys", ["imports"]),
        ReadCell(.markdown, "text", ["a"]), ReadCell(.code, "x = 1\ndef f():\n\n    pass"),
        ReadCell(.code, "%time x"),
      ])
    #expect(
      readCells("# region tags=[\"a\"]\nx\n\ny\n# endregion\n\nz\n") == [
        ReadCell(.code, "x\n\ny", ["a"]), ReadCell(.code, "z"),
      ])
  }

  @Test func markdown() {
    let text = """
      Text

      ```python tags=["a"]
      x = 1

      s = '''
      ```
      '''
      ```

      ```
      no code
      ```

      <!-- #region tags=["b"] -->
      more


      text
      <!-- #endregion -->

      ```bash
      ls
      ```
      ````python
      y
      ````
      """
    #expect(
      readCells(text) == [
        ReadCell(.markdown, "Text"), ReadCell(.code, "x = 1\n\ns = '''\n```\n'''", ["a"]),
        ReadCell(.markdown, "```\nno code\n```"), ReadCell(.markdown, "more\n\n\ntext", ["b"]),
        ReadCell(.code, "%%bash\nls"), ReadCell(.code, "y"),
      ])
  }

  @Test func myst() {
    let text = """
      ---
      kernelspec:
        language: python
      kubeflow_notebook: {pipeline_name: a}
      ---

      Text

      ```{code-cell} ipython3
      :tags: [step:a, 'prev:b']
      :name: x

      x = 1
      ```

      +++ {"tags": ["c"]}

      More

      ```{code-cell}
      ---
      tags:
      - step:b
      ---
      y
      ```
      ```{raw-cell}

      :z
      ```
      """
    let document = JupytextDocument(SourceText(text), .unknown)
    #expect(document?.notebook.kaleMetadata == ["pipeline_name": "a"])
    #expect(
      readCells(text) == [
        ReadCell(.markdown, "Text"), ReadCell(.code, "x = 1", ["step:a", "prev:b"]),
        ReadCell(.markdown, "More", ["c"]),
        ReadCell(.code, "y", ["step:b"]), ReadCell(.raw, ":z"),
      ])
  }

  @Test(arguments: [
    ("# %% tags=[step:a]\nx\n", "Invalid cell metadata"),
    ("# %% tags=\"step:a\"\nx\n", "must be a list"),
    ("# %% x=1 tags\nx\n", "must be a list"),
    ("# ---\n# jupyter:\n#   a: [1\n# ---\n\n# %%\nx\n", "Invalid notebook header"),
    ("# ---\n# jupyter:\n#   a: &b 1\n# ---\n\n# %%\nx\n", "unsupported YAML syntax"),
    ("```{code-cell}\n:tags: [a\n\nx\n```\n", "Invalid cell options"),
  ])
  func whatCannotBeReadIsReportedAtItsPlace(text: String, message: String) throws {
    let document = try #require(JupytextDocument(SourceText(text), .unknown))
    let problem = try #require(document.notebook.problems.first)
    #expect(problem.message.contains(message))
    #expect(!document.fileRange(of: problem.place).isEmpty)
    #expect(document.notebook.cells.last?.source == SourceText("x"))
  }
}
