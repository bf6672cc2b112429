import KaleTestSupport
import KaleWorkspace
import Testing

@testable import KaleCommandLine

/// Where `-o` writes, and where it must not.
@Suite struct OutputFileTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(ipynbText((["step:a"], "x = 1", nil)), "n.ipynb")
    try folder.write("# %% tags=[\"step:a\"]\nx = 1\n", "script.py")
    try folder.write("x = 1\n", "module.py")
    try folder.write("# A report\n", "report.md")
    try folder.makeFolder("folder")
  }

  @Test(arguments: ["n.ipynb", "new.ipynb", "script.py", "module.py", "folder", ""])
  func aNotebookAnInputAndAFolderAreKept(name: String) throws {
    #expect(throws: (any Error).self) {
      try OutputFile(name.isEmpty ? "" : folder.path(name), besides: [folder.path("module.py")])
    }
  }

  @Test(arguments: ["report.md", "report.json", "new/deep/report.json"])
  func otherFilesAreWritten(name: String) throws {
    let file = try OutputFile(folder.path(name), besides: [folder.path("n.ipynb")])
    try file.write("done\n")
    #expect(try folder.text(name) == "done\n")
  }

  @Test func aDeviceIsWrittenToAndNotReplaced() throws {
    try OutputFile("/dev/null", besides: []).write("done\n")
    #expect(throws: FileSystem.Failure.self) { try OutputFile("/dev/full", besides: []).write("done\n") }
  }

  @Test(arguments: [
    ("a.sarif", ReportFormat.sarif), ("b/a.JSON", .json), ("a.jsonl", .jsonLines), ("a.ndjson", .jsonLines),
    ("a.xml", .junit), ("a.txt", nil), ("json", nil),
  ])
  func theEndingDecides(name: String, format: ReportFormat?) {
    #expect(ReportFormat(fileName: name) == format)
  }
}
