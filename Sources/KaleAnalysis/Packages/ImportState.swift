import NotebookModel
import PythonSyntax
import SourceText

/// Finds code that may set up what later imports depend on: `sys.path.insert(…)`, `os.environ[…] = …`,
/// `matplotlib.use(…)`, `%pip install`.
///
/// An import must not move to before such code. What is not known to be inert counts as such code; only the common
/// statements of a notebook are known: definitions, assignments, methods of values, functions of well-known packages.
package struct ImportState {
  private let analysis: NotebookAnalysis
  /// The names that other imports than those of inert packages bind.
  private var activeNames: Set<String> = []
  /// The functions and classes of the notebook that contain such code.
  private var activeDefinitions: Set<String> = []
  /// Where such code begins, in the order of the notebook.
  private var places: [Place] = []

  private struct Place {
    let cell: CellIndex
    let offset: Int
  }

  /// Reads all code of a notebook, that of skipped cells too: the notebook runs it.
  package init(_ analysis: NotebookAnalysis) {
    self.analysis = analysis
    for (_, facts) in analysis.facts.indexed {
      for fact in facts.facts.imports where !isInert(fact) {
        activeNames.formUnion(fact.names.map(\.name))
      }
    }
    for cell in analysis.notebook.cells.indices where analysis.notebook.cells[cell].kind == .code {
      let source = analysis.notebook.cells[cell].source.utf8
      for statement in analysis.facts[cell].facts.statements {
        guard case .definition(let name) = statement.kind else { continue }
        let words = PythonWords.words(in: source[statement.range.clamped(to: source.indices)])
        if concerns(words) { activeDefinitions.insert(name) }
      }
    }
    for cell in analysis.notebook.cells.indices where analysis.notebook.cells[cell].kind == .code {
      places += offsets(in: cell).sorted().map { Place(cell: cell, offset: $0) }
    }
  }

  /// The cells that contain such code, in order, each perhaps several times.
  package var cells: [CellIndex] { places.map(\.cell) }

  /// Whether there is such code from the start of a cell up to an offset in another.
  package func isSet(from first: CellIndex, to cell: CellIndex, before offset: Int) -> Bool {
    let place = places.partitioningIndex { $0.cell >= first }
    guard place < places.count else { return false }
    return (places[place].cell, places[place].offset) < (cell, offset)
  }

  private func offsets(in cell: CellIndex) -> [Int] {
    let facts = analysis.facts[cell].facts
    let source = analysis.notebook.cells[cell].source.utf8
    if !facts.syntaxErrors.isEmpty || !facts.starImports.isEmpty { return [0] }
    return facts.escapes.filter { !isInert($0) }.map(\.range.lowerBound)
      + facts.automagics.map(\.range.lowerBound)
      + facts.imports.filter(isOfFolder).map(\.range.lowerBound)
      + facts.statements.filter { isActive($0, in: source) }.map(\.range.lowerBound)
  }

  // MARK: Statements

  private func isActive(_ statement: StatementFact, in source: [UInt8]) -> Bool {
    switch statement.kind {
    case .import, .constant, .literalAssignment, .signedNumberAssignment, .printName, .name: return false
    case .definition where !statement.runsCalls: return false
    default: break
    }
    let words = PythonWords.words(in: source[statement.range.clamped(to: source.indices)])
    if concerns(words) { return true }
    switch statement.kind {
    // What is called for its value seldom sets anything.
    case .otherAssignment, .annotatedAssignment, .definition, .guarded: return false
    default: return !words.isDisjoint(with: activeNames)
    }
  }

  private func concerns(_ words: Set<String>) -> Bool {
    !words.isDisjoint(with: ImportStateTable.words) || !words.isDisjoint(with: activeDefinitions)
  }

  private func isInert(_ fact: ImportFact) -> Bool {
    guard let topLevel = fact.topLevelPackage else { return false }
    return ImportStateTable.inertPackages.contains(topLevel)
      || StandardLibraryTable.modules.contains(topLevel)
  }

  /// Whether an import runs code of the notebook's folder, which may set up anything.
  private func isOfFolder(_ fact: ImportFact) -> Bool {
    fact.level > 0
      || fact.importedPaths.contains { path in
        analysis.provider(ofImport: path) == .localModule
          || analysis.writes(module: String(path.prefix { $0 != "." }))
      }
  }

  private func isInert(_ escape: IPythonEscape) -> Bool {
    let word = String(escape.word)
    switch escape.kind {
    case .lineMagic, .cellMagic: return ImportStateTable.inertMagics.contains(word)
    case .shell, .assignment:
      return ImportStateTable.inertPrograms.contains(word) && !escape.text.contains { "&|;>`$".contains($0) }
    case .help: return true
    }
  }
}
