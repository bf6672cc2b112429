import KaleAnalysis
import KaleRules
import NotebookModel
import PythonSyntax

/// What the code cells of a notebook are for, as far as each alone and the headings above it show.
struct CellSurvey {
  /// What a code cell is for.
  enum Purpose: Sendable, Hashable {
    /// Its own tags say it, or those of a step above that it belongs to.
    case tagged
    /// Nothing: there is no code.
    case blank
    /// Imports, and settings that do no harm in every step.
    case imports
    /// Functions and classes.
    case functions
    /// Values that can be pipeline parameters.
    case parameters
    /// Other values that are the same in every step.
    case settings
    /// The file that it writes, which other cells use.
    case file(String)
    /// Only somebody who reads the notebook needs it; why, in a clause.
    case reading(String)
    /// Prints of scores.
    case metrics
    /// Anything else.
    case work
  }

  /// A code cell.
  struct Cell: Sendable {
    let index: CellIndex
    let facts: CellFacts
    var purpose: Purpose
    let stage: CodeStage?
    /// The headings between the code cell above and this one.
    let headings: [Heading]
    /// The code's first line that is not blank.
    let firstLine: String
  }

  /// The code cells, in order.
  private(set) var cells: [Cell] = []

  init(_ analysis: NotebookAnalysis) {
    var headings: [Heading] = []
    for (index, cell) in analysis.notebook.cells.indexed {
      if cell.kind == .markdown { headings += Heading.headings(in: cell.source.string) }
      guard cell.kind == .code else { continue }
      cells.append(Self.cell(at: index, below: headings, in: analysis))
      headings = []
    }
    let written = WrittenFiles(cells, in: analysis).files
    if written.isEmpty { return }
    for index in cells.indices where cells[index].purpose != .tagged {
      if let file = written[cells[index].index] { cells[index].purpose = .file(file) }
    }
  }

  /// Surveys one code cell.
  static func cell(at index: CellIndex, in analysis: NotebookAnalysis) -> Cell {
    let above = analysis.notebook.cells[..<index].reversed().prefix { $0.kind != .code }
    let headings = above.reversed().lazy.filter { $0.kind == .markdown }
      .flatMap { Heading.headings(in: $0.source.string) }
    return cell(at: index, below: Array(headings), in: analysis)
  }

  private static func cell(
    at index: CellIndex, below headings: [Heading], in analysis: NotebookAnalysis
  ) -> Cell {
    let source = analysis.notebook.cells[index].source
    let facts = analysis.facts[index].facts
    return Cell(
      index: index, facts: facts, purpose: purpose(of: index, facts, in: analysis),
      stage: CodeStage(calling: CalledNames.names(in: source.utf8)), headings: headings,
      firstLine: firstLine(of: source.string))
  }

  private static func firstLine(of source: String) -> String {
    let line = source.split(whereSeparator: \.isNewline).lazy.map(\.trimmed).first { !$0.isEmpty } ?? ""
    return line.count > longestSummary ? line.prefix(longestSummary - 1) + "…" : line
  }

  private static let longestSummary = 60

  // MARK: Purposes

  private static func purpose(
    of index: CellIndex, _ facts: CellFacts, in analysis: NotebookAnalysis
  ) -> Purpose {
    if analysis.tags[index].role != .untagged || analysis.unit(ofCell: index) != nil { return .tagged }
    let cell = analysis.notebook.cells[index]
    if cell.isInOtherLanguage { return .reading("is not Python") }
    if facts.statements.isEmpty, facts.escapes.isEmpty, facts.syntaxErrors.isEmpty { return .blank }
    if let clause = ReadersCode.clause(about: facts, in: cell.source.utf8) { return .reading(clause) }
    switch CodePurpose(of: index, in: analysis) {
    case .imports: return .imports
    case .definitions: return .functions
    case .constants: return .parameters
    case .shell: return ReadersCode.loadsExtension(facts, in: cell.source.utf8) ? .imports : .work
    case .work: break
    }
    guard facts.syntaxErrors.isEmpty else { return .work }
    if isMetrics(facts, cell, in: analysis) { return .metrics }
    let isHarmless = CodePurpose.doesNoHarm(index, in: analysis, besides: ReadersCode.isIdle(_:in:))
    guard isHarmless else { return .work }
    if facts.statements.contains(where: \.kind.isDefinition) { return .functions }
    if !facts.imports.isEmpty { return .imports }
    return facts.escapes.isEmpty && isSettings(facts) ? .settings : .work
  }

  /// Whether all that a cell defines is called like a setting: `ROOT`, `config`. Other values, however simple, are data.
  private static func isSettings(_ facts: CellFacts) -> Bool {
    !facts.bindings.isEmpty
      && facts.bindings.allSatisfy { binding in
        let name = binding.name
        if name.allSatisfy({ !$0.isLowercase }), name.contains(where: \.isLetter) { return true }
        return name.lowercased().split(separator: "_").contains { settings.contains(String($0)) }
      }
  }

  /// Words of names of settings.
  private static let settings: Set<String> = [
    "args", "cfg", "conf", "config", "configuration", "device", "dir", "directory", "dirs", "folder",
    "hyperparameters",
    "hyperparams", "kwargs", "logger", "options", "params", "path", "paths", "seed", "settings", "url",
    "urls",
  ]

  /// Whether the cell prints scores, each in a line of its own, which is how Kale declares metrics.
  private static func isMetrics(_ facts: CellFacts, _ cell: NotebookCell, in analysis: NotebookAnalysis)
    -> Bool
  {
    let names = facts.statements.map { statement -> String? in
      if case .printName(let name) = statement.kind { name } else { nil }
    }
    guard !names.isEmpty, !cell.source.utf8.contains(UInt8(ascii: "#")) else { return false }
    return names.allSatisfy { name in
      guard let name, MetricReading.isValid(name, in: analysis.release) else { return false }
      return name.split(separator: "_").contains { scores.contains(String($0)) }
    }
  }

  /// Words of names of scores.
  private static let scores: Set<String> = [
    "acc", "accuracy", "auc", "error", "f1", "loss", "mae", "mape", "metric", "mse", "precision", "r2",
    "recall",
    "rmse", "score",
  ]
}

extension StatementFact.Kind {
  /// Whether the statement defines a function or a class.
  fileprivate var isDefinition: Bool {
    if case .definition = self { true } else { false }
  }
}
