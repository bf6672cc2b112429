import Testing

@testable import KaleAnalysis

/// Files that use each other, directly or through others, can only be read together. So cycles are kept small.
@Suite struct CycleTests {
  /// How many files of a target may use each other.
  private static let limit = 10

  @Test func fewFilesUseEachOther() throws {
    let targets = Dictionary(grouping: try SourceFile.sources.get(), by: \.target)
    #expect(targets.count > 10)
    for (target, files) in targets {
      for cycle in Self.cycles(of: files) {
        #expect(cycle.count <= Self.limit, "\(target): \(cycle.joined(separator: ", ")) use each other")
      }
    }
  }

  /// The test finds a cycle where there is one: the layers of a session use each other, as a handler gets its session.
  @Test func aCycleIsFound() throws {
    let files = try SourceFile.all(below: "Sources/KaleLanguageServer")
    let cycles = Self.cycles(of: files)
    #expect(cycles.contains { $0.contains("Session.swift") && $0.contains("RequestMethod.swift") })
  }

  /// Returns the groups of files that use each other's types, each as file names.
  private static func cycles(of files: [SourceFile]) -> [[String]] {
    var declaring: [String: Int] = [:]
    for (index, file) in files.enumerated() {
      for type in file.types where declaring[type] == nil { declaring[type] = index }
    }
    let next = files.indices.map { index in
      Set(files[index].words.compactMap { declaring[$0] }).subtracting([index]).sorted()
    }
    return StronglyConnectedComponents.find(next: next).filter { $0.count > 1 }.map { cycle in
      cycle.map { files[$0].path.split(separator: "/").last.map(String.init) ?? "" }
    }
  }
}
