import KaleAnalysis
import NotebookModel

/// Gives a cell another role. All other cells keep what they belong to, except those that join the cell or leave with it.
struct RoleChange {
  private let cell: CellIndex
  private let role: CellRole
  private let analysis: NotebookAnalysis
  private let drafts: TagDrafts
  /// The step that the cell starts; nil if it starts none.
  private let unit: UnitIndex?
  /// The untagged cells after the cell that belong to the same as it does, or to the same as the cell above it.
  private let followers: [CellIndex]

  /// Changes the role of a cell in drafts of the tags.
  ///
  /// - Parameters:
  ///   - role: The new role of the cell, which is not the one of its tags.
  ///   - name: The name of the step, if it becomes one.
  ///   - cell: The cell.
  ///   - drafts: The tags to change.
  ///   - analysis: The analysis of the notebook.
  static func apply(
    _ role: CellRole, named name: String, to cell: CellIndex, in drafts: inout TagDrafts,
    of analysis: NotebookAnalysis
  ) {
    let change = RoleChange(cell, role, drafts, analysis)
    let handedOn = drafts[cell].filter { change.isOfStep($0) }
    drafts[cell] = change.newTags(name: name)
    let heir = change.heir
    if let heir { change.makeFirst(heir, with: handedOn, in: &drafts) }
    if let follower = change.followers.first, follower != heir { change.keep(follower, in: &drafts) }
    if heir == nil { change.redirectDependents(in: &drafts) }
  }

  private init(_ cell: CellIndex, _ role: CellRole, _ drafts: TagDrafts, _ analysis: NotebookAnalysis) {
    (self.cell, self.role, self.drafts, self.analysis) = (cell, role, drafts, analysis)
    unit = analysis.step(definedBy: cell) == nil ? nil : analysis.unit(ofCell: cell)
    let below = analysis.notebook.cells.indices.suffix(from: cell).dropFirst().lazy
      .filter { ![.notCode, .skipped].contains(analysis.outline.assignments[$0]) }
    followers = Array(below.prefix { analysis.isContinuation($0) })
  }

  /// Whether the tag has an effect on a step: its name, what it runs after, its settings.
  private func isOfStep(_ tag: String) -> Bool {
    switch drafts.meaning(of: tag) {
    case .step, .previous: true
    case let meaning: meaning?.isConfiguration ?? false
    }
  }

  private func newTags(name: String) -> [String] {
    let others = drafts[cell].filter { !drafts.isKale($0) }
    switch role {
    case .none, .notebook: return others
    case .step:
      let settings = drafts[cell].filter { tag in
        if case .step = drafts.meaning(of: tag) { false } else { isOfStep(tag) }
      }
      return ["step:\(name)"] + settings + others
    case .imports, .functions, .skip, .pipelineParameters, .pipelineMetrics: return [role.rawValue] + others
    }
  }

  /// The first of the other cells of the step that the cell starts, if the step remains.
  private var heir: CellIndex? {
    guard let unit else { return nil }
    let others = analysis.outline.units[unit].cells.filter { $0 != cell }
    // Untagged cells below join the step above together with the cell.
    return role == .none ? others.first { !followers.contains($0) } : others.first
  }

  private func makeFirst(_ heir: CellIndex, with tags: [String], in drafts: inout TagDrafts) {
    let own = drafts[heir]
    drafts[heir] = tags + own.filter { !tags.contains($0) }
  }

  /// Has an untagged cell below keep what it belongs to.
  private func keep(_ follower: CellIndex, in drafts: inout TagDrafts) {
    let startedSomething: Bool =
      switch analysis.tags[cell].role {
      case .untagged, .special(.skip): false
      case .special, .step, .notebook: true
      }
    let stays =
      switch role {
      case .none, .notebook: false
      case .step, .skip: startedSomething
      case .imports, .functions, .pipelineParameters, .pipelineMetrics: true
      }
    guard stays else { return }
    switch analysis.outline.assignments[follower] {
    case .step(let unit): drafts[follower].insert("step:\(analysis.outline.units[unit].name)", at: 0)
    case .block(let tag): drafts[follower].insert(tag.rawValue, at: 0)
    case .notCode, .dropped, .skipped, .notebook, .orphaned: break
    }
  }

  /// Has the steps that ran after the cell's step run after what it joins, or after what it ran after itself.
  private func redirectDependents(in drafts: inout TagDrafts) {
    guard let unit else { return }
    let units = analysis.outline.units
    var sources = analysis.graph.previous[unit]
    if role == .none, let above = unitAbove {
      let inherited = sources.filter { $0 < above }.map { "prev:\(units[$0].name)" }
      drafts.add(inherited, to: units[above].definition)
      sources = [above]
    }
    let gone = "prev:\(units[unit].name)"
    for dependent in analysis.graph.next[unit] {
      let definition = units[dependent].definition
      let others = drafts[definition].filter { $0 != gone }
      guard others.count < drafts[definition].count else { continue }
      drafts[definition] = others
      drafts.add(sources.filter { $0 != dependent }.map { "prev:\(units[$0].name)" }, to: definition)
    }
  }

  /// The step that an untagged cell in the cell's place joins.
  private var unitAbove: UnitIndex? {
    let above = analysis.notebook.cells.indices.prefix(upTo: cell).last { index in
      ![.notCode, .skipped].contains(analysis.outline.assignments[index])
    }
    guard let above, case .step(let unit) = analysis.outline.assignments[above] else { return nil }
    return unit
  }
}
