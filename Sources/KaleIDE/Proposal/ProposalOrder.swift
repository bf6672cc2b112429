import KaleAnalysis
import NotebookModel

/// The `prev:` tags that a notebook's steps need: what their data and state need, without those that others imply.
struct ProposalOrder {
  private let analysis: NotebookAnalysis
  private let dependencies: DataDependencies
  /// For each unit all that it runs after.
  private var ancestors: UnitArray<Set<UnitIndex>>
  /// For each unit what it is to run after.
  private(set) var previous: UnitArray<[UnitIndex]>

  /// Works out the order.
  ///
  /// - Parameters:
  ///   - analysis: The analysis of the notebook with the steps.
  ///   - isNew: Whether a unit is new. Others keep what they run after, and get only what they lack.
  ///   - isIndependent: Whether a new unit that needs nothing need not run after the one above it.
  init(
    _ analysis: NotebookAnalysis, isNew: (UnitIndex) -> Bool, isIndependent: (UnitIndex) -> Bool
  ) {
    self.analysis = analysis
    dependencies = DataDependencies(analysis)
    let count = analysis.outline.units.count
    ancestors = UnitArray(repeating: [], count: count)
    previous = UnitArray(repeating: [], count: count)
    let state = analysis.state.order
    for unit in analysis.outline.units.indices {
      for known in analysis.graph.previous[unit] { add(known, to: unit) }
      guard isNew(unit) else {
        addMissing(to: unit)
        continue
      }
      var needed = Set(dependencies.previous(of: unit))
      needed.formUnion(state.edges(of: unit).map(\.previous))
      if needed.isEmpty, previous[unit].isEmpty, unit.position > 0, !isIndependent(unit) {
        needed.insert(unit.advanced(by: -1))
      }
      // The nearest first, since it may run after the others.
      for other in needed.sorted().reversed() where !ancestors[unit].contains(other) { add(other, to: unit) }
      previous[unit].sort()
    }
  }

  private mutating func add(_ other: UnitIndex, to unit: UnitIndex) {
    guard other < unit else { return }
    previous[unit].append(other)
    ancestors[unit].insert(other)
    ancestors[unit].formUnion(ancestors[other])
  }

  /// Adds the new steps that a step of the notebook lacks names of.
  private mutating func addMissing(to unit: UnitIndex) {
    let missing = analysis.flow.flows[unit].missing
    guard !missing.isEmpty, !analysis.outline.units[unit].isNotebook else { return }
    for other in dependencies.previous(of: unit).reversed() where !ancestors[unit].contains(other) {
      if dependencies.names(neededBy: unit, from: other).contains(where: missing.contains) {
        add(other, to: unit)
      }
    }
  }

  /// Adds the tags to drafts of the notebook's tags.
  func write(to drafts: inout TagDrafts) {
    let units = analysis.outline.units
    for (unit, others) in previous.indexed where !units[unit].isNotebook {
      let known = Set(analysis.graph.previous[unit])
      let new = others.filter { !known.contains($0) }
      drafts.add(new.map { "prev:\(units[$0].name)" }, to: units[unit].definition)
    }
  }
}
