import Testing

/// Cells, tags and units have index types, so that the compiler rejects an index of one where an index of another is
/// expected. A number that means a cell or a tag would evade that.
@Suite struct IndexTypeTests {
  /// The targets that know cells and tags.
  static let targets = [
    "NotebookModel", "KaleAnalysis", "KaleRules", "PipelineCompiler", "KaleIDE", "KaleWorkspace",
    "KaleLanguageServer", "KaleCommandLine",
  ]

  @Test(arguments: targets) func nothingIsACellOrTagByNumber(target: String) throws {
    let files = try SourceFile.sources.get().filter { $0.target == target }
    #expect(!files.isEmpty)
    for file in files {
      for line in file.text.split(separator: "\n") {
        #expect(!Self.usesNumber(line), "\(file.path): \(line)")
      }
    }
  }

  @Test(arguments: [
    "func check(_ cell: Int) -> [Finding]", "package var cell: Int?", "private let cellIndex: Int",
    "func removal(ofTag index: Int, in cell: CellIndex)", "var metrics: (cell: CellIndex, tag: Int)?",
    "private var removedTags: Set<Int> = []", "init(cells: [Int], facts: FactsOfCells) {", "case cell(Int)",
    "package var cellFacts: [Int: CellFacts]", "places: [String: [(cell: Int, range: Range<Int>)]]",
    "package func cells(of block: SpecialTag) -> [Int] { [] }",
    "func rulingTag(of cell: CellIndex) -> Int? {",
    "let isWanted: (_ cell: Int) -> Bool", "case tag(cell: CellIndex, index: Int)", "var lastCell: Int { 0 }",
  ])
  func theScanFindsNumbers(line: String) { #expect(Self.usesNumber(line[...])) }

  @Test(arguments: [
    "func check(_ cell: CellIndex) -> [Finding]", "var cellCount: Int", "/// Not `cell: Int`.",
    "func cells(in range: Range<Int>) -> [CellIndex]", "cells: [CellIndex: [Int]]",
    "var new: [CellIndex: Int] = [:]", "let page: Int",
    "func length(of cell: CellIndex) -> Int", "var tags: TagArray<Range<Int>>", "stage: Int",
  ])
  func theScanFindsNothingElse(line: String) { #expect(!Self.usesNumber(line[...])) }

  /// Tests may write numbers for indices (`IndexLiterals`); elsewhere, that would turn any number into an index.
  @Test func aNumberIsNotAnIndex() throws {
    for file in try SourceFile.sources.get() where file.text.contains("ExpressibleByIntegerLiteral") {
      for index in ["PositionIndex", "CellIndex", "TagIndex", "UnitIndex"] {
        #expect(!file.text.contains(index), "\(file.path) takes numbers for indices")
      }
    }
  }

  /// Returns whether a line of code declares something that is a cell or tag, or several, by its name, and a number by
  /// its type.
  private static func usesNumber(_ line: Substring) -> Bool {
    // Most lines are done without regular expressions, which would take seconds over all files.
    guard line.contains("Int"), line.contains("ell") || line.contains("ag"), !line.contains("//") else {
      return false
    }
    // A name, perhaps behind a label, and its type: `cell: Int`, `ofTag index: Int`, `cells: [Int]`.
    let value = /\b([a-z]\w*C|c)ells?(Index|Indices)?( \w+)?: [\[(]*(Set<|\[)?Int\b/
    let tagValue = /\b([a-z]\w*T|t)ags?(Index|Indices)?( \w+)?: [\[(]*(Set<|\[)?Int\b/
    // A table: `cellFacts: [Int: …]`.
    let table = /\b(\w*[CT]|[ct])(ell|ag)\w*: \[Int:/
    // A result: `func cell(…) -> Int?`.
    let result = /\bfunc (\w*C|c|\w*T|t)(ell|ag)s?(Index|Indices)?\(.*-> [\[(]*(Set<)?Int\b/
    // What a case contains: `cell(Int)`, `tag(…, index: Int)`.
    let content = /\bcase (cell|tag)\((.*index: )?Int\b/
    return [value, tagValue].contains { line.contains($0) } || line.contains(table) || line.contains(result)
      || line.contains(content)
  }
}
