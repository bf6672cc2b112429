import KaleAnalysis
import KaleRules
import KaleWorkspace
import NotebookModel

/// One run over the notebooks of a command line: findings, applied fixes and files that could not be read.
///
/// Several threads read notebooks, each of them one at a time. The output is that of a single thread which takes the
/// notebooks in order: one thread changes the files, in order, and reads a notebook again if files that it depends on may
/// have changed in the meantime.
package struct NotebookRun {
  /// How notebooks are fixed.
  package struct Repair: Sendable {
    /// What is fixed; nil where findings are suppressed by comments instead.
    let purpose: NotebookRepair.Purpose?
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

    private init(purpose: NotebookRepair.Purpose?, showsDiff: Bool) {
      (self.purpose, applicability, self.showsDiff) = (purpose, .safe, showsDiff)
    }

    /// Suppresses findings by comments.
    ///
    /// - Parameter showsDiff: Whether what would change is printed, and the files stay as they are.
    /// - Returns: The repair.
    package static func suppression(showsDiff: Bool) -> Repair {
      Repair(purpose: nil, showsDiff: showsDiff)
    }
  }

  /// Where output goes.
  package struct Output {
    /// Receives what fixes would change.
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
      Output(standard: { StandardOutput.append($0, terminator: "") }, error: { StandardError.write($0) })
    }
  }

  /// What was found.
  package private(set) var report: CheckReport
  /// How many problems were fixed, or would be.
  package private(set) var fixCount = 0
  /// The fixes by the notebooks' paths, in order.
  package private(set) var fixes: [(path: String, titles: [String])] = []
  /// The findings of each notebook that is not in the report yet.
  private var results: [NotebookFindings] = []
  private var treatment: NotebookTreatment
  private let settings: CheckSettings
  private let output: Output
  private var failures: [FileSystem.Failure] = []
  /// What is wrong with configuration files.
  private var faults: [ConfigurationFile.Fault] = []
  /// The named files that are no notebooks.
  private var skipped: [String] = []
  /// The files that were changed, as paths without symbolic links.
  private var changedFiles: Set<String> = []
  /// For each compiled file the notebooks that compile to it, in their order.
  private var compiledNotebooks: [String: [String]] = [:]

  /// Creates a run.
  ///
  /// - Parameters:
  ///   - settings: What is read, reported and changed.
  ///   - format: The form of the report.
  ///   - style: How the report looks.
  ///   - output: Where output goes.
  package init(
    _ settings: CheckSettings, as format: ReportFormat, style: ReportStyle = .plain, output: Output = .process
  ) {
    self.settings = settings
    treatment = NotebookTreatment(
      settings: settings.command, format: format.writer(style), repair: settings.repair)
    report = CheckReport(FindingSelection(), as: format, style: style)
    report.isAfterFixes = settings.repair.map { $0.purpose != .migration } ?? false
    report.isForecast = settings.repair?.showsDiff ?? false
    self.output = output
  }

  /// Creates a run that reports the findings that `selection` shows, after fixing the notebooks as `repair` says.
  package init(
    _ selection: FindingSelection, as format: ReportFormat = .concise, repair: Repair? = nil,
    output: Output = .process
  ) {
    var settings = CheckSettings()
    settings.command = CommandSettings(selection)
    settings.repair = repair
    self.init(settings, as: format, output: output)
  }

  private typealias Reading = Result<NotebookTreatment.Outcome?, FileSystem.Failure>

  /// Processes all notebooks. `end` reports those that cannot be read or written; the others are processed all the same.
  ///
  /// - Parameters:
  ///   - paths: Files, and folders of notebooks.
  ///   - threadCount: How many threads read them.
  ///   - fixed: Called with each fix that was applied, or would be.
  ///   - observe: Called with each notebook while it is in memory, on the thread that reads it.
  package mutating func go(
    through paths: [String], threadCount: Int = Threads.processorCount,
    fixed: (_ path: String, _ title: String) -> Void = { _, _ in },
    observe: @escaping @Sendable (NotebookFile) -> Void = { _ in }
  ) {
    let search = NotebookSearch(paths, leavingOut: settings.exclusions)
    faults = settings.command.faults(
      forNotebooksAt: paths.map(CommandSettings.notebook(below:)) + search.entries.compactMap(\.filePath))
    report.isIncomplete = !faults.isEmpty
    // With settings that are not the ones meant, a fix may be one that is not wanted.
    guard faults.isEmpty else { return }
    treatment.notebookPaths = search.notebookPaths
    treatment.references = ReferringNotebooks(among: search.entries.compactMap(\.filePath))
    var progress = ProgressBar(
      of: search.entries.count, isShown: settings.report.showsProgress && search.includesFolder)
    OrderedWork.run(on: search.entries, threadCount: threadCount) {
      [treatment] entry -> (NotebookSearch.Entry, Reading?) in
      (entry, Self.read(entry, treatment, observe))
    } deliver: { entry, reading in
      progress.advance()
      take(entry, reading, fixed, observe, hiding: &progress)
    }
    progress.hide()
    reportResults(further: sharedFiles(threadCount: threadCount))
    reportSkippedFiles()
    report.isIncomplete = !failures.isEmpty
  }

  /// Processes a notebook that is not read from its file. Nothing is written.
  ///
  /// - Parameter file: The notebook.
  /// - Returns: What it would be after the fixes; nil if it stays as it is.
  package mutating func go(through file: NotebookFile) -> [UInt8]? {
    let outcome = treatment.outcome(of: file)
    take(outcome, file.path) { _, _ in }
    reportResults(further: [:])
    return outcome.content
  }

  private mutating func take(
    _ entry: NotebookSearch.Entry, _ reading: Reading?,
    _ fixed: (_ path: String, _ title: String) -> Void, _ observe: (NotebookFile) -> Void,
    hiding progress: inout ProgressBar
  ) {
    switch entry {
    case .failure(let failure): failures.append(failure)
    case .link(let path):
      progress.hide()
      note("skipped \(path): it is a symbolic link. Pass it as an argument to include it.")
    case .specialFile(let path):
      progress.hide()
      note("skipped \(path): it is not a regular file.")
    case .file(let path, let isNamed):
      let isCurrent = changedFiles.isEmpty || !mayHaveChanged(path, reading)
      do {
        let reading = isCurrent ? reading : Self.read(entry, treatment, observe)
        guard let outcome = try reading?.get() else {
          if isNamed { skipped.append(path) }
          return
        }
        if outcome.isShown { progress.hide() }
        if let content = outcome.content { try write(content, to: path) }
        take(outcome, path, fixed)
      } catch {
        failures.append(error)
      }
    }
  }

  private func note(_ message: String) {
    if settings.report.verbosity == .normal { output.error("kale-lsp: \(Terminal.printable(message))") }
  }

  private static func read(
    _ entry: NotebookSearch.Entry, _ treatment: NotebookTreatment, _ observe: (NotebookFile) -> Void
  ) -> Reading? {
    guard case .file(let path, let isNamed) = entry else { return nil }
    do {
      return .success(try treatment.outcome(ofFileAt: path, isNamed: isNamed, observe: observe))
    } catch {
      return .failure(error)
    }
  }

  /// Whether a notebook may be another one since it was read, because this run has changed files.
  private func mayHaveChanged(_ path: String, _ reading: Reading?) -> Bool {
    guard case .success(let outcome?)? = reading else { return true }
    return outcome.dependsOnOthers || changedFiles.contains(FileSystem.resolved(path))
  }

  private mutating func take(
    _ outcome: NotebookTreatment.Outcome, _ path: String, _ fixed: (_ path: String, _ title: String) -> Void
  ) {
    if let notice = outcome.notice { output.error(notice) }
    if let compiled = outcome.compiledPath { compiledNotebooks[compiled, default: []].append(path) }
    if !outcome.diff.isEmpty { output.standard(outcome.diff) }
    for title in outcome.fixes { fixed(path, title) }
    fixCount += outcome.fixes.count
    if !outcome.fixes.isEmpty { fixes.append((path, outcome.fixes)) }
    results.append(outcome.findings)
  }

  /// Puts all results into the report.
  ///
  /// - Parameter further: For the paths of notebooks what was found when all had been read.
  private mutating func reportResults(further: [String: NotebookFindings]) {
    for var result in results {
      if let further = further[result.path] { result.insert(further, separator: report.separator) }
      report.add(result)
    }
    results = []
  }

  /// Says which named files are no notebooks: hooks pass all files that have changed.
  private func reportSkippedFiles() {
    let shown = skipped.prefix(3).joined(separator: ", ")
    switch skipped.count {
    case 0: break
    case 1: note("skipped \(shown): it is not a notebook.")
    case 2...3: note("skipped \(shown): they are not notebooks.")
    default: note("skipped \(shown) and \(skipped.count - 3) more: they are not notebooks.")
    }
  }

  /// Finds the notebooks that compile to the same files. Those that are only parts of others are not compiled themselves.
  private func sharedFiles(threadCount: Int) -> [String: NotebookFindings] {
    var shared: [(path: String, others: OtherPipelines)] = []
    for (compiled, paths) in compiledNotebooks where paths.count > 1 {
      let group = SharedOutput(
        of: FileSystem.name(of: compiled),
        for: paths.filter { !treatment.references.refer(toNotebookAt: $0) })
      shared += group.others
    }
    var findings: [String: NotebookFindings] = [:]
    OrderedWork.run(on: shared, threadCount: threadCount) { [treatment] in
      treatment.sameOutput(of: $0.path, as: $0.others)
    } deliver: { found in
      if let found { findings[found.path] = found }
    }
    return findings
  }

  private mutating func write(_ content: [UInt8], to path: String) throws(FileSystem.Failure) {
    try FileSystem.replaceContent(of: path, with: content)
    changedFiles.insert(FileSystem.resolved(path))
  }

  /// Returns how many problems were fixed or suppressed, or would be.
  package func fixSummary(isDone: Bool) -> String {
    let isSuppressed = treatment.repair.map { $0.purpose == nil } ?? false
    let problems = "\(fixCount) problem\(fixCount == 1 ? "" : "s")"
    let notebooks = "\(fixes.count) notebook\(fixes.count == 1 ? "" : "s")"
    let verb =
      switch (isSuppressed, isDone) {
      case (false, true): "Fixed"
      case (false, false): "Would fix"
      case (true, true): "Suppressed"
      case (true, false): "Would suppress"
      }
    return fixCount == 0 ? "\(verb) nothing." : "\(verb) \(problems) in \(notebooks)."
  }

  /// Reports failures, and ends the command if there are failures, or anything that the exit status is to say.
  ///
  /// - Throws: The status to exit with, ``ExitStatus``.
  package func end() throws {
    for fault in faults { output.error(CommandSettings.message(about: fault)) }
    for failure in failures { output.error("kale-lsp: \(failure)") }
    if !failures.isEmpty || !faults.isEmpty { throw ExitStatus.couldNotRun }
    if settings.exit.ignoresFindings { return }
    let isMigration = treatment.repair?.purpose == .migration
    let countsFixes = settings.exit.countsFixes || treatment.repair?.showsDiff ?? false
    if report.hasErrors || isMigration && report.hasRejections
      || settings.exit.countsWarnings && report.hasWarnings || countsFixes && fixCount > 0
    {
      throw ExitStatus.errorsFound
    }
  }
}
