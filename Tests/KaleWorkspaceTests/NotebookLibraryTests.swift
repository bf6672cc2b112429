import JSONSyntax
import KaleTestSupport
import NotebookModel
import SourceText
import Testing

@testable import KaleWorkspace

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Notebooks that refer to others, on disk and in the editor.
@Suite final class NotebookLibraryTests {
  private let folder = FileManager.default.temporaryDirectory.appending(
    path: "kale-lsp-library-\(UUID().uuidString)"
  ).path

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  private func path(_ name: String) -> String { FileSystem.join(folder, name) }

  private func write(_ text: String, _ name: String) throws { try FileSystem.write(text, to: path(name)) }

  private func codes(_ name: String) throws -> [String] {
    try NotebookFile(path: path(name)).analysis.findings().filter { $0.kale == .refused }.map(\.rule.code)
  }

  @Test(arguments: [
    ("sub/part.ipynb", []), ("./sub/../sub/part.ipynb", []), ("part.ipynb", ["KALE501"]),
    ("sub", ["KALE501"]),
    ("sub/broken.ipynb", ["KALE501"]), ("sub/faulty.ipynb", ["KALE504"]), ("sub/back.ipynb", ["KALE502"]),
    ("root.ipynb", ["KALE502"]), ("sub/nested.ipynb", ["KALE503"]),
  ])
  func filesAreFoundFromTheNotebooksFolder(written: String, expected: [String]) throws {
    try write(ipynbText((["notebook:part"], "", written)), "root.ipynb")
    try write(ipynbText((["step:a"], "x = 1", nil)), "sub/part.ipynb")
    try write("{", "sub/broken.ipynb")
    try write(ipynbText((["step-a"], "x = 1", nil)), "sub/faulty.ipynb")
    try write(ipynbText((["notebook:b"], "", "../root.ipynb"), (["step:a"], "x = 1", nil)), "sub/back.ipynb")
    try write(ipynbText((["notebook:b"], "", "part.ipynb"), (["step:a"], "x = 1", nil)), "sub/nested.ipynb")
    #expect(try codes("root.ipynb") == expected)
  }

  /// No pipeline can contain what is further away.
  @Test(arguments: [(8, false), (9, true)])
  func referencesThatLeadTooFarAreAnError(count: Int, isTooMany: Bool) throws {
    for index in 0..<count {
      try write(ipynbText((["notebook:n\(index + 1)"], "", "n\(index + 1).ipynb")), "n\(index).ipynb")
    }
    try write(ipynbText((["step:a"], "x = 1", nil)), "n\(count).ipynb")
    let errors = try NotebookFile(path: path("n0.ipynb")).analysis.findings().filter { $0.severity == .error }
    #expect(errors.map(\.rule.name) == (isTooMany ? ["refused-notebook"] : []))
    if isTooMany {
      #expect(
        errors.first?.message
          == "`n8.ipynb`, cell 1 (unreadable-notebook): Cannot read notebook `n9` from `n9.ipynb`: references lead "
          + "more than 8 notebooks deep. Combine notebooks.")
    }
  }

  @Test func anAbsolutePathIsTakenAsItIs() throws {
    try write(ipynbText((["notebook:part"], "", path("other/part.ipynb"))), "root.ipynb")
    try write(ipynbText((["step:a"], "x = 1", nil)), "other/part.ipynb")
    #expect(try codes("root.ipynb") == [])
  }

  @Test func aFileIsReadAgainWhenItHasChanged() throws {
    let library = NotebookLibrary()
    let root = Notebook(cells: [
      NotebookCell(
        kind: .code, source: SourceText(""), tags: [.text("notebook:part")], notebookPath: "part.ipynb")
    ])
    func part() -> ReferencedNotebook? {
      let files = library.notebooks(referredToBy: root.referencedPaths(in: .current), at: path("root.ipynb"))
      if case .notebook(let notebook) = files.file("part.ipynb") { return notebook }
      return nil
    }
    #expect(part() == nil)
    try write(ipynbText((["step:a"], "x = 1", nil)), "part.ipynb")
    let first = try #require(part())
    #expect(part() === first)
    try write(ipynbText((["step:a"], "x = 1", nil), (["step:b"], "y = 2", nil)), "part.ipynb")
    #expect(part()?.notebook.cells.count == 2)
    library.setOpen(Notebook(cells: []), at: path("./part.ipynb"))
    #expect(part()?.notebook.cells.isEmpty == true)
    library.setOpen(nil, at: path("part.ipynb"))
    #expect(part()?.notebook.cells.count == 2)
  }

  @Test func aNotebookThatIsNoFileRefersToNothingYet() {
    let cell = NotebookCell(
      kind: .code, source: SourceText(""), tags: [.text("notebook:part")], notebookPath: "part.ipynb")
    let files = NotebookLibrary().notebooks(
      referredToBy: Notebook(cells: [cell]).referencedPaths(in: .current), at: nil)
    guard case .unknown = files.file("part.ipynb") else {
      Issue.record("something is known")
      return
    }
  }
}
