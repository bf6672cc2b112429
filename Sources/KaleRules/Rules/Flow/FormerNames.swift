import KaleAnalysis
import NotebookModel
import PythonSyntax

/// Builtin names of Python 2 that steps read: together they are one finding, since they have one cause.
struct FormerNames {
  private let analysis: NotebookAnalysis

  init(_ analysis: NotebookAnalysis) { self.analysis = analysis }

  /// Returns whether a missing name is one that Python 2 had, and that an import does not bring back. Of names that notebooks
  /// use for variables too, only a call shows it.
  func contains(_ missing: MissingRead) -> Bool {
    guard missing.cause == .unmade else { return false }
    if Self.telling.contains(missing.name) { return true }
    let isFormer =
      FormerNameTable.replacements[missing.name] != nil || FormerNameTable.removed.contains(missing.name)
    return isFormer && isCalled(missing)
  }

  /// Names that hardly mean anything else.
  private static let telling: Set<String> = ["basestring", "raw_input", "unichr", "unicode", "xrange"]

  private func isCalled(_ missing: MissingRead) -> Bool {
    guard case .source(let cell, let range) = missing.call?.read ?? missing.place else { return false }
    let source = analysis.notebook.cells[cell].source.utf8
    return range.upperBound < source.count && source[range.upperBound] == UInt8(ascii: "(")
  }

  /// Returns the finding about some names, in their order; none if there are none.
  func findings(_ names: [MissingRead]) -> [Finding] {
    guard let first = names.first else { return [] }
    var seen: Set<String> = []
    let distinct = names.map(\.name).filter { seen.insert($0).inserted }
    let news = distinct.compactMap { FormerNameTable.replacements[$0] }
    var seenNews: Set<String> = []
    let remedy =
      news.count == distinct.count
      ? "Use \(news.filter { seenNews.insert($0).inserted }.enumeration)." : "Write the code for Python 3."
    let isOne = distinct.count == 1
    return [
      Finding(
        MissingName.description, severity: names.contains(where: \.isCertain) ? .error : .warning,
        kale: .accepted, at: first.place,
        "\(distinct.enumeration) \(isOne ? "is a name" : "are names") of Python 2, and undefined in Python 3. \(remedy)",
        related: places(of: names).prefix(Self.mostRelated).map {
          .init($0.place, "`\($0.name)` is read here.")
        },
        fixes: [replacement(of: distinct)].compactMap(\.self))
    ]
  }

  private static let mostRelated = 8

  private func places(of names: [MissingRead]) -> [(name: String, place: NotebookPlace)] {
    var seen: Set<NotebookPlace> = []
    var places = names.map { (name: $0.name, place: $0.call?.read ?? $0.place) }
    if names.first?.call == nil { places.removeFirst() }
    return places.filter { seen.insert($0.place).inserted }
  }

  /// The fix that writes the names of Python 3 wherever a cell of the pipeline reads the old ones: those that are reported, and
  /// those of code of which it is not known whether it runs.
  private func replacement(of names: [String]) -> Fix? {
    let others = Self.telling.subtracting(names)
    let bound = Set(analysis.cellsBinding(others).filter { !$0.value.isEmpty }.keys)
    let new = FormerNameTable.replacements.filter { old, _ in
      names.contains(old) || others.contains(old) && !bound.contains(old)
    }
    guard names.allSatisfy({ new[$0] != nil }) else { return nil }
    let cells = analysis.facts.indices.filter { cell in
      analysis.outline.isRun(cell) && analysis.facts[cell].facts.allReads.contains { new[$0.name] != nil }
    }
    let places = cells.flatMap { cell in
      analysis.facts[cell].nameOccurrences.all
        .filter { $0.isModuleLevel && new[$0.name] != nil }.map { (cell: cell, occurrence: $0) }
    }
    let edits = places.compactMap { place -> NotebookEdit? in
      guard let name = new[place.occurrence.name] else { return nil }
      return .replaceSource(cell: place.cell, range: place.occurrence.range, with: name)
    }
    guard let first = places.first?.occurrence.name else { return nil }
    let isOne = places.allSatisfy { $0.occurrence.name == first }
    let title = isOne ? "`\(first)` to `\(new[first] ?? "")`" : "the names to those of Python 3"
    return Fix("Change \(title)", edits)
  }
}
