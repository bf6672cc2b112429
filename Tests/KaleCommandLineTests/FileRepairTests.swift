import KaleTestSupport
import JSONSyntax
import KaleRules
import KaleWorkspace
import Testing

@testable import KaleCommandLine

@Suite final class FileRepairTests {
  private let folder: String

  init() throws { folder = try FileSystem.makeTemporaryFolder() }

  deinit { FileSystem.removeFolder(folder) }

  private func notebook(_ code: String) -> String { ipynbText((["step:a"], code, nil)) }

  /// In the cell that a fix makes, Kale would install somebody else's package. It may set up what imports below it depend on.
  @Test func noFixMovesTheImportOfOne() throws {
    try FileSystem.write(notebook("import torch\nimport helpers"), to: FileSystem.join(folder, "n.ipynb"))
    try FileSystem.write("", to: FileSystem.join(folder, "helpers.py"))
    let repair = FileRepair(
      of: try NotebookFile(path: FileSystem.join(folder, "n.ipynb")), for: .fixAll,
      showing: FindingSelection())
    #expect(repair.fixes.map(\.title) == ["Move `import torch` to the imports"])
  }
}
