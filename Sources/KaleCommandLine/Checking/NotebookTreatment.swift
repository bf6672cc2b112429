import KaleAnalysis
import KaleRules
import KaleWorkspace
import NotebookModel

/// What a command does with each of many notebooks, on any thread, one after the other or side by side.
struct NotebookTreatment: Sendable {
  let settings: CommandSettings
  let format: any FindingsFormat
  /// How notebooks are fixed; nil if they are only checked.
  let repair: NotebookRun.Repair?
  /// Which notebooks of the run refer to which.
  var references = ReferringNotebooks(among: [])
  /// The `.ipynb` files of the run.
  var notebookPaths: Set<String> = []
  /// The code of the run's notebooks.
  private let code = CodeCache()

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
    /// The path of the compiled files without their extensions; nil for a notebook without steps.
    var compiledPath: String?

    /// Whether something is written for the notebook before the report.
    var isShown: Bool { notice != nil || !fixes.isEmpty }
  }

  private var library: NotebookLibrary { NotebookLibrary(configurations: settings.configurations) }

  /// Where a notebook is compiled to; nil for one that is in a language that no pipeline runs, and for another form of a
  /// notebook of the run.
  private func compiledPath(of file: NotebookFile) -> String? {
    file.analysis.notebook.foreignLanguage == nil && !file.isForm(ofOneOf: notebookPaths)
      ? CompilationOutput.path(of: file) : nil
  }

  /// Reads a notebook and determines its findings and fixes. Writes nothing.
  ///
  /// - Parameters:
  ///   - path: The file's path.
  ///   - isNamed: Whether it is an argument itself.
  ///   - observe: Called with the notebook while it is in memory.
  /// - Returns: What to report and to write; nil for a file that is no notebook, and for one that was found beside the
  ///   notebook that it is another form of.
  /// - Throws: Why the file cannot be read.
  func outcome(
    ofFileAt path: String, isNamed: Bool, observe: (NotebookFile) -> Void = { _ in }
  ) throws(FileSystem.Failure) -> Outcome? {
    // There is nothing to find in the code of other notebooks, and folders are full of them.
    guard
      let file = try NotebookFile.recognized(
        at: path, in: library, readingCodeOf: .kaleNotebooks(sharing: code))
    else { return nil }
    if !isNamed, file.isForm(ofOneOf: notebookPaths) { return nil }
    observe(file)
    return outcome(of: file)
  }

  /// Determines the findings and fixes of a notebook. Writes nothing.
  ///
  /// - Parameter file: The notebook.
  /// - Returns: What to report and to write.
  func outcome(of file: NotebookFile) -> Outcome {
    guard let repair, file.analysis.isKaleNotebook else {
      var outcome = Outcome(findings: findingsInRoot(of: file), compiledPath: compiledPath(of: file))
      if repair?.purpose == .migration {
        outcome.notice = "kale-lsp: \(Terminal.printable(NotKaleNotebook(path: file.path).description))"
      }
      return outcome
    }
    let selection = settings.selection(for: file)
    let repaired =
      if let purpose = repair.purpose {
        FileRepair(of: file, for: purpose, applying: repair.applicability, showing: selection)
      } else {
        FileRepair(suppressingFindingsOf: file, showing: selection)
      }
    var outcome = Outcome(findings: findingsInRoot(of: repaired.file))
    outcome.compiledPath = compiledPath(of: repaired.file)
    outcome.fixes = repaired.fixes.map(\.title)
    if repair.showsDiff { outcome.diff = repaired.diff } else { outcome.content = repaired.changedContent }
    outcome.dependsOnOthers =
      Self.dependsOnOthers(file) || Self.dependsOnOthers(repaired.file)
      || references.refer(toNotebookAt: file.path)
    return outcome
  }

  /// The findings of a notebook. If it lacks names that a notebook of the run passes to it, it is part of that one.
  private func findingsInRoot(of file: NotebookFile) -> NotebookFindings {
    let selection = settings.selection(for: file)
    let findings = selection.findings(in: file.analysis)
    if findings.contains(where: { $0.rule.name == "missing-name" && $0.severity == .error }),
      let inner = references.analysis(of: file)
    {
      return NotebookFindings(selection.findings(in: inner), of: file, as: format)
    }
    return NotebookFindings(findings, of: file, as: format)
  }

  /// Returns the finding that a notebook compiles to the same file as others.
  ///
  /// - Parameters:
  ///   - path: The notebook.
  ///   - others: The others.
  /// - Returns: The finding; nil if it is not shown.
  func sameOutput(of path: String, as others: OtherPipelines) -> NotebookFindings? {
    // The name is in the metadata.
    guard
      let file = try? NotebookFile.recognized(
        at: path, in: library, beside: others, readingCodeOf: .noNotebook)
    else { return nil }
    let findings = settings.selection(for: file).findings(in: file.analysis).filter {
      $0.rule.name == "same-output"
    }
    return findings.isEmpty ? nil : NotebookFindings(findings, of: file, as: format)
  }

  /// Notebooks in other forms than `.ipynb` may be read with the saved notebook that they are paired with.
  private static func dependsOnOthers(_ file: NotebookFile) -> Bool {
    !(file.document is IpynbDocument) || !file.document.notebook.referencedPaths(in: .current).isEmpty
  }
}
