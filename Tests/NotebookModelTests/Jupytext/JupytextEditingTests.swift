import JSONSyntax
import NotebookModel
import SourceText
import Testing

@Suite struct JupytextEditingTests {
  private func apply(_ edits: [NotebookEdit], to text: String) -> String? {
    let source = SourceText(text)
    guard let edits = JupytextDocument(source, .unknown)?.sourceEdits(for: edits), !edits.isEmpty else {
      return nil
    }
    return source.applying(edits).string
  }

  @Test(
    arguments: [
      ("# %%", .addTag(cell: 0, tag: "a\""), #"# %% tags=["a\""]"#),
      ("# %% Title", .addTag(cell: 0, tag: "a"), #"# %% Title tags=["a"]"#),
      (#"# %% tags=["a"] name="n""#, .addTag(cell: 0, tag: "b"), #"# %% tags=["a", "b"] name="n""#),
      (#"# %% tags=["a", 'b', "c"]"#, .removeTag(cell: 0, index: 1), #"# %% tags=["a", "c"]"#),
      (#"# %% tags=["a", "b"]"#, .removeTag(cell: 0, index: 1), #"# %% tags=["a"]"#),
      (#"# %% tags=["a"] name="n""#, .removeTag(cell: 0, index: 0), #"# %% name="n""#),
      (#"# %% tags=[ "a" ,"b"]"#, .replaceTag(cell: 0, index: 0, with: "é"), #"# %% tags=[ "é" ,"b"]"#),
      ("# %% t {\"name\": \"n\"}", .addTag(cell: 0, tag: "a"), #"# %% t {"name": "n", "tags": ["a"]}"#),
      ("# %% x=1 tags", .addTag(cell: 0, tag: "a"), #"# %% x=1 tags=["a"]"#),
      ("# In[3]:", .addTag(cell: 0, tag: "a"), #"# %% tags=["a"]"#),
    ] as [(String, NotebookEdit, String)])
  func tagsOfMarkers(marker: String, edit: NotebookEdit, expected: String) {
    for lineBreak in ["\n", "\r\n"] {
      let body = "\(lineBreak)x = 1\(lineBreak)\(lineBreak)# %%\(lineBreak)y\(lineBreak)"
      #expect(apply([edit], to: marker + body) == expected + body)
    }
  }

  @Test func aCellWithoutMarkerGetsOne() {
    #expect(apply([.addTag(cell: 0, tag: "a")], to: "x\n\n# %%\ny\n") == "# %% tags=[\"a\"]\nx\n\n# %%\ny\n")
    let light = "# + tags=[\"b\"]\nx\n# -\n\ny\n\nz\n"
    #expect(
      apply([.addTag(cell: 1, tag: "a")], to: light)
        == "# + tags=[\"b\"]\nx\n# -\n\n# + tags=[\"a\"]\ny\n# -\n\nz\n")
  }

  @Test(arguments: [
    (
      "```{code-cell}\nx\n```", NotebookEdit.addTag(cell: 0, tag: "step:a"),
      "```{code-cell}\n:tags: ['step:a']\n\nx\n```"
    ),
    (
      "```{code-cell}\n:name: n\n\nx\n```", .addTag(cell: 0, tag: "a"),
      "```{code-cell}\n:name: n\n:tags: [a]\n\nx\n```"
    ),
    (
      "```{code-cell}\n:tags: [a, b]\n\nx\n```", .removeTag(cell: 0, index: 0),
      "```{code-cell}\n:tags: [b]\n\nx\n```"
    ),
    (
      "```{code-cell}\n---\ntags:\n- a\n- b\n---\nx\n```", .addTag(cell: 0, tag: "c:d"),
      "```{code-cell}\n---\ntags:\n- a\n- b\n- 'c:d'\n---\nx\n```"
    ),
    (
      "```{code-cell}\n---\ntags:\n- a\n- b\n---\nx\n```", .removeTag(cell: 0, index: 0),
      "```{code-cell}\n---\ntags:\n- b\n---\nx\n```"
    ),
    (
      "```{code-cell}\n---\nname: n\n---\nx\n```", .addTag(cell: 0, tag: "a"),
      "```{code-cell}\n---\nname: n\ntags: [a]\n---\nx\n```"
    ),
  ])
  func tagsOfMyST(before: String, edit: NotebookEdit, after: String) {
    #expect(apply([edit], to: "Text\n\n\(before)\n".replacingFirst("Text\n\n", with: "")) == after + "\n")
  }

  @Test func tagsOfMarkdown() {
    #expect(
      apply(
        [.addTag(cell: 0, tag: "b"), .addTag(cell: 1, tag: "c")],
        to: "```python tags=[\"a\"]\nx\n```\n\n```python\ny\n```\n")
        == "```python tags=[\"a\", \"b\"]\nx\n```\n\n```python tags=[\"c\"]\ny\n```\n")
  }

  @Test func magicsOfNewCodeAreComments() {
    let text = "# %%\nx = 1\n# %time x\ny\n"
    let edits: [NotebookEdit] = [
      .replaceSource(cell: 0, range: 0..<5, with: "!ls\nx = 2"),
      .replaceSource(cell: 0, range: 14..<15, with: "%z"),
    ]
    #expect(apply(edits, to: text) == "# %%\n# !ls\nx = 2\n# %time x\n# %z\n")
  }

  @Test(arguments: [
    (
      "# %% tags=[\"a\"]\nx\n", "# %% tags=[\"b\"]\ny\n# !ls\n\n# %% tags=[\"a\"]\nx\n",
      "# %% tags=[\"a\"]\nx\n\n# %% tags=[\"b\"]\ny\n# !ls\n"
    ),
    (
      "# + tags=[\"a\"]\nx\n", "# + tags=[\"b\"]\ny\n# !ls\n\n# + tags=[\"a\"]\nx\n",
      "# + tags=[\"a\"]\nx\n\n# + tags=[\"b\"]\ny\n# !ls\n"
    ),
    (
      "```python tags=[\"a\"]\nx\n```\n",
      "```python tags=[\"b\"]\ny\n!ls\n```\n\n```python tags=[\"a\"]\nx\n```\n",
      "```python tags=[\"a\"]\nx\n```\n\n```python tags=[\"b\"]\ny\n!ls\n```\n"
    ),
    (
      "```{code-cell} i\nx\n```\n",
      "```{code-cell} i\n:tags: [b]\n\ny\n!ls\n```\n\n```{code-cell} i\nx\n```\n",
      "```{code-cell} i\nx\n```\n\n```{code-cell} i\n:tags: [b]\n\ny\n!ls\n```\n"
    ),
  ])
  func cellsAreInserted(text: String, inFront: String, atEnd: String) {
    #expect(apply([.insertCell(before: 0, source: "y\n!ls", tags: ["b"])], to: text) == inFront)
    #expect(apply([.insertCell(before: 1, source: "y\n!ls", tags: ["b"])], to: text) == atEnd)
  }

  @Test func theConfigurationIsChangedInPlace() {
    let header = { (lines: String) in
      "# ---\n# jupyter:\n#   kubeflow_notebook:\n\(lines)#   other: 1\n# ---\n\n# %%\nx\n"
    }
    let before = header(
      "#     pipeline_name: a b # why\n#     volumes:\n#     - type: pvc\n#       size: 1\n")
    let name = ["pipeline_name"]
    #expect(
      apply([.setConfiguration(path: name, to: "a-b")], to: before)
        == before.replacingFirst("a b", with: "a-b"))
    #expect(
      apply([.setConfiguration(path: ["experiment_name"], to: "e: f")], to: before)
        == before.replacingFirst("#   other", with: "#     experiment_name: 'e: f'\n#   other"))
    #expect(
      apply([.renameConfiguration(path: name, to: "name")], to: before)
        == before.replacingFirst("pipeline_name", with: "name"))
    #expect(
      apply([.removeConfiguration(path: ["volumes", "0", "size"])], to: before)
        == before.replacingFirst("#       size: 1\n", with: ""))
    #expect(
      apply([.removeConfiguration(path: name)], to: before)
        == before.replacingFirst("#     pipeline_name: a b # why\n", with: ""))
  }

  @Test func settingsAreChangedInPlace() {
    let before = "# ---\n# jupyter:\n#   kubeflow_notebook:\n#     pipeline_name: a\n# ---\n\n# %%\nx\n"
    let after = before.replacingFirst("# ---\n\n", with: "#   kale_lsp:\n#     files: [a.csv]\n# ---\n\n")
    #expect(apply([.setSetting(path: ["files"], to: ["a.csv"])], to: before) == after)
  }

  @Test func aHeaderIsMade() {
    #expect(
      apply([.setConfiguration(path: ["pipeline_name"], to: "a")], to: "#!/bin/python\n# %%\nx\n")
        == "#!/bin/python\n# ---\n# jupyter:\n#   kubeflow_notebook:\n#     pipeline_name: a\n# ---\n\n# %%\nx\n"
    )
    #expect(
      apply([.setConfiguration(path: ["pipeline_name"], to: "a")], to: "```{code-cell}\nx\n```\n")
        == "---\nkubeflow_notebook:\n  pipeline_name: a\n---\n\n```{code-cell}\nx\n```\n")
  }

  @Test func whatTheTextCannotHoldIsRefused() {
    // A cell of the light format without marker ends at a blank line.
    let light = "# + tags=[\"b\"]\nx\n# -\n\ny\n"
    #expect(apply([.replaceSource(cell: 1, range: 1..<1, with: "\n\nz = 1")], to: light) == nil)
    #expect(apply([.replaceSource(cell: 0, range: 1..<1, with: "\n# %%\n")], to: "# %%\nx\n") == nil)
  }
}

extension String {
  fileprivate func replacingFirst(_ text: String, with new: String) -> String {
    let parts = self.split(separator: text, maxSplits: 1, omittingEmptySubsequences: false)
    return parts.joined(separator: new)
  }
}
