import KaleAnalysis
import JSONSyntax
import NotebookModel

/// A notebook to which fixes are applied in rounds, each for the findings that the previous round left.
///
/// The fixes of a round are independent of each other; see `FixBatch`.
package struct NotebookRepair: Sendable {
  /// The findings to fix.
  package enum Purpose: Sendable, Hashable, CaseIterable {
    /// All findings that have a safe fix.
    case fixAll
    /// The findings that make Kale reject the notebook; see `KaleMigration`.
    case migration
  }

  /// The applied fixes, in order.
  package private(set) var fixes: [Fix] = []
  /// The number of rounds; each analyzes the notebook.
  package private(set) var roundCount = 0
  /// The notebook after the fixes.
  package private(set) var notebook: Notebook
  private let original: Notebook
  /// The original index of each cell; nil for a new one.
  private var origins: CellArray<CellIndex?>

  /// Each round analyzes the whole notebook. A notebook that needs more rounds needs another run.
  private static let mostRounds = 100

  /// Fixes the findings that `selection` shows for a notebook.
  ///
  /// - Parameters:
  ///   - notebook: The original notebook.
  ///   - folder: What its folder contains of what it uses.
  ///   - purpose: The findings to fix.
  ///   - applicability: The grade of the least certain fixes that are applied.
  ///   - selection: The findings to show.
  ///   - canMake: Returns whether an edit is possible. A fix needs all its edits.
  package init(
    of notebook: Notebook, beside folder: NotebookFolder = .unknown, for purpose: Purpose,
    applying applicability: FixApplicability = .safe, showing selection: FindingSelection,
    where canMake: (NotebookEdit) -> Bool = { _ in true }
  ) {
    self.notebook = notebook
    original = notebook
    origins = CellArray(notebook.cells.indices.map { $0 })
    var analyzer = PipelineAnalyzer()
    var states: Set<State> = [State(notebook)]
    var useless: Set<Fix> = []
    // How many findings of a kind there were when fixes for some of them were made.
    var former: [Complaint: Int] = [:]
    for _ in 0..<Self.mostRounds {
      let analysis = analyzer.analyze(self.notebook, beside: folder)
      let fixable = selection.allFindings(in: analysis).withoutFixesThatOthersHide().compactMap {
        finding -> (Complaint, FixBatch.Candidate)? in
        guard let fix = purpose.fix(for: finding, upTo: applicability), !useless.contains(fix),
          fix.edits.allSatisfy(canMake)
        else { return nil }
        let complaint = Complaint(message: finding.message, title: fix.title)
        return (complaint, FixBatch.Candidate(rule: finding.rule.code, fix: fix))
      }
      let counts = fixable.reduce(into: [Complaint: Int]()) { $0[$1.0, default: 0] += 1 }
      // What a fix has left as it was, it leaves again.
      let wanted = fixable.filter { complaint, _ in
        former[complaint].map { counts[complaint, default: 0] < $0 } ?? true
      }
      let round = FixBatch(wanted.map(\.1), in: analyzer.release).fixes
      guard let first = round.first else { break }
      // Fixes that lead back to where the notebook has been would be made again and again.
      let batches = round.count > 1 ? [round, [first]] : [round]
      let isMade = batches.contains { batch in
        let next = self.notebook.applying(batch.flatMap(\.edits))
        // Two steps that each get a `prev:` tag may close a cycle that neither closes alone.
        let mayBringCycle = batch.count > 1 && !analysis.graph.leadsUp
        if mayBringCycle {
          let cycles = analyzer.analyze(next, beside: folder).graph.cycles
          guard cycles.count <= analysis.graph.cycles.count else { return false }
        }
        guard states.insert(State(next)).inserted else { return false }
        make(batch, resultingIn: next)
        return true
      }
      guard isMade else {
        useless.insert(first)
        continue
      }
      useless = []
      let made = Set(round)
      former = wanted.reduce(into: [:]) { known, candidate in
        if made.contains(candidate.1.fix) { known[candidate.0] = counts[candidate.0] }
      }
    }
  }

  /// The edits from the original notebook to the fixed one.
  package var edits: [NotebookEdit] { original.edits(toBecome: notebook, origins: origins) }

  private mutating func make(_ batch: [Fix], resultingIn next: Notebook) {
    fixes += batch
    var new: [CellIndex: Int] = [:]
    for case .insertCell(let index, _, _) in batch.flatMap(\.edits) { new[index, default: 0] += 1 }
    if !new.isEmpty {
      let places = origins.startIndex...origins.endIndex
      origins = CellArray(
        places.flatMap { index -> [CellIndex?] in
          let old = origins[checked: index].map { [$0] } ?? []
          return [CellIndex?](repeating: nil, count: new[index] ?? 0) + old
        })
    }
    notebook = next
    roundCount += 1
  }

  /// What a finding says, and what its fix does.
  private struct Complaint: Hashable {
    let message: String
    let title: String
  }

  /// The parts of a notebook that fixes change.
  private struct State: Hashable {
    let cells: ChunkedArray<NotebookCell>
    let configuration: JSONValue?
    let settings: JSONValue?

    init(_ notebook: Notebook) {
      cells = notebook.cells.values
      configuration = notebook.kaleMetadata
      settings = notebook.kaleLSPMetadata
    }
  }
}

extension NotebookRepair.Purpose {
  /// Returns the fix to apply for a finding.
  ///
  /// - Parameters:
  ///   - finding: The finding.
  ///   - applicability: The grade of the least certain fixes that are applied.
  /// - Returns: The fix; nil if the finding has none of this grade.
  package func fix(for finding: Finding, upTo applicability: FixApplicability = .safe) -> Fix? {
    // Once the tags are migrated, the old keys of the configuration have findings of their own, with fixes that can be
    // ignored or impossible each by itself.
    if finding.rule.code == OldBlockTag.description.code { return finding.fixes.last }
    return switch self {
    case .fixAll: finding.fix(upTo: applicability)
    case .migration: KaleMigration.fix(for: finding, upTo: applicability)
    }
  }
}

extension Finding {
  /// The grade of the fixes with which the finding is fixed without asking which: safe ones by `--fix`, suggested ones by
  /// `--unsafe-fixes`; nil if it needs a decision.
  package var gradeOfRepair: FixApplicability? {
    if fixes.contains(where: { $0.applicability == .safe }) { return .safe }
    guard let fix = NotebookRepair.Purpose.fixAll.fix(for: self, upTo: .suggested) else { return nil }
    return rule.code == OldBlockTag.description.code ? .safe : fix.applicability
  }
}
