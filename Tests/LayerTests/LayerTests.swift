import KaleAnalysis
import KaleWorkspace
import Testing

/// The layers of the package. The compiler finds any target that has been built, whether or not `Package.swift` names it as
/// a dependency; so a test compares what each file imports.
@Suite struct LayerTests {
  private static let root = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }

  /// The targets from the top down. Each may depend on those below it only.
  private static let order = [
    "kale-lsp", "KaleCommandLine", "KaleLanguageServer", "KaleWorkspace", "KaleIDE", "PipelineCompiler",
    "KaleRules", "KaleAnalysis", "NotebookModel", "PythonSyntax", "LanguageServerProtocol", "JSONRPC",
    "JSONSyntax", "SourceText",
  ]

  /// What stands beside each other, though the order has to name one first.
  private static let strangers = [
    ("KaleCommandLine", "KaleLanguageServer"), ("KaleWorkspace", "KaleIDE"), ("KaleWorkspace", "KaleRules"),
    ("KaleIDE", "PipelineCompiler"), ("PipelineCompiler", "KaleRules"),
  ]

  /// Whether a target is one of tests, or supports them.
  private static func isForTests(_ target: String) -> Bool {
    target.hasSuffix("Tests") || target.hasSuffix("TestSupport")
  }

  /// The dependencies of each target, as `Package.swift` names them.
  private let dependencies: [String: Set<String>]

  init() throws {
    let manifest = String(decoding: try FileSystem.read(Self.root + "/Package.swift"), as: UTF8.self)
    var dependencies: [String: Set<String>] = [:]
    for match in manifest.matches(of: /\.(?:target|executableTarget|testTarget)\(\s*name: "([^"]+)"/) {
      let rest = manifest[match.range.upperBound...]
      let list = rest.prefixMatch(of: /,\s*dependencies: \[([^\]]*)\]/)?.output.1 ?? ""
      dependencies[String(match.output.1)] = Set(list.matches(of: /"([^"]+)"/).map { String($0.output.1) })
    }
    self.dependencies = dependencies
  }

  @Test func everyTargetIsInTheOrder() {
    let targets = dependencies.keys.filter { !Self.isForTests($0) }
    #expect(Set(targets) == Set(Self.order))
  }

  @Test func dependenciesPointDown() throws {
    for (index, target) in Self.order.enumerated() {
      let above = Set(Self.order[...index])
      let named = try #require(dependencies[target])
      #expect(named.isDisjoint(with: above), "\(target) depends on \(named.intersection(above))")
    }
    for (target, stranger) in Self.strangers {
      #expect(dependencies[target]?.contains(stranger) == false, "\(target) depends on \(stranger)")
    }
  }

  @Test func filesImportWhatTheirTargetDependsOn() throws {
    let products = Set(["ArgumentParser", "Yams"])
    for (target, named) in dependencies {
      let folder = "\(Self.root)/\(Self.isForTests(target) ? "Tests" : "Sources")/\(target)"
      var imported: Set<String> = []
      for path in FileSystem.files(below: folder, endingIn: ".swift").files {
        let text = String(decoding: try FileSystem.read(path), as: UTF8.self)
        for line in text.split(separator: "\n") {
          // Taken apart by hand: regular expressions would take seconds over all files.
          let words = line.split(separator: " ")
          let isImport = words.first == "import" || words.prefix(2) == ["@testable", "import"]
          if isImport, let module = words.last { imported.insert(String(module)) }
        }
      }
      let own = imported.filter { dependencies[$0] != nil || products.contains($0) }
      #expect(
        own.isSubset(of: named), "\(target) imports \(own.subtracting(named)), which it does not depend on")
    }
  }

  @Test func nothingInSourcesDependsOnTheTestSupport() {
    for (target, named) in dependencies where !Self.isForTests(target) {
      #expect(!named.contains("KaleTestSupport"), "\(target)")
    }
  }

  /// What is known of a release of Kale stands in one folder; messages and compiled files take its name from there.
  @Test(arguments: KaleRelease.allKnown.map(\.name)) func aReleaseIsNamedInOnePlace(name: String) throws {
    let sources = Self.root + "/Sources"
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

  /// The index types tell units from other numbers only as long as a number is not an index by itself.
  @Test func aNumberIsNotAnIndex() throws {
    let sources = Self.root + "/Sources"
    for path in FileSystem.files(below: sources, endingIn: ".swift").files {
      let text = String(decoding: try FileSystem.read(path), as: UTF8.self)
      guard text.contains("ExpressibleByIntegerLiteral") else { continue }
      #expect(!text.contains("UnitIndex"), "\(path) takes numbers for units")
    }
  }

  /// A request knows a notebook's places and documents, and not whether it is a text or a notebook document.
  @Test func shapesEndAtOpenNotebooks() throws {
    let server = Self.root + "/Sources/KaleLanguageServer"
    let others = FileSystem.files(below: server, endingIn: ".swift").files.filter {
      !$0.hasPrefix(server + "/Documents/")
    }
    #expect(!others.isEmpty)
    for path in others {
      let text = String(decoding: try FileSystem.read(path), as: UTF8.self)
      #expect(!text.contains(".shape"), "\(path) reads the shape of a notebook")
    }
  }
}
