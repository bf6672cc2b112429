import KaleAnalysis
import NotebookModel
import PythonSyntax

/// The fixes of lines in a metrics cell that are not `print(name)`.
struct MetricFixes {
  private let analysis: NotebookAnalysis
  /// How many lines have been looked at: more than a few are seldom fixed one by one.
  private var count = 0
  private static let mostFixes = 20
  /// The names that steps define.
  private lazy var names = analysis.units.reduce(into: Set<String>()) { $0.formUnion($1.ownNames) }

  init(in analysis: NotebookAnalysis) { self.analysis = analysis }

  /// Returns the module-level statement that contains a line, or nil if there isn't one.
  func statement(at range: Range<Int>, in cell: CellIndex) -> StatementFact? {
    let statement = analysis.facts[cell].facts.statements.last(startingUpTo: range.lowerBound)
    return statement.flatMap { $0.range.overlaps(range) ? $0 : nil }
  }

  /// Returns the fixes for a line, the likeliest first.
  ///
  /// - Parameters:
  ///   - statement: The statement that the line belongs to.
  ///   - line: The line, with a comment at its end.
  ///   - cell: The cell of the line.
  /// - Returns: The fixes; none for a line that no fix is right for.
  mutating func fixes(for statement: StatementFact, line: Range<Int>, in cell: CellIndex) -> [Fix] {
    count += 1
    guard count <= Self.mostFixes else { return [] }
    if let printing = printing(statement, line: line, in: cell) { return [printing] }
    switch statement.kind {
    case .import: return [analysis.moveToImports(ofStatement: statement.range, in: cell)].compactMap(\.self)
    default: return move(statement, in: cell).map { [$0] } ?? []
    }
  }

  /// The line as one `print(name)` for each name that it prints; nil where it prints anything else than values of steps.
  /// What follows a statement in its line: the end of a comment, or the start of the next statement. Nil for other text.
  private func rest(
    ofLine range: Range<Int>, in source: [UInt8]
  ) -> (end: Int, isStatement: Bool)? {
    let blanks: Set<UInt8> = [UInt8(ascii: " "), UInt8(ascii: "\t")]
    var place = range.lowerBound
    func skipBlanks() { while place < range.upperBound, blanks.contains(source[place]) { place += 1 } }
    skipBlanks()
    var isEnded = false
    if place < range.upperBound, source[place] == UInt8(ascii: ";") {
      isEnded = true
      place += 1
      skipBlanks()
    }
    if place == range.upperBound || source[place] == UInt8(ascii: "#") { return (range.upperBound, false) }
    return isEnded ? (place, true) : nil
  }

  private mutating func printing(_ statement: StatementFact, line: Range<Int>, in cell: CellIndex) -> Fix? {
    let reads = analysis.facts[cell].facts.reads.filter { statement.range.contains($0.range.lowerBound) }
    let isPrint = reads.first?.name == "print" && reads.first?.range.lowerBound == statement.range.lowerBound
    if case .name = statement.kind {} else { guard isPrint else { return nil } }
    var printed: [String] = []
    var isExact = true
    for read in reads.dropFirst(isPrint ? 1 : 0) {
      if Self.formatters.contains(read.name) {
        isExact = false
      } else {
        guard names.contains(read.name), MetricReading.isValid(read.name, in: analysis.release),
          !isPrint || isAlone(read, in: cell)
        else { return nil }
        if !printed.contains(read.name) { printed.append(read.name) }
      }
    }
    guard !printed.isEmpty else { return nil }
    let calls = printed.map { "print(\($0))" }
    let source = analysis.notebook.cells[cell].source.utf8
    let end = statement.range.withoutSpaceBehind(in: source).upperBound
    guard let rest = rest(ofLine: end..<max(end, line.upperBound), in: source) else { return nil }
    let edit = NotebookEdit.replaceSource(
      cell: cell, range: statement.range.lowerBound..<rest.end,
      with: calls.joined(separator: "\n") + (rest.isStatement ? "\n" : ""))
    return Fix(
      "Change to " + calls.map { "`\($0)`" }.joined(separator: " and "), .safe(if: isExact), [edit])
  }

  /// Functions that only change how a number looks.
  private static let formatters: Set<String> = ["round", "float", "int", "str", "format", "repr"]

  /// Whether a name is printed as it is: an argument, a field of an f-string, or what follows the `%` of a string.
  private func isAlone(_ read: NameUse, in cell: CellIndex) -> Bool {
    let source = analysis.notebook.cells[cell].source.utf8
    let isSpace = { (byte: UInt8) in " \t\r\n".utf8.contains(byte) }
    let before = source[..<read.range.lowerBound].reversed().drop(while: isSpace)
    let after = source[read.range.upperBound...].first { !isSpace($0) }
    let isAfterString =
      before.first == UInt8(ascii: "%")
      && before.dropFirst().first { !isSpace($0) }.map { "'\"".utf8.contains($0) } ?? false
    let isStart = before.first.map { "(,{".utf8.contains($0) } ?? true
    return (isStart || isAfterString) && after.map { ",)}:=!".utf8.contains($0) } ?? true
  }

  /// The statement at the end of the last step that defines one of the names that it reads.
  private func move(_ statement: StatementFact, in cell: CellIndex) -> Fix? {
    let facts = analysis.facts[cell].facts
    let reads = Set(facts.reads.filter { statement.range.contains($0.range.lowerBound) }.map(\.name))
    let unit = analysis.outline.units.indices.last {
      !analysis.outline.units[$0].isNotebook && !analysis.units[$0].ownNames.isDisjoint(with: reads)
    }
    return unit.flatMap { analysis.move(ofStatement: statement.range, in: cell, to: .end, of: $0) }
  }
}
