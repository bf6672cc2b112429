import KaleAnalysis
import PythonSyntax
import SourceText

/// How the steps of a notebook change the values of names.
struct NameHistories {
  private let histories: [String: NameHistory]

  /// The histories of `names`.
  init(of names: Set<String>, in analysis: NotebookAnalysis) {
    guard !names.isEmpty else {
      histories = [:]
      return
    }
    var effects: [String: [UnitIndex: NameHistory.Effect]] = [:]
    let changes = analysis.state.uses.mapValues(\.changedNames)
    for (cell, shared) in analysis.facts.indexed {
      guard case .step(let unit) = analysis.outline.assignments[cell] else { continue }
      func note(_ effect: NameHistory.Effect, on name: String) {
        let known = effects[name]?[unit]
        effects[name, default: [:]][unit] = known.map { max($0, effect) } ?? effect
      }
      let facts = shared.facts
      for binding in facts.bindings where names.contains(binding.name) {
        let isWhole =
          binding.certainty == .always && binding.kind != .augmentedAssignment
          && !analysis.units[unit].kale.wanted.contains(binding.name)
        note(isWhole ? .assigns : .mayAssign, on: binding.name)
      }
      for hidden in facts.hiddenNames where names.contains(hidden.name) { note(.mayAssign, on: hidden.name) }
      let changed = changes[unit].union(facts.changes.lazy.map(\.name))
      for name in facts.mentions where names.contains(name) {
        note(changed.contains(name) ? .mayChange : .mentions, on: name)
      }
    }
    histories = effects.mapValues(NameHistory.init)
  }

  /// Returns the steps that can provide a name to another; nil if no step above it assigns the name.
  func candidates(for name: String, readBy reader: UnitIndex) -> NameSources? {
    histories[name]?.candidates(readBy: reader)
  }
}

/// The steps that can provide a name to another, with the value that it has in the notebook.
struct NameSources {
  /// The last step above that assigns the name.
  let producer: UnitIndex
  /// That step and those between that may change the value, the nearest first; only the nearest few.
  let units: [UnitIndex]
  /// Steps in between that mention the name without an obvious change of its value.
  let bystanders: [UnitIndex]
  /// Whether there are no more of either.
  let isComplete: Bool
}

/// How the steps of a notebook change the value of one name, in the order of the notebook.
private struct NameHistory {
  /// The effect of a step, the weakest first.
  enum Effect: Int, Comparable {
    /// It mentions the name.
    case mentions
    /// It changes the value in place, or passes it to code that does so.
    case mayChange
    /// It assigns the name only in some runs, or derives the new value from the old one.
    case mayAssign
    /// It assigns the name whenever it runs.
    case assigns

    static func < (left: Effect, right: Effect) -> Bool { left.rawValue < right.rawValue }
  }

  /// The longest useful list of choices.
  private static let mostCandidates = 4

  private var events: [(unit: UnitIndex, effect: Effect)] = []
  /// For each event the last step up to there that assigns the name.
  private var producers: [UnitIndex?] = []

  init(_ effects: [UnitIndex: Effect]) {
    var producer: UnitIndex?
    for (unit, effect) in effects.sorted(by: { $0.key < $1.key }) {
      if effect >= .mayAssign { producer = unit }
      events.append((unit, effect))
      producers.append(producer)
    }
  }

  func candidates(readBy reader: UnitIndex) -> NameSources? {
    let end = eventsAbove(reader)
    guard end > 0, let producer = producers[end - 1] else { return nil }
    var (units, bystanders) = ([UnitIndex](), [UnitIndex]())
    var isComplete = end <= Self.mostCandidates
    for event in events[..<end].reversed() {
      switch event.effect {
      case .mentions: bystanders.append(event.unit)
      // A change in place only matters after the step that assigns the name.
      case .mayChange: if event.unit > producer { units.append(event.unit) }
      case .mayAssign, .assigns: units.append(event.unit)
      }
      if event.effect == .assigns {
        isComplete = true
        break
      }
      if max(units.count, bystanders.count) == Self.mostCandidates { break }
    }
    if !units.contains(producer) { units.append(producer) }
    return NameSources(producer: producer, units: units, bystanders: bystanders, isComplete: isComplete)
  }

  /// How many events are of steps above one.
  private func eventsAbove(_ reader: UnitIndex) -> Int {
    events.partitioningIndex { $0.unit >= reader }
  }
}

extension StateUse {
  /// The names whose values the unit changes in place.
  fileprivate var changedNames: Set<String> {
    changes.reduce(into: []) { names, item in
      switch item {
      case .value(let name), .name(let name): names.insert(name)
      case .generator, .environment, .workingDirectory, .options, .cache, .attribute, .file: break
      }
    }
  }
}
