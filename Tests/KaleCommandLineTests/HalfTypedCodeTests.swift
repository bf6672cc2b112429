import KaleAnalysis
import KaleRules
import KaleTestSupport
import KaleWorkspace
import NotebookModel
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What is found elsewhere while a cell is being typed.
@Suite struct HalfTypedCodeTests {
  private static let folder =
    #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 } + "/protocol-fixtures/truth"

  /// The realistic notebooks that have no error.
  static let paths: [String] = {
    FileSystem.files(below: folder, endingIn: ".ipynb").files.filter { path in
      let findings = (try? NotebookFile(path: path))?.analysis.findings() ?? []
      return !findings.contains { $0.severity == .error }
    }
  }()

  /// A finding as it can be compared with those of another state of the notebook.
  private struct Key: Hashable {
    let rule: String
    let cell: CellIndex?
  }

  private static let mostCutsOfACell = 8

  @Test(arguments: paths)
  func aCellThatIsBeingTypedReddensNoOther(path: String) throws {
    let notebook = try NotebookFile(path: path).document.notebook
    let known = Set(Self.analysis(of: notebook).findings().map(Self.key))
    var generator = SeededGenerator(seed: 15)
    for cell in notebook.cells.indices where notebook.cells[cell].kind == .code {
      let source = notebook.cells[cell].source.utf8
      // Of magics, any half may be another magic.
      guard !source.contains(where: { "%!?".utf8.contains($0) }) else { continue }
      for cut in Self.cuts(of: source).shuffled(using: &generator).prefix(Self.mostCutsOfACell) {
        let rest = Bool.random(using: &generator) ? Self.endOfLine(at: cut, in: source) : source.count
        let edit = NotebookEdit.replaceSource(cell: cell, range: cut..<rest, with: "")
        let analysis = Self.analysis(of: notebook.applying([edit]))
        guard !analysis.facts[cell].facts.syntaxErrors.isEmpty else { continue }
        let new = analysis.findings().filter { $0.place.cell != cell && !known.contains(Self.key($0)) }
        let text = String(decoding: source[..<cut], as: UTF8.self)
        #expect(new.isEmpty, "cell \(cell.number), after \(text.suffix(60)): \(new.map(\.message))")
      }
    }
  }

  private static func key(_ finding: Finding) -> Key {
    Key(rule: finding.rule.name, cell: finding.place.cell)
  }

  private static func analysis(of notebook: Notebook) -> NotebookAnalysis {
    var analyzer = PipelineAnalyzer()
    return analyzer.analyze(notebook)
  }

  /// The ends of words and signs.
  private static func cuts(of source: [UInt8]) -> [Int] {
    let isWord = { (byte: UInt8) in
      byte >= 128 || byte == UInt8(ascii: "_") || Character(Unicode.Scalar(byte)).isLetter
        || Character(Unicode.Scalar(byte)).isNumber
    }
    return source.indices.dropFirst().filter { place in
      source[place - 1] > UInt8(ascii: " ") && !(isWord(source[place - 1]) && isWord(source[place]))
    }
  }

  private static func endOfLine(at place: Int, in source: [UInt8]) -> Int {
    source[place...].firstIndex(of: UInt8(ascii: "\n")) ?? source.count
  }
}
