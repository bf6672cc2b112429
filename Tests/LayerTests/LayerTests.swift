import KaleAnalysis
import KaleWorkspace
import Testing

/// The layers of the package. The compiler finds any target that has been built, whether or not `Package.swift` names it as
/// a dependency; so a test compares what each file imports.
@Suite struct LayerTests {
  private static let root = SourceFile.root

  /// The targets from the top down. Each may depend on those below it only.
  private static let order = [
    "kale-lsp", "KaleCommandLine", "KaleLanguageServer", "KaleWorkspace", "KaleIDE", "PipelineCompiler",
    "KaleRules", "KaleSettings", "KaleAnalysis", "NotebookModel", "PythonSyntax", "LanguageServerProtocol",
    "JSONRPC",
    "JSONSyntax", "TOMLSyntax", "SourceText", "EmbedText",
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
      let folder = "\(Self.isForTests(target) ? "Tests" : "Sources")/\(target)"
      let files = try SourceFile.all(below: folder)
      let imported = files.reduce(into: Set<String>()) { $0.formUnion($1.imports) }
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
}
