import NotebookModel
import PythonSyntax

/// A name that a step reads for certain because it calls something that reads it.
struct ReadThroughCall {
  var name: String
  /// What the step calls.
  var callee: String
  var call: NotebookPlace
  var read: NotebookPlace
}

/// Finds what the calls of a step read.
struct CallSearch {
  /// A definition with the cell it stands in.
  private struct Site {
    let cell: Int
    let definition: DefinitionFacts
  }

  private let analysis: NotebookAnalysis
  /// The definitions of which something is certain: those in front of every step, and for each unit its own.
  private var shared: [String: Site] = [:]
  private var own: [Int: [String: Site]] = [:]

  init(_ analysis: NotebookAnalysis) {
    self.analysis = analysis
    for (cell, facts) in analysis.facts.enumerated() where !facts.facts.definitions.isEmpty {
      for definition in facts.facts.definitions {
        guard !definition.certainReads.isEmpty || !definition.certainCalls.isEmpty else { continue }
        let site = Site(cell: cell, definition: definition)
        switch analysis.outline.assignments[cell] {
        case .step(let unit): own[unit, default: [:]][definition.name] = site
        case .block(.imports), .block(.functions): shared[definition.name] = site
        default: break
        }
      }
    }
  }

  /// What the certain calls of a unit's code read, each name once.
  func reads(by unit: Int) -> [ReadThroughCall] {
    guard !own.isEmpty || !shared.isEmpty else { return [] }
    var found: [ReadThroughCall] = []
    var seen: Set<String> = []
    for cell in analysis.cellsRun(by: unit) {
      let facts = analysis.facts[cell].facts
      if facts.mayBringNames { return found }
      for call in facts.certainCalls {
        let place = NotebookPlace.source(cell: cell, range: call.range)
        var waiting = [call.name]
        var visited: Set<String> = []
        while let callee = waiting.popLast() {
          guard visited.insert(callee).inserted, let site = site(of: callee, for: unit) else { continue }
          waiting += site.definition.certainCalls.map(\.name)
          for read in site.definition.certainReads where seen.insert(read.name).inserted {
            found.append(
              ReadThroughCall(
                name: read.name, callee: call.name, call: place,
                read: .source(cell: site.cell, range: read.range)))
          }
        }
      }
      if facts.mayEndEarly { return found }
    }
    return found
  }

  /// The definition that a unit finds under a name: its own, or that of the unit which hands it on.
  private func site(of name: String, for unit: Int) -> Site? {
    if let site = own[unit]?[name] ?? shared[name] { return site }
    guard let provider = analysis.flow.provider(of: name, for: unit) else { return nil }
    return own[analysis.flow.maker(of: name, handedOnBy: provider)]?[name]
  }
}
