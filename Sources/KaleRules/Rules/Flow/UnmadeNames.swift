import KaleAnalysis
import NotebookModel
import PythonSyntax

/// What can be done about names that no cell defines: import them, or write a similar name.
struct UnmadeNames {
  /// The remedies for one name.
  struct Remedies {
    /// What to do, as a sentence after a space; empty if that is not known.
    var sentence = ""
    var related: [Finding.Related] = []
    var fixes: [Fix] = []
  }

  private let analysis: NotebookAnalysis
  private let looksForSimilarNames: Bool

  /// The largest number of missing names for which similar ones are searched.
  private static let mostNames = 20
  /// The largest number of similar names that are offered.
  private static let mostChoices = 3
  private static let shortestWord = 4

  /// Prepares to look for remedies.
  ///
  /// - Parameters:
  ///   - analysis: The analysis of the notebook.
  ///   - count: How many names are missing from its steps.
  init(_ analysis: NotebookAnalysis, count: Int) {
    self.analysis = analysis
    looksForSimilarNames = count <= Self.mostNames
  }

  /// Returns the remedies for a name that no cell defines.
  func remedies(for missing: MissingRead) -> Remedies {
    let read = missing.call?.read ?? missing.place
    if let statement = KnownModules.statement(importing: missing.name, usedAs: use(at: read)) {
      let fix = addition(of: statement.text, before: read).map {
        Fix("Add `\(statement.text)` to the imports", .safe(if: statement.isCertain), [$0])
      }
      return Remedies(
        sentence: " Add `\(statement.text)` to the imports.", fixes: [fix].compactMap(\.self))
    }
    return looksForSimilarNames ? similarNames(missing, at: read) : Remedies()
  }

  /// The edit that adds an import so that it runs before a read; nil if nothing can come before the read.
  private func addition(of statement: String, before read: NotebookPlace) -> NotebookEdit? {
    guard let cell = read.cell, analysis.outline.cells(of: .imports).first == cell else {
      return analysis.addition(toImports: statement, before: read.cell)
    }
    let facts = analysis.facts[cell].facts
    let source = analysis.notebook.cells[cell].source.utf8
    // Nothing may stand above an import from the future, or above a magic of the whole cell.
    guard facts.syntaxErrors.isEmpty, !source.starts(with: "%%".utf8),
      !facts.imports.contains(where: { $0.module == "__future__" })
    else { return nil }
    return .replaceSource(cell: cell, range: 0..<0, with: statement + "\n")
  }

  /// How the code uses a name: the text after it decides.
  private func use(at place: NotebookPlace) -> KnownModules.Use {
    guard case .source(let cell, let range) = place else { return .other }
    let source = analysis.notebook.cells[cell].source.utf8
    guard range.upperBound < source.count else { return .other }
    switch source[range.upperBound] {
    case UInt8(ascii: "("): return .call
    case UInt8(ascii: "."):
      let attribute = source[(range.upperBound + 1)...].prefix { byte in
        byte == UInt8(ascii: "_") || byte >= 128 || Character(Unicode.Scalar(byte)).isLetter
          || Character(Unicode.Scalar(byte)).isNumber
      }
      return .attribute(String(decoding: attribute, as: UTF8.self))
    default: return .other
    }
  }

  // MARK: Similar names

  private func similarNames(_ missing: MissingRead, at read: NotebookPlace) -> Remedies {
    let candidates = candidates(for: missing.name, in: missing.unit)
    let names = Self.names(like: missing.name, among: candidates)
    guard !names.isEmpty, names.count <= Self.mostChoices else { return Remedies() }
    let list = names.map { "`\($0)`" }.joined(separator: " or ")
    return Remedies(
      sentence: " Did you mean \(list)?",
      related: names.compactMap { name in
        definition(of: name, for: missing.unit).map { Finding.Related($0, "`\(name)` is defined here.") }
      },
      fixes: names.map { Fix("Change `\(missing.name)` to `\($0)`", edits(missing, at: read, to: $0)) })
  }

  /// The names that a unit gets from the units that it runs after and from the parameters cells, without those of which
  /// the length alone shows that they are not similar: there may be thousands.
  private func candidates(for name: String, in unit: UnitIndex) -> [String] {
    var found: Set<String> = []
    func add(_ candidate: String) {
      let difference = abs(candidate.utf8.count - name.utf8.count)
      if difference <= SpellingSuggestion.mostSlips || Self.sharesWord(name, candidate) {
        found.insert(candidate)
      }
    }
    for ancestor in analysis.graph.ancestors(of: unit) { analysis.units[ancestor].ownNames.forEach(add) }
    analysis.parameters.declarations.keys.forEach(add)
    return found.sorted()
  }

  /// Where the last unit before another defines a name, or the parameters cell.
  private func definition(of name: String, for unit: UnitIndex) -> NotebookPlace? {
    if let declaration = analysis.parameters.declarations[name] {
      return .source(cell: declaration.cell, range: declaration.range)
    }
    let maker = analysis.graph.ancestors(of: unit).filter { analysis.units[$0].ownNames.contains(name) }.max()
    return maker.flatMap { analysis.binding(of: name, in: $0) }
  }

  /// The names that one was most likely meant to be: those that differ by a slip, or else by a word at one end.
  private static func names(like name: String, among candidates: [String]) -> [String] {
    let nearest = SpellingSuggestion.nearestNames(to: name, among: candidates)
    return nearest.isEmpty ? candidates.filter { sharesWord(name, $0) } : nearest
  }

  /// Whether one name is the other with a word more at one end.
  private static func sharesWord(_ name: String, _ other: String) -> Bool {
    let (short, long) = name.utf8.count < other.utf8.count ? (name, other) : (other, name)
    let (few, many) = (short.utf8, long.utf8)
    let underscore = UInt8(ascii: "_")
    guard few.count >= shortestWord, many.count > few.count + 1 else { return false }
    let afterStart = many.index(many.startIndex, offsetBy: few.count)
    let beforeEnd = many.index(many.endIndex, offsetBy: -few.count - 1)
    return many[afterStart] == underscore && many.starts(with: few)
      || many[beforeEnd] == underscore && many[beforeEnd...].dropFirst().elementsEqual(few)
  }

  /// The edits that change a name in the step, or in the shared cell, that reads it.
  private func edits(_ missing: MissingRead, at read: NotebookPlace, to name: String) -> [NotebookEdit] {
    guard let cell = read.cell else { return [] }
    let own = analysis.outline.units[missing.unit].cells
    return (own.contains(cell) ? own : [cell]).filter {
      analysis.facts[$0].facts.mentions.contains(missing.name)
    }.flatMap { cell in
      analysis.facts[cell].nameOccurrences[missing.name].filter(\.isModuleLevel)
        .map { NotebookEdit.replaceSource(cell: cell, range: $0.range, with: name) }
    }
  }
}

extension String {
  /// A message about a name that code reads because of a call.
  func aboutName(_ name: String, readBy callee: String) -> String {
    let subject = "`\(name)` is "
    guard hasPrefix(subject) else { return "`\(callee)` reads `\(name)`. " + self }
    return "`\(name)`, which `\(callee)` reads, is " + dropFirst(subject.count)
  }
}
