import KaleTestSupport
import Testing

@testable import KaleWorkspace

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A file is replaced whole or not at all, and nothing else is touched.
@Suite struct FileReplacementTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.makeFolder("home")
  }

  private func replace(_ name: String, with text: String = "new") throws {
    try FileSystem.replaceContent(of: folder.path(name), with: Array(text.utf8))
  }

  @Test(arguments: [0o600, 0o640, 0o664, 0o755])
  func permissionsStay(mode: Int) throws {
    try folder.write("old", "home/n.ipynb")
    try folder.setPermissions(mode, of: "home/n.ipynb")
    try FileSystem.replaceContent(of: folder.path("home/n.ipynb"), with: [0x6E, 0xFF])
    #expect(try FileSystem.read(folder.path("home/n.ipynb")) == [0x6E, 0xFF])
    #expect(try folder.permissions("home/n.ipynb") == mode)
    #expect(try folder.names(in: "home") == ["n.ipynb"])
  }

  @Test func theOwnerStays() throws {
    // Only root gives files away.
    let (user, group) = geteuid() == 0 ? (4321, 1234) : (geteuid(), getegid())
    try folder.write("old", "home/n.ipynb")
    try #require(chown(folder.path("home/n.ipynb"), user, group) == 0)
    try replace("home/n.ipynb")
    var status = stat()
    try #require(stat(folder.path("home/n.ipynb"), &status) == 0)
    #expect(status.st_uid == user && status.st_gid == group)
  }

  @Test func aLinkGoesOnLeadingToTheFile() throws {
    try folder.makeFolder("elsewhere")
    try folder.write("old", "elsewhere/n.ipynb")
    try folder.makeLink("home/link.ipynb", to: "../elsewhere/n.ipynb")
    try replace("home/link.ipynb")
    #expect(try folder.linkDestination("home/link.ipynb") == "../elsewhere/n.ipynb")
    #expect(try folder.text("elsewhere/n.ipynb") == "new")
    #expect(try folder.names(in: "home") == ["link.ipynb"])
  }

  /// The system looks for `..` in the folder that the link leads to.
  @Test func thePathMeansTheFileThatWasRead() throws {
    try folder.makeFolder("far/inner")
    try folder.write("old", "far/n.ipynb")
    try folder.write("not meant", "home/n.ipynb")
    try folder.makeLink("home/link", to: "../far/inner")
    let path = folder.path("home/link/../n.ipynb")
    #expect(try FileSystem.read(path) == Array("old".utf8))
    try FileSystem.replaceContent(of: path, with: Array("new".utf8))
    #expect(try folder.text("home/n.ipynb") == "not meant")
    #expect(try folder.text("far/n.ipynb") == "new")
  }

  /// A repository cannot know the number of a process, but it can bring a link for each.
  @Test(arguments: [".n.ipynb.\(getpid())", ".n.ipynb.tmp", ".kale-lsp-0"])
  func aPlantedLinkLeadsNowhere(name: String) throws {
    try folder.write("old", "home/n.ipynb")
    try folder.write("precious", "victim")
    try folder.makeLink("home/" + name, to: "../victim")
    try replace("home/n.ipynb")
    #expect(try folder.text("victim") == "precious")
    #expect(try folder.text("home/n.ipynb") == "new")
    #expect(try folder.names(in: "home") == [name, "n.ipynb"].sorted())
  }

  @Test func aFileOfThePersonIsNotTakenForOneOfThisProgram() throws {
    let name = ".p.yaml.\(getpid())"
    try folder.write("precious", "home/" + name)
    try FileSystem.write("new", to: folder.path("home/p.yaml"))
    try OutputFolder.open(folder.path("home"), ifAbsent: .giveNil)?.write("newer", to: "p.yaml")
    #expect(try folder.text("home/" + name) == "precious")
    #expect(try folder.text("home/p.yaml") == "newer")
  }

  @Test func aFileIsNotWrittenThroughALink() throws {
    try folder.write("precious", "victim")
    try folder.makeLink("home/page.md", to: "../victim")
    #expect(throws: FileSystem.Failure.self) { try FileSystem.write("new", to: folder.path("home/page.md")) }
    #expect(try folder.text("victim") == "precious")
    #expect(try folder.names(in: "home") == ["page.md"])
  }

  @Test func aNameMayBeAsLongAsNamesCanBe() throws {
    let name = String(repeating: "n", count: 249) + ".ipynb"
    try folder.write("old", "home/" + name)
    try replace("home/" + name)
    #expect(try folder.text("home/" + name) == "new")
    #expect(try folder.names(in: "home") == [name])
  }

  @Test func whatIsNoFileIsAFailure() throws {
    try folder.makeFolder("home/folder.ipynb")
    try folder.makeLink("home/dangling.ipynb", to: "nowhere")
    for name in ["n.ipynb", "folder.ipynb", "dangling.ipynb"] {
      #expect(throws: FileSystem.Failure.self) { try replace("home/" + name) }
    }
    #expect(try folder.names(in: "home") == ["dangling.ipynb", "folder.ipynb"])
  }

  @Test(arguments: [true, false], [ENOSPC, EIO, EFBIG])
  func aWriteThatFailsLeavesTheOldFileAndNothingElse(isThere: Bool, code: Int32) throws {
    if isThere { try folder.write("old", "home/n.ipynb") }
    let descriptor = open(folder.path("home"), O_RDONLY | O_DIRECTORY)
    try #require(descriptor >= 0)
    defer { close(descriptor) }
    var status = stat()
    let replaced = stat(folder.path("home/n.ipynb"), &status) == 0 ? status : nil
    let replacement = FileReplacement(
      folder: descriptor, name: "n.ipynb", replaced: replaced, isDurable: true)
    let failure = #expect(throws: FileDescriptor.Failure.self) {
      try replacement.perform(Array("much more than before".utf8)) {
        file, bytes throws(FileDescriptor.Failure) in
        try file.writeAll(Array(bytes.prefix(7)))
        throw FileDescriptor.Failure(code: code)
      }
    }
    #expect(failure?.code == code)
    #expect(try folder.names(in: "home") == (isThere ? ["n.ipynb"] : []))
    if isThere { #expect(try folder.text("home/n.ipynb") == "old") }
  }
}
