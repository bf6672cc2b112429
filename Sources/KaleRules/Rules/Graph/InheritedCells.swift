import KaleAnalysis
import NotebookModel

/// Untagged cells that belong to a block because they follow one of its cells, and the findings about them.
///
/// What is wrong in such a cell is seldom its code: it lacks a tag. The cells below one tagged cell get one finding of a
/// rule, whose fixes give them a role of their own.
struct InheritedCells {
  private let analysis: NotebookAnalysis
  private let block: SpecialTag
  /// For each untagged cell of the block the tagged one above it.
  private var owners: [CellIndex: CellIndex] = [:]
  /// For each tagged cell of the block the untagged ones below it that contain code.
  private var followers: [CellIndex: [CellIndex]] = [:]

  init(of block: SpecialTag, in analysis: NotebookAnalysis) {
    self.analysis = analysis
    self.block = block
    var owner: CellIndex?
    for cell in analysis.outline.cells(of: block) {
      if !analysis.tags[cell].entries.isEmpty { owner = cell }
      guard let owner, owner != cell, analysis.holdsCode(cell) else { continue }
      owners[cell] = owner
      followers[owner, default: []].append(cell)
    }
  }

  /// Whether a cell has the role only because of the cell above it.
  func contains(_ cell: CellIndex) -> Bool { owners[cell] != nil }

  /// Returns a finding for each tagged cell with faults in the untagged cells below it.
  ///
  /// - Parameters:
  ///   - faulty: The cells with faults, in order; others than untagged ones do not matter.
  ///   - rule: The rule that reports the faults.
  ///   - severity: The severity of the faults.
  ///   - kale: What Kale does with a notebook that has them.
  /// - Returns: The findings, at the first untagged cell with a fault.
  func findings(
    inCells faulty: [CellIndex], _ rule: RuleDescription, severity: Finding.Severity,
    kale: Finding.KaleVerdict
  ) -> [Finding] {
    var seen: Set<CellIndex> = []
    return faulty.compactMap { cell in
      guard let owner = owners[cell], seen.insert(owner).inserted else { return nil }
      let cells = (followers[owner] ?? []).filter { $0 >= cell }
      return Finding(
        rule, severity: severity, kale: kale, at: .cell(cell),
        "This cell has no tag, so it belongs to the \(noun) cell above\(effect). Give it a tag of its own.",
        related: [.init(.cell(owner), "This is the \(noun) cell.")],
        fixes: fixes(for: cells))
    }
  }

  private var noun: String {
    switch block {
    case .imports: "imports"
    case .functions: "functions"
    case .pipelineParameters: "parameters"
    case .pipelineMetrics: "metrics"
    case .skip: "skipped"
    }
  }

  private var effect: String {
    switch block {
    case .imports, .functions: " and runs in every step"
    case .pipelineParameters: ", which may only declare parameters"
    case .pipelineMetrics: ", which may only contain `print(name)` lines"
    case .skip: ""
    }
  }

  /// The tags that the first of some cells can have, the likeliest first; untagged cells below it follow.
  private func fixes(for cells: [CellIndex]) -> [Fix] {
    guard let first = cells.first else { return [] }
    let names = cells.reduce(into: Set<String>()) {
      $0.formUnion(analysis.facts[$1].facts.bindings.map(\.name))
    }
    let leftOut = Fix(
      cells.count == 1 ? "Add `skip`" : "Add `skip` to \(cells.count) cells",
      cells.map { .addTag(cell: $0, tag: "skip") })
    // Kale rejects a step below the metrics.
    if block == .pipelineMetrics { return [leftOut] }
    let skip = analysis.units(using: names).isEmpty ? [leftOut] : []
    let step = NewStep(of: first, in: analysis)
    let purpose = CodePurpose(of: first, in: analysis)
    switch (purpose, block) {
    case (.imports, .pipelineParameters): return [tag("imports", first), step.fix] + skip
    case (.definitions, .pipelineParameters): return [tag("functions", first), step.fix] + skip
    case (.shell, _): return skip + [step.fix]
    default: return [step.fix] + skip
    }
  }

  private func tag(_ tag: String, _ cell: CellIndex) -> Fix {
    Fix("Add `\(tag)`", [.addTag(cell: cell, tag: tag)])
  }
}

/// A new step for an untagged cell, and the `prev:` tags of the steps that need the names it defines.
struct NewStep {
  /// The fix that makes the step.
  let fix: Fix

  /// Makes a step of a cell.
  ///
  /// - Parameters:
  ///   - cell: The cell.
  ///   - analysis: The analysis of the notebook.
  ///   - findsUsers: Whether the steps that need it get a `prev:` tag; all steps are looked at for that.
  init(of cell: CellIndex, in analysis: NotebookAnalysis, findsUsers: Bool = true) {
    let name = analysis.uniqueStepName(StepNaming.proposal(for: analysis, cell: cell))
    let names = Set(analysis.facts[cell].facts.bindings.map(\.name))
    let users =
      !findsUsers
      ? []
      : analysis.outline.units.filter { unit in
        // Untagged cells right below it join the new step.
        !unit.isNotebook && unit.definition > cell
          && unit.cells.contains { !analysis.facts[$0].facts.mentions.isDisjoint(with: names) }
      }
    fix = Fix(
      "Add `step:\(name)`",
      [.addTag(cell: cell, tag: "step:\(name)")]
        + users.map { .addTag(cell: $0.definition, tag: "prev:\(name)") })
  }
}
