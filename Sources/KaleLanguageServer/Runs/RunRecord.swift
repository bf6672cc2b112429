import KaleAnalysis
import KaleWorkspace
import NotebookModel

/// The last run of a notebook: what came of it, or how far it is.
///
/// A run belongs to the notebook as it was when the run began. Where its cells are now is worked out when it is asked for,
/// because cells move and change while it goes on and afterwards.
final class RunRecord {
  /// How far the run has come.
  enum Phase: String {
    case running, succeeded, failed, stopped
  }

  /// A step that failed.
  struct Failure: Equatable {
    let step: String
    /// The cell in the notebook as it was.
    let cell: CellIndex?
    /// The line in the cell, from 0.
    let line: Int?
    let message: String
  }

  /// The notebook when the run began.
  let base: NotebookAnalysis
  var phase = Phase.running
  var run: PipelineRun
  /// What the client was last told depends on this besides the run itself.
  var announced: RunPlaces?
  /// The paths of notebooks in which the client was told of failures of the run.
  var publishedPaths: Set<String> = []
  /// Whether more is known than the client was told.
  var hasNews = true

  init(of run: PipelineRun, base: NotebookAnalysis) {
    self.run = run
    self.base = base
  }

  /// The steps that failed, in order.
  var failures: [Failure] {
    run.steps.compactMap { step in
      guard step.state == .failed || step.failure != nil else { return nil }
      let message = step.failure?.message ?? ""
      let isOwn = !step.name.utf8.contains(UInt8(ascii: "/"))
      if isOwn, let cell = step.failure?.cell, base.notebook.cells.indices.contains(cell) {
        return Failure(step: step.name, cell: cell, line: step.failure?.line.map { $0 - 1 }, message: message)
      }
      return Failure(step: step.name, cell: definition(of: step.name), line: nil, message: message)
    }
  }

  /// The first cell of a step, or the cell that refers to the step's notebook.
  private func definition(of step: String) -> CellIndex? {
    let name = Self.unitName(of: step)
    return base.outline.units.first { $0.name == name }?.definition
  }

  /// The name of the notebook's own step or reference that a step is, or is in.
  private static func unitName(of step: String) -> String {
    step.split(separator: "/").first.map(String.init) ?? step
  }

  /// Returns the name that a step has in the notebook as it is now; nil if the step is gone.
  func currentName(of step: String, in places: RunPlaces) -> String? {
    let unit = Self.unitName(of: step)
    if places.unitNames.contains(unit) { return step }
    guard let renamed = places.newNames[unit] else { return nil }
    return renamed + step.dropFirst(unit.count)
  }
}

/// Where the steps and failures of a run are in the notebook as it is now.
struct RunPlaces: Equatable {
  /// The names of the notebook's steps and references.
  let unitNames: [String]
  /// The names that steps of the run have now, by those that they had.
  private(set) var newNames: [String: String] = [:]
  /// For each failure its cell; nil if the cell is gone or its text has changed.
  let failureCells: [CellIndex?]

  init(of record: RunRecord, in analysis: NotebookAnalysis) {
    unitNames = analysis.outline.units.map(\.name)
    failureCells = record.failures.map { failure in
      failure.cell.flatMap { record.base.notebook.index(of: $0, inLaterState: analysis.notebook) }
    }
    // An edit of code renames no step.
    if record.base.outline.units.map(\.name) == unitNames { return }
    let known = Set(unitNames)
    for unit in record.base.outline.units where !known.contains(unit.name) {
      guard
        let cell = record.base.notebook.index(of: unit.definition, inLaterState: analysis.notebook),
        let now = analysis.outline.units.first(where: { $0.definition == cell })
      else { continue }
      newNames[unit.name] = now.name
    }
  }
}
