import KaleTestSupport
import Testing

@testable import KaleWorkspace

@Suite struct FileReadingTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test(arguments: [0, 1, 65_536, 1_000_003]) func filesAreReadWhole(size: Int) throws {
    let text = String(repeating: "x", count: size)
    try folder.write(text, "file")
    #expect(try FileSystem.read(folder.path("file")) == Array(text.utf8))
  }

  /// It says that its size is zero.
  @Test(.enabled(if: FileSystem.kind(of: "/proc/self/status") != nil))
  func filesWithoutASizeAreReadWhole() throws {
    #expect(try FileSystem.read("/proc/self/status").count > 100)
  }

  @Test(arguments: [
    ("missing", "no such file"), (".", "it is a directory"), ("file\0", "no such file"),
  ])
  func whatCannotBeReadIsExplained(name: String, reason: String) throws {
    try folder.write("x", "file")
    #expect(throws: FileSystem.Failure.self) { try FileSystem.read(folder.path(name)) }
    do { _ = try FileSystem.read(folder.path(name)) } catch { #expect(error.reason == reason) }
  }

  /// To C, a path ends at its first null character.
  @Test func aNullCharacterLeadsNowhere() throws {
    try folder.write("x", "file")
    #expect(FileSystem.kind(of: folder.path("file\0")) == nil)
    #expect(FileSystem.stamp(of: folder.path("file\0.ipynb")) == nil)
    #expect(FileSystem.entry(at: folder.path("file\0")).kind == nil)
    #expect(throws: FileSystem.Failure.self) { try FileSystem.names(in: folder.path("\0")) }
  }

  @Test func linksCountAsWhatTheyLeadTo() throws {
    try folder.write("x", "file")
    try folder.makeFolder("inner")
    try folder.makeLink("toFile", to: folder.path("file"))
    try folder.makeLink("toFolder", to: folder.path("inner"))
    try folder.makeLink("toNothing", to: folder.path("nothing"))
    #expect(FileSystem.kind(of: folder.path("toFile")) == .file)
    #expect(FileSystem.entry(at: folder.path("toFolder")) == (.folder, true))
    #expect(FileSystem.entry(at: folder.path("toNothing")) == (nil, true))
    #expect(FileSystem.entry(at: folder.path("inner")) == (.folder, false))
    #expect(FileSystem.stamp(of: folder.path("toFile")) == FileSystem.stamp(of: folder.path("file")))
  }

  @Test func aStampTellsStatesApart() throws {
    try folder.write("x", "file")
    let before = FileSystem.stamp(of: folder.path("file"))
    try folder.write("xy", "file")
    #expect(before != FileSystem.stamp(of: folder.path("file")))
    #expect(before?.size == 1)
  }
}
