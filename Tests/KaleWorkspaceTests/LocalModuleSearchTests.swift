import JSONSyntax
import KaleRules
import KaleTestSupport
import NotebookModel
import Testing

@testable import KaleWorkspace

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Modules beside notebooks, on disk and in the editor.
@Suite struct LocalModuleSearchTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Gives the folder a stamp of its own: a file system may count time in steps that a test is quicker than.
  private func touch(_ seconds: Double) throws {
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSinceReferenceDate: seconds)], ofItemAtPath: folder.path)
  }

  private func notebook(_ code: String) -> String { ipynbText((["step:a"], code, nil)) }

  @Test(arguments: [
    ("helpers.py", "helpers.clean", "helpers"), ("helpers/__init__.py", "helpers.clean", "helpers"),
    ("helpers.so", "helpers", "helpers"), ("helpers.abi3.so", "helpers", "helpers"),
    ("helpers/__init__.pyx", "helpers", "helpers"),
    ("src/tables.py", "src.tables.load", "src.tables"),
    ("src/tables/load.py", "src.tables.load", "src.tables"),
    ("datasets/prepare.py", "datasets.load_dataset", nil), ("datasets/data.csv", "datasets", nil),
    ("helpers.txt", "helpers", nil), ("sub/helpers.py", "helpers", nil), ("random.py", "random", nil),
    ("kale/__init__.py", "kale", nil), ("helpers.py/x", "helpers", nil),
  ])
  func aModuleIsFoundWhereTheKernelFindsIt(_ file: String, _ imported: String, _ expected: String?) throws {
    try folder.write("", file)
    var search = LocalModuleSearch()
    for _ in 0..<2 {
      let modules = search.modules(for: [imported, "pandas"], in: folder.path)
      #expect(modules.module(ofImport: imported) == expected)
      #expect(modules.module(ofImport: "pandas") == nil)
    }
  }

  @Test func aFolderIsLookedIntoAgainWhenItHasChangedOrIsForgotten() throws {
    var search = LocalModuleSearch()
    func isThere() -> Bool { search.modules(for: ["helpers"], in: folder.path) != .none }
    try touch(1)
    #expect(!isThere())
    try folder.write("", "helpers.py")
    try touch(1)
    #expect(!isThere())
    search.forget([folder.path])
    #expect(isThere())
    try FileManager.default.removeItem(atPath: folder.path("helpers.py"))
    try touch(2)
    #expect(!isThere())
    // What is in a folder below changes without a change of the folder itself.
    try folder.makeFolder("helpers")
    try touch(3)
    #expect(!isThere())
    try folder.write("", "helpers/__init__.py")
    try touch(3)
    #expect(isThere())
  }

  @Test func aFolderThatIsNotThereHasNone() {
    var search = LocalModuleSearch()
    #expect(search.modules(for: ["helpers"], in: folder.path("none")) == .none)
    #expect(NotebookLibrary().localModules(for: ["helpers"], besideNotebookAt: nil) == .none)
  }

  @Test func theCommandLineSeesThem() throws {
    try folder.write(notebook("import helpers, torch"), "n.ipynb")
    try folder.write("", "helpers.py")
    let analysis = try NotebookFile(path: folder.path("n.ipynb")).analysis
    #expect(analysis.pipeline.steps.map(\.imports) == [["torch"]])
    #expect(analysis.findings().map(\.rule.code) == ["KALE223", "KALE230"])
  }

  @Test func aReferencedNotebookHasItsOwnFolder() throws {
    let library = NotebookLibrary()
    try folder.write(notebook("import helpers"), "sub/part.ipynb")
    try folder.write("", "helpers.py")
    let text = "# %% tags=[\"notebook:part\"] notebook_path=\"sub/part.ipynb\""
    let root = ExampleNotebook(text).notebook
    func part() -> ReferencedNotebook? {
      let files = library.notebooks(
        referredToBy: root.referencedPaths(in: .current), at: folder.path("root.ipynb"))
      if case .notebook(let notebook) = files.file("sub/part.ipynb") { return notebook }
      return nil
    }
    let first = try #require(part())
    #expect(first.folder.modules == .none)
    #expect(part() === first)
    try folder.write("", "sub/helpers.py")
    library.forgetFiles(in: [folder.path("sub")])
    let second = try #require(part())
    #expect(second.folder.modules == LocalModules(["helpers"]))
    #expect(part() === second)
    // What is open counts as it is in the editor.
    library.setOpen(
      ExampleNotebook("# %% tags=[\"step:a\"]\nimport torch").notebook, at: folder.path("sub/part.ipynb"))
    #expect(part()?.folder.modules == LocalModules.none)
  }
}
