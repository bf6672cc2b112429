import KaleWorkspace
import Testing

/// ARCHITECTURE.md: what it names exists, and each invariant names what enforces it.
@Suite struct ArchitectureTests {
  private static func text() throws -> String {
    String(decoding: try FileSystem.read(SourceFile.root + "/ARCHITECTURE.md"), as: UTF8.self)
  }

  /// The paragraphs, the lines of each joined.
  private static func paragraphs() throws -> [String] {
    try text().split(separator: "\n\n").map { $0.split(separator: "\n").joined(separator: " ") }
  }

  @Test func everyInvariantNamesWhatEnforcesIt() throws {
    let invariants = try Self.paragraphs().filter { $0.contains("*Invariant:*") }
    #expect(invariants.count > 10)
    for invariant in invariants {
      let isTested = invariant.contains(/`\w+Tests`|`[\w\/]+\.py`/)
      #expect(isTested || invariant.contains("the compiler checks"), "\(invariant)")
    }
  }

  /// The same of the checklists for contributors, which end with what enforces them.
  @Test func theTestsThatAreNamedExist() throws {
    let files = try SourceFile.all(below: "Tests")
    let suites = files.reduce(into: Set(files.map(\.target))) { $0.formUnion($1.types) }
    let checklists = FileSystem.files(below: SourceFile.root + "/docs/contributing", endingIn: ".md").files
    #expect(checklists.count > 5)
    for path in checklists + [SourceFile.root + "/ARCHITECTURE.md"] {
      let text = String(decoding: try FileSystem.read(path), as: UTF8.self)
      for match in text.matches(of: /`(\w+Tests)`/) {
        #expect(suites.contains(String(match.output.1)), "\(path): there is no \(match.output.1)")
      }
    }
  }

  @Test func theScriptsThatItNamesExist() throws {
    let files = ["Tests", "Sources"].flatMap {
      FileSystem.files(below: SourceFile.root + "/" + $0, endingIn: ".py").files
    }
    for match in try Self.text().matches(of: /`(?:[\w\/]+\/)?(\w+\.py)`/) {
      #expect(files.contains { $0.hasSuffix("/" + match.output.1) }, "there is no \(match.output.1)")
    }
  }

  /// A type or a folder that was renamed is renamed in the text, too.
  @Test func theTypesAndFoldersThatItNamesExist() throws {
    let words = try SourceFile.sources.get().reduce(into: Set(["Package"])) { words, file in
      words.formUnion(file.words)
      words.formUnion(file.path.split(separator: "/").map(String.init))
    }
    for match in try Self.text().matches(of: /`([A-Z]\w+)(?:\.\w+)*(?:\([\w:]*\))?`/) {
      let name = String(match.output.1)
      #expect(words.contains(name) || name.hasSuffix("Tests"), "there is no \(name)")
    }
  }
}
