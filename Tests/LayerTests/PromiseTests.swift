import KaleAnalysis
import KaleWorkspace
import Testing

/// What ARCHITECTURE.md promises of targets beyond their dependencies, as far as the words of their code show it.
@Suite struct PromiseTests {
  /// Modules, or words of code, that only some folders may use.
  struct Restriction: CustomTestStringConvertible, Sendable {
    enum Use: Sendable {
      case imports, words, calls
    }

    let use: Use
    let names: Set<String>
    /// The folders below `Sources`.
    let folders: [String]
    var testDescription: String { "\(names.sorted()) in \(folders)" }

    /// Those of the names that a file uses.
    func names(in file: SourceFile) -> Set<String> {
      switch use {
      case .imports: file.imports.intersection(names)
      case .words: file.words.intersection(names)
      case .calls: file.calls.intersection(names)
      }
    }
  }

  private static let platform = "KaleWorkspace/Platform/"
  /// A program that runs while the package is built.
  private static let builder = "EmbedText/"

  static let restrictions = [
    // The C library, files, processes and the environment.
    Restriction(
      use: .imports, names: ["Darwin", "Foundation", "FoundationEssentials", "Glibc", "Musl"],
      folders: [platform, builder]),
    Restriction(
      use: .words, names: ["FileManager", "ProcessInfo", "getenv", "posix_spawn"], folders: [platform]),
    Restriction(use: .words, names: ["CommandLine"], folders: ["kale-lsp/", builder]),
    // Clocks and randomness.
    Restriction(
      use: .words,
      names: [
        "Clock", "ContinuousClock", "Date", "DispatchTime", "SuspendingClock", "SystemRandomNumberGenerator",
        "clock_gettime", "randomElement", "shuffled",
      ], folders: [platform]),
    // Threads, and state that the compiler does not check for them.
    Restriction(use: .imports, names: ["Dispatch"], folders: ["KaleWorkspace/", "JSONRPC/"]),
    Restriction(
      use: .words, names: ["TaskGroup", "nonisolated", "pthread_create", "unchecked"], folders: [platform]),
    // Standard output is the protocol's while the server runs.
    Restriction(use: .calls, names: ["readLine"], folders: []),
    // What is printed is checked (`StandardOutput`).
    Restriction(use: .calls, names: ["print"], folders: []),
    Restriction(use: .imports, names: ["ArgumentParser"], folders: ["kale-lsp/", "KaleCommandLine/"]),
    // Traps.
    Restriction(
      use: .calls, names: ["assertionFailure", "fatalError", "precondition", "preconditionFailure"],
      folders: []),
  ]

  @Test(arguments: restrictions) func namesAreUsedWhereTheyMayBe(_ restriction: Restriction) throws {
    for file in try SourceFile.sources.get() {
      let path = file.path.dropFirst("Sources/".count)
      guard !restriction.folders.contains(where: path.hasPrefix) else { continue }
      let used = restriction.names(in: file)
      #expect(used.isEmpty, "\(file.path) uses \(used.sorted().joined(separator: ", "))")
    }
  }

  /// A restriction on what nobody uses would hold whatever the scan finds.
  @Test func theScanFindsWhatIsUsed() throws {
    for restriction in Self.restrictions where !restriction.folders.isEmpty {
      let isFound = try SourceFile.sources.get().contains { !restriction.names(in: $0).isEmpty }
      #expect(isFound, "\(restriction.testDescription)")
    }
  }

  /// Foundation brings ICU into the binary.
  @Test func theSmallFoundationIsPreferred() throws {
    for file in try SourceFile.sources.get() where file.imports.contains("Foundation") {
      #expect(file.text.hasPrefix("#if canImport(FoundationEssentials)\n"), "\(file.path)")
    }
  }

  /// The transport knows no method of LSP.
  @Test func theTransportKnowsNoMethod() throws {
    var methods: Set<Substring> = []
    for file in try SourceFile.all(below: "Sources/JSONRPC") {
      methods.formUnion(file.text.matches(of: /"([$\w]+\/\w+)"/).map(\.output.1))
    }
    #expect(methods.isEmpty)
  }

  /// What is known of a release of Kale stands in one folder; messages and compiled files take its name from there.
  @Test(arguments: KaleRelease.allKnown.map(\.name)) func aReleaseIsNamedInOnePlace(name: String) throws {
    let sources = SourceFile.root + "/Sources"
    var naming: [String] = []
    for ending in [".swift", ".py"] {
      for path in FileSystem.files(below: sources, endingIn: ending).files {
        let text = String(decoding: try FileSystem.read(path), as: UTF8.self)
        if text.contains(name) { naming.append(String(path.dropFirst(sources.count))) }
      }
    }
    #expect(naming.count == 1)
    #expect(naming.allSatisfy { $0.hasPrefix("/KaleAnalysis/KaleRelease/") }, "\(naming)")
  }

  /// The clients show what the server says of Kale, so that they fit every release.
  @Test func theClientsNameNoRelease() throws {
    let clients = SourceFile.root + "/EditorClients"
    var count = 0
    for ending in [".json", ".js", ".ts", ".lua", ".md", ".py", ".txt", ".vim"] {
      let files = FileSystem.files(below: clients, endingIn: ending).files
      for path in files where !path.contains("/node_modules/") && !path.hasSuffix("/package-lock.json") {
        let text = String(decoding: try FileSystem.read(path), as: UTF8.self)
        count += 1
        #expect(!KaleRelease.allKnown.contains { text.contains($0.description) }, "\(path)")
      }
    }
    #expect(count > 20)
  }

  /// The release is handed to the analyzer; nothing below it looks for the current one.
  @Test func theAnalysisIsGivenItsRelease() throws {
    for file in try SourceFile.sources.get() where file.target == "KaleAnalysis" {
      let mayName = ["/KaleRelease.swift", "/PipelineAnalyzer.swift"].contains(where: file.path.hasSuffix)
      #expect(mayName || !file.words.contains("current") || !file.text.contains(" .current"), "\(file.path)")
      #expect(mayName || !file.text.contains("KaleRelease.current"), "\(file.path)")
    }
  }

  /// A request knows a notebook's places and documents, and not whether it is a text or a notebook document.
  @Test func shapesEndAtOpenNotebooks() throws {
    let others = try SourceFile.sources.get().filter {
      $0.target == "KaleLanguageServer" && !$0.path.hasPrefix("Sources/KaleLanguageServer/Documents/")
    }
    #expect(!others.isEmpty)
    for file in others {
      #expect(!file.text.contains(".shape"), "\(file.path) reads the shape of a notebook")
    }
  }

  /// A test that fails must fail again: numbers come from a seeded generator, and no clock is read.
  @Test func testsDependOnNoClockAndNoChance() throws {
    let clocks: Set = ["ContinuousClock", "SuspendingClock", "SystemRandomNumberGenerator", "DispatchTime"]
    for file in try SourceFile.all(below: "Tests") where !file.path.hasPrefix("Tests/LayerTests/") {
      #expect(file.words.isDisjoint(with: clocks), "\(file.path) reads \(file.words.intersection(clocks))")
      for line in file.text.split(separator: "\n")
      where [".random(", ".randomElement(", ".shuffled("].contains(where: line.contains) {
        #expect(line.contains("using:"), "\(file.path): \(line)")
      }
    }
  }
}
