import KaleAnalysis
import NotebookModel
import PythonSyntax

/// Proposes names for steps, each once.
struct StepNameProposal {
  private let analysis: NotebookAnalysis
  private var taken: Set<String>
  /// How often each name was asked for, so that a search for a free one does not start over.
  private var counts: [String: Int] = [:]

  /// Starts with the names that a notebook has already.
  init(_ analysis: NotebookAnalysis) {
    self.analysis = analysis
    taken = Set(analysis.outline.units.map(\.name))
  }

  /// Returns a name for a step: that of its heading, or one that says what its code does.
  ///
  /// - Parameters:
  ///   - cells: The step's cells.
  ///   - heading: The heading above the first.
  /// - Returns: A name that no other step has.
  mutating func name(for cells: [CellSurvey.Cell], heading: Heading?) -> String {
    let candidates = candidates(cells, heading)
    let name = candidates.first { !taken.contains($0) } ?? free(candidates.first ?? "step")
    taken.insert(name)
    return name
  }

  private func candidates(_ cells: [CellSurvey.Cell], _ heading: Heading?) -> [String] {
    if let name = heading?.stepName.map({ isPossible($0) ? $0 : "\($0)_step" }) { return [name] }
    var names: [String] = []
    if let stage = cells.lazy.compactMap(\.stage).first {
      names.append(stage.stepName)
      if let variable = cells.lazy.compactMap(Self.telling).first {
        names.append("\(stage.verb)_\(variable)")
      }
    } else if let first = cells.first {
      names.append(StepNaming.proposal(for: analysis, cell: first.index))
    }
    return names.filter(isPossible)
  }

  /// The first name that a cell binds to a value of its own, in the form of a step's name.
  private static func telling(_ cell: CellSurvey.Cell) -> String? {
    cell.facts.bindings.lazy.filter { $0.kind == .assignment && $0.name.count > 1 }.compactMap {
      StepName.suggestion(for: $0.name)
    }.first
  }

  private func isPossible(_ name: String) -> Bool {
    StepName.isValid(name, in: analysis.release) && ReservedStepName.role(of: name) == nil
      && name != analysis.release.tags.temporaryStepName
  }

  private mutating func free(_ base: String) -> String {
    var count = counts[base] ?? 1
    repeat { count += 1 } while taken.contains("\(base)_\(count)")
    counts[base] = count
    return "\(base)_\(count)"
  }
}
