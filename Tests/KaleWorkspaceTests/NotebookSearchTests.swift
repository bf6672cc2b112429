import KaleTestSupport
import KaleWorkspace
import Testing

/// Which files a command reads.
@Suite struct NotebookSearchTests {
  private func files(
    _ names: [String], _ arguments: [String] = [""], _ exclusions: FileExclusions = FileExclusions(),
    ignoring: String? = nil
  ) throws -> [String] {
    let folder = try TemporaryFolder()
    for name in names { try folder.write("", name) }
    if let ignoring { try folder.write(ignoring, ".gitignore") }
    let paths = arguments.map { $0.isEmpty ? folder.path : folder.path($0) }
    return NotebookSearch(paths, leavingOut: { _ in exclusions }).entries.compactMap(\.filePath).map {
      FileSystem.relative($0, to: folder.path) ?? $0
    }
  }

  @Test func notebooksAndTextsThatMayBeOnesAreFound() throws {
    let names = ["a.ipynb", "b.py", "c.md", "d.txt", "e.myst", "f", ".ipynb", "g.ipynb.bak", "h/i.ipynb"]
    #expect(try files(names) == ["a.ipynb", "b.py", "c.md", "e.myst", "h/i.ipynb"])
  }

  @Test(arguments: [
    "node_modules", "venv", ".venv", "site-packages", "build", ".ipynb_checkpoints", "x/dist",
  ])
  func theUsualFoldersAreLeftOut(folder: String) throws {
    #expect(try files(["a.ipynb", "\(folder)/b.ipynb"]) == ["a.ipynb"])
    // Whoever names one means it.
    #expect(try files(["\(folder)/b.ipynb"], [folder]) == ["\(folder)/b.ipynb"])
  }

  @Test func whatIsNamedTwiceIsReadOnce() throws {
    let names = ["a.ipynb", "b/c.ipynb"]
    #expect(try files(names, ["b/c.ipynb", "", "b", "a.ipynb", "b/../a.ipynb"]) == ["b/c.ipynb", "a.ipynb"])
  }

  @Test func whatGitIgnoresIsLeftOut() throws {
    let names = ["a.ipynb", "old/b.ipynb", "c-draft.ipynb"]
    let ignored = "old/\n*-draft.*\n"
    #expect(try files(names, ignoring: ignored) == ["a.ipynb"])
    #expect(try files(names, .init([""]), .none, ignoring: ignored) == names.sorted())
    #expect(try files(names, ["old/b.ipynb"], ignoring: ignored) == ["old/b.ipynb"])
    var forced = FileExclusions()
    forced.isForced = true
    #expect(try files(names, ["old/b.ipynb", "a.ipynb"], forced, ignoring: ignored) == ["a.ipynb"])
  }

  @Test func aPatternWithASlashCountsFromItsFolder() throws {
    let folder = try TemporaryFolder()
    for name in ["a/x.ipynb", "b/a/x.ipynb", "build/x.ipynb"] { try folder.write("", name) }
    let exclusions = FileExclusions([IgnoreList(["a/*", "!build"], in: folder.path)])
    let found = NotebookSearch([folder.path], leavingOut: { _ in exclusions }).entries.compactMap(\.filePath)
    #expect(found == [folder.path("b/a/x.ipynb"), folder.path("build/x.ipynb")])
  }
}
