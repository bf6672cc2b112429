import KaleAnalysis
import NotebookModel
import PythonSyntax

/// A change of a value that a later step does not see, because it takes the value from elsewhere.
struct LostChange {
  /// Where the reader takes the value from.
  enum Source {
    /// A cell whose code runs before every step.
    case sharedCell
    case unit(UnitIndex)
  }

  var name: String
  /// The unit that changes it.
  var unit: UnitIndex
  var place: NotebookPlace
  /// The first later unit that reads it and does not see the change.
  var reader: UnitIndex
  var source: Source
  /// Whether the unit reassigns the name, rather than changing its value.
  var isAssignment: Bool
  /// Whether the unit may run to its end without reassigning the name.
  var mayNotHappen = false
  /// The function of the notebook that changes the value for the unit; nil if the unit's own code does.
  var callee: String?
  /// How the unit changes the value under another name; nil if it uses the name.
  var missed: MissedChange?
}

/// Finds changes that are lost between steps.
struct LostChangeSearch {
  private struct UnitAndName: Hashable {
    var unit: UnitIndex
    var name: String
  }

  /// A change of a value that the unit did not create itself.
  private struct Change {
    var name: String
    var unit: UnitIndex
    var place: NotebookPlace
    var callee: String?
  }

  let analysis: NotebookAnalysis

  init(_ analysis: NotebookAnalysis) {
    self.analysis = analysis
  }

  /// The lost changes, each once with the first unit that misses it.
  var lostChanges: [LostChange] {
    let changes = changesOfForeignValues()
    let isStateOfUse = self.isStateOfUse(changes)
    var found = lostOnTheWay(changes + (isStateOfUse ? changesByCalls : [])) + lostAssignments()
    if isStateOfUse { found += lostSharedChanges + missedChanges }
    var seen: Set<UnitAndName> = []
    return found.filter { seen.insert(UnitAndName(unit: $0.unit, name: $0.name)).inserted }
  }

  /// The names of imports and functions cells whose values some step changes, and a later one misses.
  var changedSharedNames: Set<String> {
    isStateOfUse(changesOfForeignValues()) ? Set(lostSharedChanges.map(\.name)) : []
  }

  /// Whether steps may change what is not their own in ways that only the state of the notebook shows.
  private func isStateOfUse(_ changes: [Change]) -> Bool {
    !changes.isEmpty || !analysis.cells(with: [.outerChanges, .processState]).isEmpty
      || !analysis.units(with: .sharedNames).isEmpty || PartChanges.occur(in: analysis) || isAnyValueForked
  }

  /// Whether several units take a value from the same one, so that none of them sees what the others change in it.
  private var isAnyValueForked: Bool {
    var taken: Set<UnitAndName> = []
    return analysis.flow.flows.indexed.contains { reader, flow in
      flow.inputs.contains { name in
        guard let provider = analysis.flow.provider(of: name, for: reader) else { return false }
        return !taken.insert(UnitAndName(unit: provider, name: name)).inserted
      }
    }
  }

  // MARK: Changes

  private func changesOfForeignValues() -> [Change] {
    var changes: [Change] = []
    let changing = Set(analysis.cells(with: .changes).compactMap { analysis.unit(ofCell: $0) }).sorted()
    for index in changing {
      let unit = analysis.outline.units[index]
      var bound: Set<String> = []
      var seen: Set<String> = []
      for cell in unit.cells {
        let facts = analysis.facts[cell].facts
        for change in facts.changes where change.certainty >= .likely {
          var name = change.name
          if change.isBoundBefore || bound.contains(name) {
            guard let other = aliased(name, in: analysis.facts[cell]), !bound.contains(other) else {
              continue
            }
            name = other
          }
          guard seen.insert(name).inserted else { continue }
          changes.append(Change(name: name, unit: index, place: .source(cell: cell, range: change.range)))
        }
        bound.formUnion(facts.bindings.lazy.filter { $0.certainty == .always }.map(\.name))
      }
    }
    return changes
  }

  /// Changes of values of other units that functions of the notebook make, or code under another name.
  private var changesByCalls: [Change] {
    analysis.state.valueChanges.map { change in
      Change(name: change.name, unit: change.unit, place: change.place.place, callee: change.place.callee)
    }
  }

  /// The name whose value a cell gives another, as in `copy = data`.
  private func aliased(_ name: String, in facts: CodeFacts) -> String? {
    guard let binding = facts.binding(of: name), !binding.isRebound, case .path(let path) = binding.value,
      path.steps.isEmpty, path.root != name
    else { return nil }
    return path.root
  }

  // MARK: Values of steps

  /// Returns changes of values that a unit takes and others take from elsewhere.
  private func lostOnTheWay(_ changes: [Change]) -> [LostChange] {
    let taken = changes.filter { analysis.flow.flows[$0.unit].inputs.contains($0.name) }
    guard !taken.isEmpty else { return [] }
    let consumers = consumers(of: Set(taken.map(\.name)))
    var ways: [String: ValuePaths] = [:]
    let lost = taken.compactMap { change -> LostChange? in
      guard !isUnseen(change, by: consumers[change.name] ?? []) else { return nil }
      let way =
        ways[change.name] ?? ValuePaths(change.name, consumers: consumers[change.name] ?? [], analysis.flow)
      ways[change.name] = way
      guard !isModule(change.name, madeBy: way.producer(of: change.unit)),
        let reader = way.firstReader(missing: change.unit), !analysis.outline.units[reader].isNotebook,
        let source = way.provider(of: reader), !isHalfTyped(source)
      else { return nil }
      return LostChange(
        name: change.name, unit: change.unit, place: change.place, reader: reader, source: .unit(source),
        isAssignment: false, callee: change.callee)
    }
    return withoutFollowing(lost)
  }

