import KaleAnalysis
import JSONSyntax
import NotebookModel

/// A notebook put right in rounds, each for what the one before has left.
///
/// A round makes fixes that have nothing to do with each other; see `FixBatch`.
package struct NotebookRepair: Sendable {
  /// What is put right.
  package enum Purpose: Sendable, Hashable, CaseIterable {
    /// Everything that has one right answer: the safe fix of each finding.
    case fixAll
    /// What Kale refuses the notebook for; see `KaleMigration`.
    case migration
  }

  /// What was done, in order.
  package private(set) var fixes: [Fix] = []
  /// How many rounds it took; each analyzes the notebook.
  package private(set) var roundCount = 0
  /// What has become of the notebook.
  package private(set) var notebook: Notebook
  private let original: Notebook
  /// For each cell the index it had at first; nil for a new one.
  private var origins: [Int?]

  /// Each round analyzes the whole notebook. One that needs more rounds is put right in several goes.
  private static let mostRounds = 100

  /// Puts right what `selection` shows of a notebook, by fixes whose edits `canMake` says can all be made.
  ///
  /// - Parameters:
  ///   - notebook: The notebook as it is.
  ///   - localModules: The modules in its folder.
  ///   - purpose: What is put right.
  ///   - applicability: The grade of the least certain fixes that are applied.
  ///   - selection: What is shown of the notebook.
  ///   - canMake: Whether an edit can be made.
  package init(
    of notebook: Notebook, beside localModules: LocalModules = .none, for purpose: Purpose,
    applying applicability: FixApplicability = .safe, showing selection: FindingSelection,
    where canMake: (NotebookEdit) -> Bool = { _ in true }
  ) {
    self.notebook = notebook
    original = notebook
    origins = notebook.cells.indices.map { $0 }
    var analyzer = PipelineAnalyzer()
    var states: Set<State> = [State(notebook)]
    var useless: Set<Fix> = []
    for _ in 0..<Self.mostRounds {
      let analysis = analyzer.analyze(self.notebook, beside: localModules)
      let wanted = selection.allFindings(in: analysis).compactMap { finding -> FixBatch.Candidate? in
        guard let fix = purpose.fix(for: finding, upTo: applicability), !useless.contains(fix) else {
          return nil
        }
        return fix.edits.allSatisfy(canMake) ? FixBatch.Candidate(rule: finding.rule.code, fix: fix) : nil
      }
      let round = FixBatch(wanted).fixes
      guard let first = round.first else { break }
      // Fixes that lead back to where the notebook has been would be made again and again.
      let batches = round.count > 1 ? [round, [first]] : [round]
      let isMade = batches.contains { batch in
        let next = self.notebook.applying(batch.flatMap(\.edits))
        // Two steps that are each told what to run after may close a cycle that neither closes alone.
        let mayBringCycle = batch.count > 1 && !analysis.graph.leadsUp
        if mayBringCycle {
          let cycles = analyzer.analyze(next, beside: localModules).graph.cycles
          guard cycles.count <= analysis.graph.cycles.count else { return false }
        }
        guard states.insert(State(next)).inserted else { return false }
        make(batch, resultingIn: next)
        return true
      }
      if isMade { useless = [] } else { useless.insert(first) }
    }
  }

  /// From the first notebook to the last, as edits that belong together.
  package var edits: [NotebookEdit] { original.edits(toBecome: notebook, origins: origins) }

  private mutating func make(_ batch: [Fix], resultingIn next: Notebook) {
    fixes += batch
    var new: [Int: Int] = [:]
    for case .insertCell(let index, _, _) in batch.flatMap(\.edits) { new[index, default: 0] += 1 }
    if !new.isEmpty {
      origins = (0...origins.count).flatMap { index -> [Int?] in
        let old = index < origins.count ? [origins[index]] : []
        return [Int?](repeating: nil, count: new[index] ?? 0) + old
      }
    }
    notebook = next
    roundCount += 1
  }

  /// What of a notebook the fixes change.
  private struct State: Hashable {
    let cells: ChunkedArray<NotebookCell>
    let configuration: JSONValue?

    init(_ notebook: Notebook) {
      cells = notebook.cells
      configuration = notebook.kaleMetadata
    }
  }
}

extension NotebookRepair.Purpose {
  /// Returns what is done about a finding.
  ///
  /// - Parameters:
  ///   - finding: What is wrong.
  ///   - applicability: The grade of the least certain fixes that are applied.
  /// - Returns: The fix; nil where a person has to decide.
  package func fix(for finding: Finding, upTo applicability: FixApplicability = .safe) -> Fix? {
    switch self {
    case .fixAll: finding.fix(upTo: applicability)
    case .migration: KaleMigration.fix(for: finding, upTo: applicability)
    }
  }
}
