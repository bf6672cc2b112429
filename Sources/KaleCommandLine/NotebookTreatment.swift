import KaleRules
import KaleWorkspace
import NotebookModel

/// What a command does with each of many notebooks, on any thread, one after the other or side by side.
struct NotebookTreatment: Sendable {
  let selection: FindingSelection
  let format: CheckReport.Format
  /// How notebooks are fixed; nil if they are only checked.
  let repair: NotebookRun.Repair?

  /// The outcome for a notebook, without the notebook.
  struct Outcome: Sendable {
    var findings: NotebookFindings
    /// A message in addition to the findings.
    var notice: String?
    /// The titles of the fixes.
    var fixes: [String] = []
    /// How the file would change; empty if that is not shown.
    var diff = ""
    /// The new content of the file; nil if it does not change.
    var content: [UInt8]?
    /// Whether other files decide what came of the notebook: notebooks it refers to or is paired with.
    var dependsOnOthers = false
  }

  /// Reads a notebook and determines its findings and fixes. Writes nothing.
  ///
  /// - Parameters:
  ///   - path: The notebook's path.
  ///   - observe: Called with the notebook while it is in memory.
  /// - Returns: What to report and to write.
  /// - Throws: Why the notebook cannot be read.
  func outcome(
    ofNotebookAt path: String, observe: (NotebookFile) -> Void = { _ in }
  ) throws(FileSystem.Failure) -> Outcome {
    let file = try NotebookFile(path: path)
    observe(file)
    guard let repair else { return Outcome(findings: findings(of: file)) }
    let repaired = FileRepair(
      of: file, for: repair.purpose, applying: repair.applicability, showing: selection)
    var outcome = Outcome(findings: findings(of: repaired.file))
    if repair.purpose == .migration, !file.analysis.isKaleNotebook {
      outcome.notice =
        "kale-lsp: \(path) is not a Kale notebook: it has no Kale-specific tags and no Kale configuration."
    }
    outcome.fixes = repaired.fixes.map(\.title)
    if repair.showsDiff { outcome.diff = repaired.diff } else { outcome.content = repaired.changedContent }
    outcome.dependsOnOthers = Self.dependsOnOthers(file) || Self.dependsOnOthers(repaired.file)
    return outcome
  }

  private func findings(of file: NotebookFile) -> NotebookFindings {
    NotebookFindings(of: file, showing: selection, as: format)
  }

  /// Notebooks in other forms than `.ipynb` may be read with the saved notebook that they are paired with.
  private static func dependsOnOthers(_ file: NotebookFile) -> Bool {
    !(file.document is IpynbDocument) || !file.document.notebook.referencedPaths(in: .current).isEmpty
  }
}
