import JSONSyntax
import NotebookModel

/// A notebook put right, one fix after the other, each for what the one before has left.
///
/// One at a time, since fixes that are right alone may not be so together: two steps that are given a new name each look for
/// a free one.
package struct NotebookRepair: Sendable {
  /// What is put right.
  package enum Purpose: Sendable, Hashable, CaseIterable {
    /// Everything that has one right answer: the preferred fix of each finding.
    case fixAll
    /// What Kale 2.3.0 refuses the notebook for; see `KaleMigration`.
    case migration
  }

  /// What was done, in order.
  package private(set) var fixes: [Fix] = []
  /// What has become of the notebook.
  package private(set) var notebook: Notebook
  private let original: Notebook
  /// For each cell the index it had at first; nil for a new one.
  private var origins: [Int?]

  /// More fixes than a person makes mistakes; a notebook with more is put right in several goes.
  private static let limit = 1000

  /// Puts right what `selection` shows of a notebook.
  ///
  /// - Parameter canMake: whether an edit can be made; fixes with others are passed over.
  package init(
    of notebook: Notebook, for purpose: Purpose, showing selection: FindingSelection,
    where canMake: (NotebookEdit) -> Bool = { _ in true }
  ) {
    self.notebook = notebook
    original = notebook
    origins = notebook.cells.indices.map { $0 }
    var analyzer = PipelineAnalyzer()
    var states: Set<State> = [State(notebook)]
    var useless: Set<Fix> = []
    while fixes.count < Self.limit {
      let analysis = analyzer.analyze(self.notebook)
      let fix = selection.findings(in: analysis).lazy.compactMap { purpose.fix(for: $0) }.first { fix in
        !useless.contains(fix) && fix.edits.allSatisfy(canMake)
      }
      guard let fix else { break }
      let next = self.notebook.applying(fix.edits)
      // A fix that leads back to where the notebook has been would be made again and again.
      if states.insert(State(next)).inserted {
        make(fix, resultingIn: next)
        useless = []
      } else {
        useless.insert(fix)
      }
    }
  }

  /// From the first notebook to the last, as edits that belong together.
  package var edits: [NotebookEdit] { original.edits(toBecome: notebook, origins: origins) }

  private mutating func make(_ fix: Fix, resultingIn next: Notebook) {
    fixes.append(fix)
    var new: [Int: Int] = [:]
    for case .insertCell(let index, _, _) in fix.edits { new[index, default: 0] += 1 }
    if !new.isEmpty {
      origins = (0...origins.count).flatMap { index -> [Int?] in
        let old = index < origins.count ? [origins[index]] : []
        return [Int?](repeating: nil, count: new[index] ?? 0) + old
      }
    }
    notebook = next
  }

  /// What of a notebook the fixes change.
  private struct State: Hashable {
    let cells: [NotebookCell]
    let configuration: JSONValue?

    init(_ notebook: Notebook) {
      cells = notebook.cells
      configuration = notebook.kaleMetadata
    }
  }
}

extension NotebookRepair.Purpose {
  /// What is done about a finding; nil where a person has to decide.
  package func fix(for finding: Finding) -> Fix? {
    switch self {
    case .fixAll: finding.fixes.first(where: \.isPreferred)
    case .migration: KaleMigration.fix(for: finding)
    }
  }
}
