import NotebookModel

/// A change that a unit makes to the object of a variable that another unit defined.
package struct ValueChange: Sendable {
  /// The unit that changes the object.
  package var unit: UnitIndex
  /// The variable through which it changes the object.
  package var name: String
  /// The code that changes the object.
  package var place: StatePlace
}

/// A change of an object that a variable shows in the notebook, but not in a pipeline that saves each variable by itself.
package struct MissedChange: Sendable {
  /// The variable that is read.
  package var name: String
  /// The unit that reads it after the change, and may be the one that changes it.
  package var reader: UnitIndex
  /// Where it is read.
  package var read: StatePlace
  /// The unit that changes the object.
  package var changer: UnitIndex
  /// Where it is changed.
  package var change: StatePlace
  /// The variable through which it is changed.
  package var other: String
  /// The statement that makes both variables refer to one object; nil if it does more than that.
  package var link: StatePlace?
  /// The variable that this statement assigns.
  package var linked: String
  /// Code that gets the object of this variable from that of the other one; nil if that is the statement.
  package var source: String?
  /// Code for the axes among which the object is.
  package var axes: String?
}

/// Follows which variables share an object, and how it changes.
struct SharedObjects {
  /// A change of an object, as far as other variables show it.
  private struct Change {
    var unit: UnitIndex
    var place: StatePlace
    /// The variable that the code names.
    var name: String
    /// What the changed object is to that of the root under which the change is kept.
    var root: Meaning.Root
    /// The variables that show the change in the unit's own process.
    var shown: Set<String>
  }

  private struct Key: Hashable {
    var unit: UnitIndex
    var name: String
  }

  private(set) var changes: [ValueChange] = []
  private(set) var missed: [MissedChange] = []
  private var changed: Set<Key> = []
  private var knownMissed: Set<Key> = []
  /// The changes of objects that are linked to each variable's object, one for each unit.
  private var changesByRoot: [String: [Change]] = [:]
  /// The largest number of changes of an object that are distinguished.
  private static let limit = 16

  // MARK: Changes

  mutating func noteChange(
    of roots: [Meaning.Root], by unit: UnitIndex, at place: StatePlace,
    _ variables: [String: StateWorld.Variable]
  ) {
    let foreign = roots.filter { root in
      guard let variable = variables[root.name], variable.generation == root.generation,
        case .unit(let definer) = variable.definer
      else { return false }
      return definer != unit && root.link != .possible
    }
    guard let first = foreign.first else { return }
    var shown = Set(foreign.map(\.name)).subtracting(linkedBefore(foreign, unit, variables))
    // Variables that are linked in a circle: it is the one that the code names.
    if shown.isEmpty { shown = [first.name] }
    for root in foreign where shown.contains(root.name) && ObjectLink.same.shows(root.link) {
      guard changed.insert(Key(unit: unit, name: root.name)).inserted else { continue }
      changes.append(ValueChange(unit: unit, name: root.name, place: place))
    }
    let name = foreign.first { shown.contains($0.name) }?.name ?? first.name
    for root in foreign {
      var known = changesByRoot[root.name, default: []]
      guard known.count < Self.limit, known.last.map({ $0.unit != unit || $0.root != root }) ?? true else {
        continue
      }
      known.append(Change(unit: unit, place: place, name: name, root: root, shown: shown))
      changesByRoot[root.name] = known
    }
  }

  /// The variables that other units linked to others: in the unit's own process, they are copies.
  private func linkedBefore(
    _ roots: [Meaning.Root], _ unit: UnitIndex, _ variables: [String: StateWorld.Variable]
  ) -> Set<String> {
    var names: Set<String> = []
    for root in roots {
      guard let variable = variables[root.name] else { continue }
      for other in variable.meaning.roots
      where other.name != root.name && variable.unit(of: other) != unit { names.insert(other.name) }
    }
    return names
  }

  // MARK: Reads

  mutating func noteRead(
    of name: String, by unit: UnitIndex, at place: StatePlace, _ variables: [String: StateWorld.Variable]
  ) {
    guard !changesByRoot.isEmpty, let variable = variables[name], !variable.isModule else { return }
    let own = Meaning.Root(name: name, generation: variable.generation)
    for root in [own] + variable.meaning.roots {
      for change in changesByRoot[root.name] ?? [] where isMissed(change, by: root, of: name, variable) {
        guard knownMissed.insert(Key(unit: change.unit, name: name)).inserted else { continue }
        let other = variables[change.name]
        let isOther = other?.meaning.roots.contains { $0.name == name } ?? false
        var found = MissedChange(
          name: name, reader: unit, read: place, changer: change.unit, change: change.place,
          other: change.name, link: isOther ? other?.place : variable.place,
          linked: isOther ? change.name : name)
        found.noteSource(
          of: isOther ? other : variable, from: isOther ? (name, variable) : (change.name, other))
        missed.append(found)
      }
    }
  }

  /// Whether a variable is linked to a changed object through a root, and is a copy in the process that changed it.
  private func isMissed(
    _ change: Change, by root: Meaning.Root, of name: String, _ variable: StateWorld.Variable
  ) -> Bool {
    guard root.generation == change.root.generation, !change.shown.contains(name),
      root.link.shows(change.root.link), let linker = variable.unit(of: root)
    else { return false }
    return linker < change.unit
  }
}

extension MissedChange {
  /// Notes how code gets the axes or the figure that one variable holds from what the other one does.
  fileprivate mutating func noteSource(
    of linked: StateWorld.Variable?, from other: (name: String, variable: StateWorld.Variable?)
  ) {
    guard let linked, let variable = other.variable, linked.meaning.isDrawing, variable.meaning.isDrawing
    else { return }
    if linked.meaning.isFigure {
      if !variable.meaning.isFigure { source = "\(other.name).figure" }
    } else {
      source = linked.source.flatMap { $0.prefix { $0 != "." && $0 != "[" } == other.name ? $0 : nil }
      let isElement = linked.meaning.roots.contains { root in
        if case .part = root.link { root.name == other.name } else { false }
      }
      axes = other.name + (variable.meaning.isFigure ? ".axes" : isElement ? "" : ".figure.axes")
    }
  }
}

extension StateWorld.Variable {
  fileprivate var isModule: Bool {
    if case .library = meaning.kind { true } else { false }
  }
}
