import KaleTestSupport
import Testing

@testable import KaleWorkspace

/// What `.gitignore` files ignore, judged by git itself.
@Suite struct GitignoreAgreementTests {
  private static let names = [
    "a", "b", "ab", "a.b", "c.x", "[a]", "a b", "é", "#a", "!b", "abc", "b-c", "d]",
  ]
  private static let pieces = [
    "a", "b", "c", "*", "*", "?", "**", "**", "***", "/", "/", "[ab]", "[!a]", "[^b]", "[a-c]", "[]-a]",
    "[[:alpha:]]",
    "[[:x:]]", "[[:a]", "[", "]", "\\", "\\*", "!", "#", " ", "\\ ", ".", ".x", "-", "é", "ab", "[a-",
    "[\\]]", "[b/]",
  ]

  private static func pattern(_ generator: inout SeededGenerator) -> String {
    let count = Int.random(in: 1...5, using: &generator)
    return (0..<count).map { _ in pieces.randomElement(using: &generator) ?? "a" }.joined()
  }

  private static func ignoreFile(_ generator: inout SeededGenerator) -> String {
    let lines = (0..<Int.random(in: 1...4, using: &generator)).map { _ in pattern(&generator) }
    return lines.joined(separator: Bool.random(using: &generator) ? "\n" : "\r\n")
  }

  private static func file(_ generator: inout SeededGenerator) -> String {
    let count = Int.random(in: 1...4, using: &generator)
    return (0..<count).map { _ in names.randomElement(using: &generator) ?? "a" }.joined(separator: "/")
  }

  /// A folder of files and ignore files. A name may be that of a file and of a folder: the first to come stays.
  private static func makeFolder(seed: UInt64) throws -> (folder: TemporaryFolder, lists: String) {
    let folder = try TemporaryFolder()
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<40 { try? folder.write("", file(&generator)) }
    var lists = ""
    for place in ["", "a/", "b/a/"].prefix(Int.random(in: 1...3, using: &generator)) {
      let text = ignoreFile(&generator)
      if (try? folder.write(text, place + ".gitignore")) != nil { lists += "\(place).gitignore:\n\(text)\n" }
    }
    return (folder, lists)
  }

  private static func run(_ arguments: [String]) throws -> String {
    let environment = [
      "PATH": "/usr/local/bin:/usr/bin:/bin", "GIT_CONFIG_NOSYSTEM": "1", "HOME": "/nonexistent",
    ]
    let git = ["/usr/bin/git", "/usr/local/bin/git", "/opt/homebrew/bin/git"].first(
      where: FileSystem.isProgram)
    let child = try ChildProcess(
      Program(path: git ?? "git", arguments: arguments, environment: environment, input: []))
    var output: [UInt8] = []
    _ = child.forEachLine { output += $0 }
    return String(decoding: output, as: UTF8.self)
  }

  private static func judged(_ folder: TemporaryFolder) throws -> Set<String> {
    _ = try run(["-c", "init.defaultBranch=main", "init", "-q", folder.path])
    let listed = try run(["-C", folder.path, "ls-files", "-z", "--others", "--exclude-standard"])
    return Set(listed.split(separator: "\0").map(String.init).filter { !$0.hasSuffix(".gitignore") })
  }

  @Test(arguments: 1...80 as ClosedRange<UInt64>)
  func theSameFilesAreLeft(seed: UInt64) throws {
    let (folder, lists) = try Self.makeFolder(seed: seed)
    let expected = try Self.judged(folder)
    var exclusions = FileExclusions.none
    exclusions.respectsGitignore = true
    let found = FileSystem.files(below: folder.path, withEndings: nil, leavingOut: exclusions).files
    let inner = Set(found.compactMap { FileSystem.relative($0, to: folder.path) })
    #expect(inner == expected, "\(lists)")
  }

  /// What is above a folder counts as far as its repository reaches.
  @Test func aFolderOfARepositoryIsSearchedAsTheRepositoryIs() throws {
    let folder = try TemporaryFolder()
    try folder.write("*.x\n!keep.x\n/sub/deep/\n", ".gitignore")
    for name in ["sub/a.x", "sub/keep.x", "sub/deep/b", "sub/inner/c.x", "sub/d"] {
      try folder.write("", name)
    }
    try folder.write("c\n", "sub/inner/.gitignore")
    _ = try Self.run(["-c", "init.defaultBranch=main", "init", "-q", folder.path])
    _ = try Self.run(["-c", "init.defaultBranch=main", "init", "-q", folder.path("sub/inner")])
    try folder.write("d\n", ".git/info/exclude")
    let found = FileSystem.files(
      below: folder.path("sub"), withEndings: nil, leavingOut: FileExclusions()
    ).files
    // The inner repository has its own ignore files only.
    #expect(
      found.compactMap { FileSystem.relative($0, to: folder.path) } == ["sub/inner/c.x", "sub/keep.x"])
  }

  /// A pattern that a naive search takes exponential time for.
  @Test func aHostilePatternTakesNoTime() {
    let pattern = Array(String(repeating: "*a", count: 60).utf8)
    let path = Array(String(repeating: "a", count: 200).utf8) + Array("b".utf8)
    #expect(!GlobPattern(pattern[...], isPath: true).accepts(path[...]))
  }

  @Test(arguments: [
    ("[core]\n\texcludesFile = ~/.ignored\n", "/home/me/.ignored"), ("[core]\nexcludesfile=\"/x y\"", "/x y"),
    ("[other]\nexcludesfile = /x", nil), ("", nil),
  ])
  func theUsersListIsFound(configuration: String, path: String?) {
    #expect(GitExcludes.excludesFile(inText: configuration, home: "/home/me") == path)
  }
}
