import KaleRules
import KaleTestSupport
import NotebookModel
import SourceText
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The files of `Rules/` beside the catalogue.
@Suite struct RuleCatalogueTests {
  private static let folder =
    #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 } + "/Sources/KaleRules/Rules"

  /// The rules that the files declare, by the files' names.
  private func declared() throws -> [String: [String]] {
    let names = try FileManager.default.subpathsOfDirectory(atPath: Self.folder).filter {
      $0.hasSuffix(".swift")
    }
    return try Dictionary(
      uniqueKeysWithValues: names.map { name in
        let bytes = try Data(contentsOf: URL(filePath: "\(Self.folder)/\(name)"))
        let text = String(decoding: bytes, as: UTF8.self)
        let file = name.split(separator: "/").last?.dropLast(".swift".count) ?? ""
        return (String(file), rules(declaredIn: text))
      })
  }

  private static let scopes: Set<Substring> = [
    "Rule", "CellRule", "StepRule", "NotebookRule", "InquiringRule",
  ]

  /// The types that say of themselves that they are rules.
  private func rules(declaredIn text: String) -> [String] {
    text.split(separator: "\n").compactMap { line in
      let words = line.split { " :,{".contains($0) }
      guard Self.scopes.contains(where: { line.contains(": \($0)") }), !words.contains("protocol"),
        !Set(words).isDisjoint(with: Self.scopes),
        let keyword = words.firstIndex(where: { ["enum", "struct", "extension"].contains($0) })
      else { return nil }
      return words.dropFirst(keyword + 1).first.map(String.init)
    }
  }

  @Test func theCatalogueHasEveryRuleThatAFileDeclares() throws {
    let inCatalogue = Set(RuleCatalogue.rules.map { String(describing: $0) })
    #expect(Set(try declared().values.joined()) == inCatalogue)
  }

  @Test func everyRuleHasAFileOfItsOwnThatIsCalledAsIt() throws {
    for (file, rules) in try declared() where !rules.isEmpty {
      #expect(rules == [file])
    }
  }

  /// `unknown-tag` is `UnknownTag`, `ipython-syntax` is `IPythonSyntax`.
  @Test(arguments: RuleExampleTests.rules)
  func everyRuleTypeIsCalledAsItsRule(_ named: RuleExampleTests.Named) {
    let name = named.rule.description.name.filter { $0 != "-" }
    #expect(String(describing: named.rule).lowercased() == name)
  }

  /// A rule of two scopes would find everything twice.
  @Test(arguments: RuleExampleTests.rules)
  func everyRuleHasOneScope(_ named: RuleExampleTests.Named) {
    let scopes = [
      named.rule is any CellRule.Type, named.rule is any StepRule.Type, named.rule is any NotebookRule.Type,
    ]
    #expect(scopes.count { $0 } == 1)
  }

  /// A step rule sees its step alone: what it finds there stays where another step comes or goes.
  @Test(arguments: RuleCatalogue.stepRules.map { RuleExampleTests.Named(rule: $0) })
  func whatAStepRuleFindsStaysWhereOthersChange(_ named: RuleExampleTests.Named) {
    let rule = named.rule.description
    for text in rule.examples.triggering {
      let example = ExampleNotebook(text)
      var notebook = example.notebook
      let before = analysis(of: notebook, referringTo: example.files).findings().filter { $0.rule == rule }
      notebook = Notebook(
        cells: notebook.cells + [
          NotebookCell(kind: .code, source: SourceText("unheard_of = 1"), tags: [.text("step:zz_other")])
        ], kaleMetadata: notebook.kaleMetadata)
      let after = analysis(of: notebook, referringTo: example.files).findings().filter { $0.rule == rule }
      #expect(!before.isEmpty)
      #expect(before == after, "in\n\(text)")
    }
  }
}
