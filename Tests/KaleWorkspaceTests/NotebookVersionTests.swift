import KaleAnalysis
import KaleTestSupport
import Testing

@testable import KaleWorkspace

/// States of a notebook that `kale-lsp diff` compares.
@Suite struct NotebookVersionTests {
  @Test(arguments: [
    ("train.ipynb", NotebookVersion.Source.file("train.ipynb")),
    ("HEAD:train.ipynb", .revision("HEAD", path: "train.ipynb")), ("HEAD~1:", .revision("HEAD~1", path: nil)),
    (":train.ipynb", .revision("", path: "train.ipynb")), ("a:b:c.ipynb", .revision("a", path: "b:c.ipynb")),
  ])
  func argumentsAreFilesOrRevisions(argument: String, source: NotebookVersion.Source) {
    #expect(NotebookVersion.Source(argument) == source)
  }

  @Test func aFileThatExistsIsNoRevision() throws {
    let folder = try TemporaryFolder()
    try folder.write("{}", "HEAD:a.ipynb")
    let path = folder.path("HEAD:a.ipynb")
    #expect(NotebookVersion.Source(path) == .file(path))
  }

  @Test(arguments: ["HEAD", "-h", "--exec=x"]) func aFolderOutsideOfGitHasNoRevisions(revision: String) throws
  {
    let folder = try TemporaryFolder()
    try folder.write("{}", "a.ipynb")
    #expect(throws: RevisionProblem.self) {
      try NotebookVersion(.revision(revision, path: nil), comparedWith: folder.path("a.ipynb"))
    }
  }

  @Test func whatGitPassesIsReadUnderItsPath() throws {
    let folder = try TemporaryFolder()
    try folder.write("# %% tags=[\"step:a\"]\nx = 1\n", "blob.py")
    let version = try NotebookVersion(ofNotebookAt: "nb/a.py", in: folder.path("blob.py"), label: "a/nb/a.py")
    #expect(version.file.analysis.outline.units.map(\.name) == ["a"] && version.file.path == "nb/a.py")
    let nothing = try NotebookVersion(ofNotebookAt: "nb/a.py", in: "/dev/null", label: "b/nb/a.py")
    #expect(nothing.file.analysis.outline.units.isEmpty)
  }
}
