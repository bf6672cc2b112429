import NotebookModel
import PythonSyntax

/// All that is known of one snapshot of a notebook: what the rules and the features read.
package struct NotebookAnalysis: Sendable {
  package let notebook: Notebook
  /// For each cell its tags as Kale reads them.
  package let tags: [CellTags]
  /// For each cell the facts of its code; empty facts for a cell that is no code.
  package let facts: [SharedFacts]
  package let outline: NotebookOutline
  package let graph: StepGraph
  package let configuration: ConfigurationReading
  package let parameters: ParameterReading
  package let metrics: MetricReading
  /// For each unit of the outline the facts of its code.
  package let units: [UnitFacts]
  /// The facts of the code in front of every step.
  let shared: SharedBlockFacts
  /// Cells that are Python only together with those that they are joined with.
  package let splitCells: Set<Int>
  /// How the units of a notebook that refers to others follow each other.
  let composition: CompositionOrder
  /// For each unit that stands for another notebook what is known of that.
  package internal(set) var references: [Int: NotebookReference] = [:]
  /// What crosses the borders of steps in the pipeline that Kale 2.3.0 makes.
  package internal(set) var kaleFlow: DataFlow
  /// What crosses them in the pipeline that kale-lsp makes.
  package internal(set) var flow: DataFlow
  /// Names that are there in every step though the notebook does not make them: the parameters of one that refers to it.
  var givenNames: Set<String> = []
  /// Where the two differ, in the order of the units.
  package let deviations: [FlowDeviation]

  /// The tag's text; empty for an element that is no string.
  package func tagText(cell: Int, index: Int) -> String {
    guard tags.indices.contains(cell), tags[cell].entries.indices.contains(index) else { return "" }
    return tags[cell].entries[index].text ?? ""
  }

  /// The cells whose code is put in front of every step: imports cells, then functions cells.
  package var sharedCells: [Int] { outline.sharedCells }

  /// The place of the tag that names a unit where its tags count.
  package func definition(of unit: Int) -> NotebookPlace {
    let cell = outline.units[unit].definition
    let references = outline.units[unit].isNotebook ? tags[cell].notebooks : tags[cell].steps
    return references.first.map { .tag(cell: cell, index: $0.tag) } ?? .cell(cell)
  }
}

/// The facts of a cell's code, shared by every notebook that holds the cell.
package final class SharedFacts: Sendable {
  package let facts: CellFacts
  /// The code that the facts are about.
  let source: [UInt8]
  /// For each name that the code binds at module level its place among the bindings.
  private let places: [String: Int]
  /// Whether the code may make names that nobody can see: by a magic, or by running text as code.
  let mayBringNames: Bool
  /// A line that Kale hides though it is the middle of an expression, so that it cannot read the rest.
  package let misreadLine: MagicComments.Line?
  /// The comments that take findings of the cell back.
  package let ignoreComments: [IgnoreComment]
  /// The comments that say which packages the code needs.
  package let requirementComments: [RequirementComment]

  package init(analysing source: [UInt8]) {
    var facts = CellFacts(analysing: source)
    if source.starts(with: Self.byteOrderMark) { facts.syntaxErrors.insert(Self.byteOrderMarkError, at: 0) }
    self.facts = facts
    self.source = source
    mayBringNames = facts.mayBringNames
    places = Dictionary(
      zip(facts.bindings.lazy.map(\.name), facts.bindings.indices), uniquingKeysWith: { first, _ in first })
    misreadLine =
      facts.syntaxErrors.isEmpty && facts.escapes.isEmpty ? MagicComments.misreadLine(in: source) : nil
    ignoreComments = IgnoreComment.all(in: source)
    requirementComments = RequirementComment.all(in: source)
  }

  package static let none = SharedFacts(analysing: [])

  /// How the code binds a name at module level; nil where it does not.
  func binding(of name: String) -> Binding? { places[name].map { facts.bindings[$0] } }

  /// Python reads it in front of a file, and not in front of a cell.
  private static let byteOrderMark = Array("\u{FEFF}".utf8)
  private static let byteOrderMarkError = PythonSyntaxError(
    message: "invalid non-printable character U+FEFF", range: 0..<byteOrderMark.count)
}

extension CellFacts {
  /// The names the code needs from elsewhere, at once or when code of it runs later.
  var allReads: some Sequence<NameUse> { [reads, deferredReads].joined() }
}
