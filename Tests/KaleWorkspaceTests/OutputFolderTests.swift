import KaleTestSupport
import Testing

@testable import KaleWorkspace

/// Nothing that a notebook says gets a file out of the notebook's folder.
@Suite struct OutputFolderTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.makeFolder("home")
    try folder.makeFolder("elsewhere")
  }

  /// Writes `p.yaml` into a folder of the notebook's, as the compiler does.
  private func write(into path: String, _ text: String = "new") throws {
    let output = try OutputFolder.open(
      folder.path("home/" + path), inside: folder.path("home"), ifAbsent: .makeFolder)
    guard let output else {
      Issue.record("no folder")
      return
    }
    try output.write(text, to: "p.yaml")
  }

  @Test(arguments: [".kale", "a/b/c", ".", "a/../b", "./x/./y"])
  func foldersAreMadeAndTheFileIsInThem(path: String) throws {
    try write(into: path)
    let target = FileSystem.normalized(folder.path("home/\(path)/p.yaml"))
    #expect(try FileSystem.read(target) == Array("new".utf8))
    #expect(try folder.names(in: "elsewhere").isEmpty)
  }

  @Test(arguments: ["..", "../elsewhere", "a/../../elsewhere", "/", "../home2"])
  func aPathThatLeadsOutIsRefused(path: String) throws {
    #expect(throws: FileSystem.Failure.self) {
      let target = FileSystem.join(folder.path("home"), path)
      _ = try OutputFolder.open(target, inside: folder.path("home"), ifAbsent: .makeFolder) != nil
    }
    #expect(try folder.names() == ["elsewhere", "home"])
  }

  @Test(arguments: [".kale", ".kale/deep", ".kale/deep/er"])
  func aLinkAmongTheFoldersThatLeadsOutIsRefused(path: String) throws {
    try folder.makeLink("home/.kale", to: "../elsewhere")
    #expect(throws: FileSystem.Failure.self) { try write(into: path) }
    #expect(try folder.names(in: "elsewhere").isEmpty)
  }

  @Test func aLinkThatLeadsNowhereIsRefused() throws {
    try folder.makeLink("home/.kale", to: "../nowhere")
    #expect(throws: FileSystem.Failure.self) { try write(into: ".kale") }
    #expect(try folder.names() == ["elsewhere", "home"])
  }

  @Test func aLinkInsideTheNotebooksFolderIsAllRight() throws {
    try folder.makeFolder("home/build")
    try folder.makeLink("home/.kale", to: "build")
    try write(into: ".kale/x")
    #expect(try folder.text("home/build/x/p.yaml") == "new")
  }

  @Test func theNotebooksFolderItselfMayBeALink() throws {
    try folder.makeLink("link", to: "home")
    let output = try OutputFolder.open(
      folder.path("link/.kale"), inside: folder.path("link"), ifAbsent: .makeFolder)
    try output?.write("new", to: "p.yaml")
    #expect(try folder.text("home/.kale/p.yaml") == "new")
  }

  @Test func aLinkInThePlaceOfTheFileIsNeitherFollowedNorReplaced() throws {
    try folder.write("old", "elsewhere/victim")
    try folder.makeFolder("home/.kale")
    try folder.makeLink("home/.kale/p.yaml", to: "../../elsewhere/victim")
    #expect(throws: FileSystem.Failure.self) { try write(into: ".kale") }
    #expect(try folder.text("elsewhere/victim") == "old")
    #expect(try folder.linkDestination("home/.kale/p.yaml") == "../../elsewhere/victim")
    #expect(try folder.names(in: "home/.kale") == ["p.yaml"])
  }

  @Test func aFolderInThePlaceOfTheFileIsLeft() throws {
    try folder.makeFolder("home/.kale/p.yaml")
    #expect(throws: FileSystem.Failure.self) { try write(into: ".kale") }
    #expect(try folder.names(in: "home/.kale") == ["p.yaml"])
  }

  @Test func aFileInThePlaceOfAFolderIsLeft() throws {
    try folder.write("old", "home/.kale")
    #expect(throws: FileSystem.Failure.self) { try write(into: ".kale") }
    #expect(try folder.text("home/.kale") == "old")
  }

  @Test(arguments: ["", ".", "..", "../p.yaml", "/tmp/p.yaml", "a/b", "a\0b"])
  func aNameIsOnePart(name: String) throws {
    let output = try OutputFolder.open(folder.path("home"), ifAbsent: .giveNil)
    #expect(throws: FileSystem.Failure.self) { try output?.write("new", to: name) }
    #expect(try folder.names(in: "home").isEmpty)
  }

  /// A reader that has the old file open goes on reading the old one: the new one is another file under its name.
  @Test func theFileIsReplacedWholeAndKeepsItsPermissions() throws {
    try folder.write("old", "home/.kale/p.yaml")
    try folder.setPermissions(0o640, of: "home/.kale/p.yaml")
    try write(into: ".kale", String(repeating: "new\n", count: 100_000))
    #expect(try folder.text("home/.kale/p.yaml").utf8.count == 400_000)
    #expect(try folder.permissions("home/.kale/p.yaml") == 0o640)
    #expect(try folder.names(in: "home/.kale") == ["p.yaml"])
  }

  @Test func aFolderThatAPersonNamesMayBeAnywhere() throws {
    try folder.makeLink("home/out", to: "../elsewhere")
    let output = try OutputFolder.open(folder.path("home/out"), ifAbsent: .makeFolder)
    try output?.write("new", to: "p.yaml")
    #expect(try folder.text("elsewhere/p.yaml") == "new")
  }

  @Test func lookingMakesNothing() throws {
    let output = try OutputFolder.open(
      folder.path("home/a/b"), inside: folder.path("home"), ifAbsent: .giveNil)
    let isNothing = Self.isNothing(output)
    #expect(isNothing)
    #expect(try folder.names(in: "home").isEmpty)
  }

  private static func isNothing(_ output: consuming OutputFolder?) -> Bool {
    if let _ = output { return false }
    return true
  }

  @Test func whatStandsUnderANameIsTold() throws {
    try folder.write("text", "home/file")
    try folder.makeFolder("home/folder")
    try folder.makeLink("home/link", to: "file")
    guard let output = try OutputFolder.open(folder.path("home"), ifAbsent: .giveNil) else {
      Issue.record("no folder")
      return
    }
    let contents = try ["file", "folder", "link", "nothing"].map { try output.content(of: $0) }
    #expect(contents == [.file(Array("text".utf8)), .other, .symbolicLink, .nothing])
  }
}
