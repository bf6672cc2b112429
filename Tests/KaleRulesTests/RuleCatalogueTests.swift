import KaleRules
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

  /// The types that say of themselves that they are rules.
  private func rules(declaredIn text: String) -> [String] {
    text.split(separator: "\n").compactMap { line in
      let words = line.split { " :,{".contains($0) }
      guard line.contains(": Rule") || line.contains(": CellRule"), !words.contains("protocol"),
        !Set(words).isDisjoint(with: ["Rule", "CellRule"]),
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
}
