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
    } else {
      names.append(nameByCode(cells))
    }
    return names.filter(isPossible)
  }

  /// A name for a step of no known stage: what its cells say they do, what they compute, or that they only show something.
  private func nameByCode(_ cells: [CellSurvey.Cell]) -> String {
    if let name = cells.lazy.compactMap({ StepNaming.tellingProposal(for: analysis, cell: $0.index) }).first {
      return name
    }
    let variables = cells.lazy.flatMap(\.facts.bindings).filter { $0.kind == .assignment }.map(\.name)
    guard let variable = variables.first else {
      return cells.contains(where: Self.shows) ? "report" : StepNaming.fallback
    }
    if Self.tables.contains(variable) { return "prepare_data" }
    return StepName.suggestion(for: "compute_" + variable) ?? StepNaming.fallback
  }

  /// Short names that tables usually have.
  private static let tables: Set<String> = ["X", "df"]

  /// Whether a cell prints or plots.
  private static func shows(_ cell: CellSurvey.Cell) -> Bool {
    !Set(cell.facts.calls).isDisjoint(with: ["display", "print"])
      || cell.facts.reads.contains { $0.name == "plt" }
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
