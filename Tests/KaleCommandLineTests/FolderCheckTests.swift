import JSONSyntax
import KaleAnalysis
import KaleRules
import KaleTestSupport
import KaleWorkspace
import Testing

@testable import KaleCommandLine

/// What a check of a folder knows more than a check of each of its notebooks.
@Suite struct FolderCheckTests {
  private struct Said {
    var standard = ""
    var error: [String] = []
    var exitsWell = true
  }

  private func check(
    _ files: [(name: String, text: String)], repair: NotebookRun.Repair? = nil, _ paths: [String] = [""]
  ) throws -> Said {
    let folder = try TemporaryFolder()
    for file in files { try folder.write(file.text, file.name) }
    var said = Said()
    var run = NotebookRun(
      FindingSelection(), repair: repair,
      output: NotebookRun.Output(
        standard: { said.standard += $0 }, error: { said.error.append($0) }))
    run.go(through: paths.map { $0.isEmpty ? folder.path : folder.path($0) }, threadCount: 2)
    said.standard += run.report.text
    do { try run.end() } catch { said.exitsWell = false }
    said.standard = said.standard.replacing(folder.path + "/", with: "")
    said.error = said.error.map { $0.replacing(folder.path + "/", with: "") }
    return said
  }

  private func notebook(_ cells: [JSONValue], name: String = "p", extra: JSONValue? = nil) -> String {
    var configuration: [JSONMember] = [
      JSONMember(key: "pipeline_name", value: .string(name)), JSONMember(key: "experiment_name", value: "e"),
    ]
    if let extra { configuration.append(JSONMember(key: "docker_image", value: extra)) }
    let notebook: JSONValue = [
      "cells": .array(cells), "nbformat": 4, "nbformat_minor": 4,
      "metadata": ["kubeflow_notebook": .object(configuration)],
    ]
    return String(decoding: notebook.serialized(indent: 1), as: UTF8.self)
  }

  private func cell(_ tag: String, _ source: String, path: String? = nil) -> JSONValue {
    let metadata = JSONValue(present: [
      "notebook_path": path.map(JSONValue.string), "tags": .some([.string(tag)]),
    ])
    return [
      "cell_type": "code", "execution_count": nil, "metadata": metadata, "outputs": [],
      "source": .string(source),
    ]
  }

  private var family: [(name: String, text: String)] {
    [
      (
        "root.ipynb",
        notebook([
          cell("pipeline-parameters", "epochs = 7"), cell("step:load", "data = 1"),
          cell("notebook:child", "", path: "parts/child.ipynb"),
        ])
      ),
      ("parts/child.ipynb", notebook([cell("step:train", "print(epochs, data)")], name: "child")),
    ]
  }

  @Test func aPartTakesItsNamesFromTheNotebookThatRefersToIt() throws {
    let said = try check(family)
    #expect(said.standard == "No problems in 2 notebooks.\n")
    #expect(said.exitsWell)
    // By itself it lacks them.
    let alone = try check(family, ["parts/child.ipynb"])
    #expect(alone.standard.contains("`epochs` is undefined") && alone.standard.contains("`data`"))
  }

  /// What remains after fixes is what a check of the fixed notebooks finds.
  @Test(arguments: [false, true])
  func aPartTakesItsNamesAfterFixesToo(showsDiff: Bool) throws {
    var files = family
    files[1].text = notebook(
      [cell("step:train", "print(epochs, data)"), cell("step:Test", "print(epochs)")], name: "child")
    let said = try check(files, repair: NotebookRun.Repair(for: .fixAll, showsDiff: showsDiff))
    #expect(!said.standard.contains("is undefined"), "\(said.standard)")
    // Unless the part is written, the notebook that refers to it still finds it as it was.
    #expect(said.exitsWell == !showsDiff)
  }

  /// The nearest configuration file says what is left out of its folder, also where another one is above.
  @Test func aNestedConfigurationLeavesOutToo() throws {
    let folder = try TemporaryFolder()
    let files = [
      "a.ipynb", "sub/b.ipynb", "sub/old/c.ipynb", "sub/deep/old/d.ipynb", "old/e.ipynb", "x/f.ipynb",
    ]
    for file in files { try folder.write(notebook([cell("step:a", "print(1)")], name: "p"), file) }
    try folder.write("extend-exclude = [\"x\"]\n", "kale-lsp.toml")
    try folder.write("[tool.kale-lsp]\nexclude = [\"old\"]\n", "sub/pyproject.toml")
    let search = NotebookSearch([folder.path], leavingOut: CheckSettings().exclusions)
    let found = search.entries.compactMap(\.filePath).compactMap { FileSystem.relative($0, to: folder.path) }
    #expect(found == ["a.ipynb", "old/e.ipynb", "sub/b.ipynb"])
  }

