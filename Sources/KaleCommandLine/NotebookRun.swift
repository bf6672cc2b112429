import KaleAnalysis
import KaleRules
import KaleWorkspace

/// One run over the notebooks of a command line: findings, applied fixes and files that could not be read.
///
/// Several threads read notebooks, each of them one at a time. The output is that of a single thread which takes the
/// notebooks in order: one thread changes the files, in order, and reads a notebook again if files that it depends on may
/// have changed in the meantime.
package struct NotebookRun {
  /// How notebooks are fixed.
  package struct Repair: Sendable {
    let purpose: NotebookRepair.Purpose
    /// The lowest grade of fixes that are applied.
    let applicability: FixApplicability
    /// Whether what would change is printed, and the files stay as they are.
    package let showsDiff: Bool

    /// Repairs for a purpose.
    ///
    /// - Parameters:
    ///   - purpose: What is fixed.
    ///   - isUnsafe: Whether suggested fixes are applied too, if a finding has exactly one.
    ///   - showsDiff: Whether what would change is printed, and the files stay as they are.
    package init(for purpose: NotebookRepair.Purpose, isUnsafe: Bool = false, showsDiff: Bool) {
      self.purpose = purpose
      applicability = isUnsafe ? .suggested : .safe
      self.showsDiff = showsDiff
    }
  }

  /// Where output goes.
  package struct Output {
    /// Receives the command's results.
    let standard: (String) -> Void
    /// Receives messages about the run, one line per call.
    let error: (String) -> Void

    /// An output that goes to functions.
    package init(standard: @escaping (String) -> Void, error: @escaping (String) -> Void) {
      self.standard = standard
      self.error = error
    }

    /// The process's own output.
    package static var process: Output {
      Output(standard: { print($0, terminator: "") }, error: { StandardError.write($0) })
    }
  }

  /// What was found.
  package private(set) var report: CheckReport
  private var treatment: NotebookTreatment
  private let output: Output
  private var failures: [FileSystem.Failure] = []
  /// What is wrong with configuration files.
  private var faults: [ConfigurationFile.Fault] = []
  private var fixCount = 0
  private var fixedNotebookCount = 0
  /// The files that were changed, as paths without symbolic links.
  private var changedFiles: Set<String> = []
  /// For each compiled file the notebooks that compile to it, in their order.
  private var compiledNotebooks: [String: [String]] = [:]

  /// Creates a run that reports the findings that settings show, after fixing the notebooks as `repair` says.
  package init(
    _ settings: CommandSettings, as format: CheckReport.Format = .text, repair: Repair? = nil,
    output: Output = .process
  ) {
    treatment = NotebookTreatment(settings: settings, format: format, repair: repair)
    report = CheckReport(FindingSelection(), as: format)
    self.output = output
  }

  /// Creates a run that reports the findings that `selection` shows of each notebook.
  package init(
    _ selection: FindingSelection, as format: CheckReport.Format = .text, repair: Repair? = nil,
    output: Output = .process
  ) {
    self.init(CommandSettings(selection), as: format, repair: repair, output: output)
  }

  /// Something that an argument leads to.
  private enum Entry: Sendable {
    case notebook(path: String)
    case link(path: String)
    case specialFile(path: String)
    case failure(FileSystem.Failure)

    var notebookPath: String? {
      if case .notebook(let path) = self { return path }
      return nil
    }
  }

  private typealias Reading = Result<NotebookTreatment.Outcome, FileSystem.Failure>

  /// Processes all notebooks. `end` reports those that cannot be read or written; the others are processed all the same. If
  /// nothing is fixed, the report is printed as it grows, except for its end.
  ///
  /// - Parameters:
  ///   - paths: Notebooks, and folders of notebooks.
  ///   - threadCount: How many threads read them.
  ///   - fixed: Called with each fix that was applied, or would be.
  ///   - observe: Called with each notebook while it is in memory, on the thread that reads it.
  package mutating func go(
    through paths: [String], threadCount: Int = Threads.processorCount,
    fixed: (_ path: String, _ title: String) -> Void = { _, _ in },
    observe: @escaping @Sendable (NotebookFile) -> Void = { _ in }
  ) {
    let entries = paths.flatMap(Self.entries)
    let folders = paths.filter { FileSystem.kind(of: $0) == .folder }
    faults = treatment.settings.faults(
      forNotebooksAt: folders.map(CommandSettings.notebook(inFolder:)) + entries.compactMap(\.notebookPath))
    report.isIncomplete = !faults.isEmpty
    // With settings that are not the ones meant, a fix may be one that is not wanted.
    guard faults.isEmpty else { return }
    treatment.references = ReferringNotebooks(among: entries.compactMap(\.notebookPath))
    OrderedWork.run(on: entries, threadCount: threadCount) { [treatment] entry -> (Entry, Reading?) in
      guard case .notebook(let path) = entry else { return (entry, nil) }
      return (entry, Self.read(path, treatment, observe))
    } deliver: { entry, reading in
      switch entry {
      case .failure(let failure): failures.append(failure)
      case .link(let path):
        output.error(
          "kale-lsp: skipped \(path): it is a symbolic link. Pass it as an argument to include it.")
      case .specialFile(let path): output.error("kale-lsp: skipped \(path): it is not a regular file.")
      case .notebook(let path):
        let isCurrent = changedFiles.isEmpty || !mayHaveChanged(path, reading)
        take(isCurrent ? reading : Self.read(path, treatment, observe), path, fixed)
      }
    }
    reportSharedFiles()
    report.isIncomplete = !failures.isEmpty
  }

  private static func entries(of argument: String) -> [Entry] {
    do {
      let listing = try NotebookFile.listing(of: argument)
      return listing.files.map { .notebook(path: $0) } + listing.failures.map { .failure($0) }
        + listing.links.map { .link(path: $0) } + listing.specialFiles.map { .specialFile(path: $0) }
    } catch {
      return [.failure(error)]
    }
  }

  private static func read(
    _ path: String, _ treatment: NotebookTreatment, _ observe: (NotebookFile) -> Void
  ) -> Reading {
    do {
      return .success(try treatment.outcome(ofNotebookAt: path, observe: observe))
    } catch {
      return .failure(error)
    }
  }

  /// Whether a notebook may be another one since it was read, because this run has changed files.
  private func mayHaveChanged(_ path: String, _ reading: Reading?) -> Bool {
    guard case .success(let outcome)? = reading else { return true }
    return outcome.dependsOnOthers || changedFiles.contains(FileSystem.resolved(path))
  }

  private mutating func take(
    _ reading: Reading?, _ path: String, _ fixed: (_ path: String, _ title: String) -> Void
  ) {
    do {
      guard let outcome = try reading?.get() else { return }
      if let notice = outcome.notice { output.error(notice) }
      if let compiled = outcome.compiledPath { compiledNotebooks[compiled, default: []].append(path) }
      if !outcome.diff.isEmpty { output.standard(outcome.diff) }
      if let content = outcome.content { try write(content, to: path) }
      for title in outcome.fixes { fixed(path, title) }
      fixCount += outcome.fixes.count
      if !outcome.fixes.isEmpty { fixedNotebookCount += 1 }
      report.add(outcome.findings)
      guard treatment.repair == nil, case let text = report.takeText(), !text.isEmpty else { return }
      output.standard(text)
    } catch {
      failures.append(error)
    }
  }

  /// Reports the notebooks that compile to the same files. Those that are only parts of others are not compiled themselves.
  private mutating func reportSharedFiles() {
    var found: [(path: String, findings: NotebookFindings)] = []
    for paths in compiledNotebooks.values where paths.count > 1 {
      var seen: Set<String> = []
      let paths = paths.filter {
        seen.insert(FileSystem.normalized($0)).inserted && !treatment.references.refer(toNotebookAt: $0)
      }
      if paths.count > 1 {
        found += paths.compactMap { path in treatment.sameOutput(of: path, as: paths).map { (path, $0) } }
      }
    }
    for (_, findings) in found.sorted(by: { $0.path < $1.path }) { report.add(further: findings) }
    guard treatment.repair == nil, case let text = report.takeText(), !text.isEmpty else { return }
    output.standard(text)
  }

  private mutating func write(_ content: [UInt8], to path: String) throws(FileSystem.Failure) {
    try FileSystem.replaceContent(of: path, with: content)
    changedFiles.insert(FileSystem.resolved(path))
  }

  /// Returns how many problems were fixed, or would be.
  package func fixSummary(isDone: Bool) -> String {
    let problems = "\(fixCount) problem\(fixCount == 1 ? "" : "s")"
    let notebooks = "\(fixedNotebookCount) notebook\(fixedNotebookCount == 1 ? "" : "s")"
    return "\(isDone ? "Fixed" : "Would fix") \(problems) in \(notebooks)."
  }

  /// Reports failures, and ends the command if there are failures or errors, or after a migration anything that Kale
  /// rejects.
  ///
  /// - Throws: The status to exit with, ``ExitStatus``.
  package func end() throws {
    for fault in faults { output.error(CommandSettings.message(about: fault)) }
    for failure in failures { output.error("kale-lsp: \(failure)") }
    if !failures.isEmpty || !faults.isEmpty { throw ExitStatus.couldNotRun }
    let isMigration = treatment.repair?.purpose == .migration
    if report.hasErrors || isMigration && report.hasRejections { throw ExitStatus.errorsFound }
  }
}
