import KaleAnalysis
import NotebookModel
import PythonSyntax

/// The steps that each step needs data from, whatever its `prev:` tags say: for each name that a step uses, the nearest step
/// above that defines or changes it.
package struct DataDependencies: Sendable {
  /// For each unit the names that it uses, by the unit that they come from.
  private var sources: UnitArray<[UnitIndex: [String]]>

  /// Follows the names of a notebook from its first step to its last.
  package init(_ analysis: NotebookAnalysis) {
    sources = UnitArray(repeating: [:], count: analysis.outline.units.count)
    var trace = NameTrace(analysis)
    for unit in analysis.outline.units.indices {
      for name in trace.names(neededBy: unit) {
        guard let source = trace.source(of: name), source != unit else { continue }
        sources[unit][source, default: []].append(name)
      }
      trace.pass(unit)
    }
    for unit in sources.indices { sources[unit] = sources[unit].mapValues { $0.sorted() } }
  }

  /// The units that a unit needs names from, in the order of the notebook.
  package func previous(of unit: UnitIndex) -> [UnitIndex] { sources[unit].keys.sorted() }

  /// The names that a unit needs from another, sorted.
  package func names(neededBy unit: UnitIndex, from source: UnitIndex) -> [String] {
    sources[unit][source] ?? []
  }
}

/// The names that the units passed so far have left, with the last unit that defined or changed each.
private struct NameTrace {
  private let analysis: NotebookAnalysis
  private let parameters: Set<String>
  private var last: [String: UnitIndex] = [:]

  init(_ analysis: NotebookAnalysis) {
    self.analysis = analysis
    parameters = Set(analysis.parameters.declarations.keys)
  }

  func source(of name: String) -> UnitIndex? { last[name] }

  /// The names of other units that a unit's code needs, those included that called functions read.
  func names(neededBy unit: UnitIndex) -> Set<String> {
    let facts = analysis.units[unit]
    var needed = facts.run.wanted.subtracting(parameters)
    var waiting = Array(needed)
    for call in facts.calls where !facts.ownNames.contains(call) && !needed.contains(call) {
      add(facts.run.definitions[call], to: &needed, &waiting)
    }
    var followed = 0
    while followed < Self.mostFollowed, let name = waiting.popLast() {
      followed += 1
      guard let source = last[name], source != unit else { continue }
      add(analysis.units[source].run.definitions[name], to: &needed, &waiting)
    }
    return needed
  }

  /// So many names of a unit are looked into for what they need. Functions that all need each other would take the square.
  private static let mostFollowed = 256

  private func add(_ names: Set<String>?, to needed: inout Set<String>, _ waiting: inout [String]) {
    for name in names ?? [] where !parameters.contains(name) && needed.insert(name).inserted {
      waiting.append(name)
    }
  }

  /// Notes what a unit defines, and what it changes of what others have defined.
  mutating func pass(_ unit: UnitIndex) {
    for name in analysis.units[unit].madeNames { last[name] = unit }
    for cell in analysis.outline.units[unit].cells {
      for change in analysis.facts[cell].facts.changes where last[change.name] != nil {
        last[change.name] = unit
      }
    }
  }
}