  @Test func namesThatTheRootDoesNotDefineAreStillMissing() throws {
    var files = family
    files[1].text = notebook([cell("step:train", "print(epochs, dta)")], name: "child")
    let said = try check(files)
    #expect(said.standard.contains("`dta` is undefined"))
    #expect(!said.standard.contains("`epochs` is undefined"))
  }

  @Test func notebooksThatCompileToTheSameFileAreNamed() throws {
    let step = [cell("step:a", "print(1)")]
    let said = try check([
      ("a.ipynb", notebook(step)), ("b.ipynb", notebook(step)), ("other/c.ipynb", notebook(step)),
      ("d.ipynb", notebook(step, name: "q")),
    ])
    let lines = said.standard.split(separator: "\n").filter { $0.contains("KALE332") }
    #expect(lines.map { $0.prefix { $0 != ":" } } == ["a.ipynb", "b.ipynb"])
    #expect(
      lines.first?.hasSuffix(
        "KALE332 [warning] `b.ipynb` compiles to the same file: each pipeline is named `p`. Change `pipeline_name`. "
          + "(same-output)") == true, "\(lines)")
    #expect(said.standard.contains("Found 2 warnings in 4 notebooks.\n"))
    #expect(said.error.isEmpty && said.exitsWell)
  }

  @Test(arguments: [
    (["{", "[]"], "4 notebooks (1 Kale, 1 ordinary, 2 unreadable)"),
    (["{"], "3 notebooks (1 Kale, 1 ordinary, 1 unreadable)"),
    ([], "2 notebooks (1 Kale, 1 ordinary)"),
  ])
  func whatIsNoNotebookIsNotOrdinary(broken: [String], end: String) throws {
    let ordinary = notebook([cell("hide", "print(1)")]).replacing("kubeflow_notebook", with: "other")
    let files =
      [("a.ipynb", notebook([cell("step:a", "print(1)")])), ("b.ipynb", ordinary)]
      + broken.enumerated().map { ("broken\($0.offset).ipynb", $0.element) }
    #expect(try check(files).standard.contains("in \(end)."))
  }

  @Test(arguments: [
    (["b.ipynb", "c.ipynb"], "`b.ipynb` and `c.ipynb` compile"),
    (["b.ipynb", "c.ipynb", "d.ipynb"], "`b.ipynb`, `c.ipynb` and `d.ipynb` compile"),
    (["b.ipynb", "c.ipynb", "d.ipynb", "e.ipynb"], "`b.ipynb`, `c.ipynb` and 2 other notebooks compile"),
    (["b.ipynb", "b.2.ipynb"], "`b.2.ipynb` and `b.ipynb` compile"),
  ])
  func ofManyThatCompileToTheSameFileSomeAreNamed(others: [String], start: String) throws {
    let text = notebook([cell("step:a", "print(1)")])
    let said = try check((["a.ipynb"] + others).map { ($0, text) })
    let lines = said.standard.split(separator: "\n").filter { $0.contains("KALE332") }
    #expect(lines.count == others.count + 1)
    #expect(lines.first { $0.hasPrefix("a.ipynb:") }?.contains("[warning] \(start)") == true, "\(lines)")
  }

  @Test func partsAreNotCompiledThemselves() throws {
    var files = family
    files[1].name = "child.ipynb"
    files[0].text = files[0].text.replacing("parts/child", with: "child")
    files[1].text = files[1].text.replacing("\"child\"", with: "\"p\"")
    #expect(try check(files).standard == "No problems in 2 notebooks.\n")
  }

  /// What Kale rejects has the severity that it has everywhere, and the migration fails all the same.
  @Test func aMigrationReportsSeveritiesAsACheckDoes() throws {
    let text = notebook([cell("step:a", "!ls\nprint(1)")], extra: "python:3.12")
    let said = try check(
      [("a.ipynb", text)], repair: NotebookRun.Repair(for: .migration, showsDiff: true))
    #expect(said.standard.contains("KALE202 [warning]"))
    #expect(!said.exitsWell)
  }
}