  /// Whether a unit changes an element of a container that no other unit uses.
  private func isUnseen(_ change: Change, by consumers: [UnitIndex]) -> Bool {
    guard let changed = analysis.state.separateElements(of: change.name, in: change.unit) else {
      return false
    }
    return consumers.allSatisfy { consumer in
      consumer == change.unit
        || analysis.state.separateElements(of: change.name, in: consumer)?.isDisjoint(with: changed) ?? false
    }
  }

  /// Leaves out the changes that the unit after them gets once the changing unit itself runs after the one that changed the
  /// value before it, as another finding says.
  private func withoutFollowing(_ lost: [LostChange]) -> [LostChange] {
    guard lost.count > 1 else { return lost }
    let readers = Dictionary(grouping: lost, by: \.name).mapValues { Set($0.map(\.reader)) }
    var orders = AncestorOrders()
    return lost.filter { change in
      guard readers[change.name]?.contains(change.unit) == true else { return true }
      return !orders.order(of: change.reader, in: analysis.graph).runs(after: change.unit)
    }
  }

  /// Returns the units that take each name, in the order of the notebook.
  private func consumers(of names: Set<String>) -> [String: [UnitIndex]] {
    var consumers: [String: [UnitIndex]] = [:]
    for (unit, flow) in analysis.flow.flows.indexed {
      for name in flow.inputs where names.contains(name) { consumers[name, default: []].append(unit) }
    }
    return consumers
  }

  /// Whether it is not known what a unit does, so that it may pass on another object than it takes.
  private func isHalfTyped(_ unit: UnitIndex) -> Bool {
    analysis.outline.units[unit].cells.contains { !analysis.facts[$0].facts.syntaxErrors.isEmpty }
  }

  /// A module is the same in every step; settings in it are seldom meant for others.
  private func isModule(_ name: String, madeBy unit: UnitIndex) -> Bool {
    analysis.bindings(of: name, in: unit).contains { $0.binding.kind == .import }
  }

  // MARK: Assignments

  /// Returns names that a unit binds while a later one takes them from an earlier unit.
  private func lostAssignments() -> [LostChange] {
    let several = analysis.namesMadeBySeveral
    guard !several.isEmpty else { return [] }
    var producers: [String: [UnitIndex]] = [:]
    for (unit, facts) in analysis.units.indexed {
      for name in facts.ownNames where several.contains(name) { producers[name, default: []].append(unit) }
    }
    var found: [LostChange] = []
    var orders = AncestorOrders()
    for (reader, flow) in analysis.flow.flows.indexed where !analysis.outline.units[reader].isNotebook {
      for name in flow.inputs.filter(several.contains).sorted() {
        guard let producer = producers[name]?.last(where: { $0 < reader }),
          let source = analysis.flow.provider(of: name, for: reader),
          producer > analysis.flow.producer(of: name, passedBy: source),
          let binding = binding(of: name, in: producer, otherThanIn: source),
          !orders.order(of: reader, in: analysis.graph).runs(after: producer)
        else { continue }
        found.append(
          LostChange(
            name: name, unit: producer, place: binding.place, reader: reader, source: .unit(source),
            isAssignment: true, mayNotHappen: binding.isConditional))
      }
    }
    return found
  }

  /// Where a unit binds a name, for certain if it does anywhere; nil if it imports what another unit imports.
  private func binding(
    of name: String, in unit: UnitIndex, otherThanIn source: UnitIndex
  ) -> (place: NotebookPlace, isConditional: Bool)? {
    var bindings = analysis.bindings(of: name, in: unit)
    if let path = importedPath(of: name, in: unit),
      path == importedPath(of: name, in: analysis.flow.producer(of: name, passedBy: source))
    {
      bindings.removeAll { $0.binding.kind == .import }
    }
    guard let found = bindings.first(where: { $0.binding.certainty != .sometimes }) ?? bindings.first else {
      return nil
    }
    return (
      .source(cell: found.cell, range: found.binding.range), found.binding.certainty == .sometimes
    )
  }

  /// What a unit imports under a name, as a dotted path.
  private func importedPath(of name: String, in unit: UnitIndex) -> String? {
    let imported = analysis.bindings(of: name, in: unit).first { $0.binding.kind == .import }
    return imported.flatMap { analysis.importedPath(of: name, in: $0.cell) }
  }
}

extension NotebookAnalysis {
  /// Returns the changes to a unit's `prev:` tags after which it takes a name from another unit on a runtime; nil if there are
  /// none.
  func editsToTake(
    _ name: String, from producer: UnitIndex, in reader: UnitIndex, on runtime: PipelineRuntime
  ) -> (removed: [StepGraph.Edge], adds: Bool)? {
    let names = outline.units.mapValues(\.name)
    let before = AncestorOrder(of: producer, in: graph)
    guard producer < reader, !before.runs(after: reader) else { return nil }
    // Of the units right before it Kale's step takes a name from the first by name.
    let inTheWay = graph.previous[reader].filter { unit in
      unit != producer && names[unit] < names[producer]
        && units[unit].run.provides(name, isTakenIn: flow.flows[unit].inputs.contains(name))
    }
    guard inTheWay.allSatisfy(before.runs(after:)) else {
      // The exact runtime takes the name from the last of the steps that assign it.
      return runtime == .exact ? ([], !graph.previous[reader].contains(producer)) : nil
    }
    let removed = graph.edges(of: reader).filter { $0.previous.map(inTheWay.contains) ?? false }
    return (removed, !graph.previous[reader].contains(producer))
  }
}
