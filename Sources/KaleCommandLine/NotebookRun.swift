import KaleAnalysis
import KaleRules
import KaleWorkspace

/// One go through the notebooks that a command line names: what was found, what was put right, and what could not be read.
///
/// Notebooks are read by several threads, each of which holds one at a time. What is said and written is what one thread
/// would say and write that takes one notebook after the other: files are changed on one thread, in order, and where a
/// notebook depends on files that may have changed in the meantime, it is read again when its turn has come.
package struct NotebookRun {
  /// How notebooks are put right.
  package struct Repair: Sendable {
    let purpose: NotebookRepair.Purpose
    /// The lowest grade of fixes that are applied.
    let applicability: FixApplicability
    /// Whether what would change is printed, and the files stay as they are.
    package let showsDiff: Bool

    /// Repairs for a purpose.
    ///
    /// - Parameters:
    ///   - purpose: What is put right.
    ///   - isUnsafe: Whether suggested fixes are applied too, where a finding has exactly one.
    ///   - showsDiff: Whether what would change is printed, and the files stay as they are.
    package init(for purpose: NotebookRepair.Purpose, isUnsafe: Bool = false, showsDiff: Bool) {
      self.purpose = purpose
      applicability = isUnsafe ? .suggested : .safe
      self.showsDiff = showsDiff
    }
  }

  /// Where the texts for a person go.
  package struct Output {
    /// Takes what the command was started for.
    let standard: (String) -> Void
    /// Takes what there is to say of the work itself: a line a call.
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
  private let treatment: NotebookTreatment
  private let output: Output
  private var failures: [FileSystem.Failure] = []
  private var fixCount = 0
  private var fixedNotebookCount = 0
  /// The files that were changed, as paths without symbolic links.
  private var changedFiles: Set<String> = []

  /// A run that reports the findings that `selection` shows, after it has put the notebooks right where `repair` says so.
  package init(
    _ selection: FindingSelection, as format: CheckReport.Format = .text, repair: Repair? = nil,
    output: Output = .process
  ) {
    treatment = NotebookTreatment(selection: selection, format: format, repair: repair)
    report = CheckReport(selection, as: format)
    self.output = output
  }

  /// Something that an argument leads to.
  private enum Entry: Sendable {
    case notebook(path: String)
    case link(path: String)
    case failure(FileSystem.Failure)
  }

  private typealias Reading = Result<NotebookTreatment.Outcome, FileSystem.Failure>

  /// Goes through all notebooks. Of what cannot be read or written the person is told by `end`; the others are handled all
  /// the same. Where nothing is put right, the report is printed as it comes to be, but for its end.
  ///
  /// - Parameters:
  ///   - paths: Notebooks, and folders of notebooks.
  ///   - threadCount: How many threads read them.
  ///   - fixed: Is told of each fix that was made, or would be.
  ///   - observe: Is shown each notebook while it is in memory, by the thread that reads it.
  package mutating func go(
    through paths: [String], threadCount: Int = Threads.processorCount,
    fixed: (_ path: String, _ title: String) -> Void = { _, _ in },
    observe: @escaping @Sendable (NotebookFile) -> Void = { _ in }
  ) {
    let entries = paths.flatMap(Self.entries)
    OrderedWork.run(on: entries, threadCount: threadCount) { [treatment] entry -> (Entry, Reading?) in
      guard case .notebook(let path) = entry else { return (entry, nil) }
      return (entry, Self.read(path, treatment, observe))
    } deliver: { entry, reading in
      switch entry {
      case .failure(let failure): failures.append(failure)
      case .link(let path):
        output.error(
          "kale-lsp: skipped \(path): it is a symbolic link. Pass it as an argument to include it.")
      case .notebook(let path):
        let isCurrent = changedFiles.isEmpty || !mayHaveChanged(path, reading)
        take(isCurrent ? reading : Self.read(path, treatment, observe), path, fixed)
      }
    }
  }

  private static func entries(of argument: String) -> [Entry] {
    do {
      let listing = try NotebookFile.listing(of: argument)
      return listing.files.map { .notebook(path: $0) } + listing.failures.map { .failure($0) }
        + listing.links.map { .link(path: $0) }
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

  private mutating func write(_ content: [UInt8], to path: String) throws(FileSystem.Failure) {
    try FileSystem.replaceContent(of: path, with: content)
    changedFiles.insert(FileSystem.resolved(path))
  }

  /// How much was put right, or would be.
  package func fixSummary(isDone: Bool) -> String {
    let problems = "\(fixCount) problem\(fixCount == 1 ? "" : "s")"
    let notebooks = "\(fixedNotebookCount) notebook\(fixedNotebookCount == 1 ? "" : "s")"
    return "\(isDone ? "Fixed" : "Would fix") \(problems) in \(notebooks)."
  }

  /// Says what went wrong and ends the command where something did, or where there are errors.
  package func end() throws {
    for failure in failures { output.error("kale-lsp: \(failure)") }
    if !failures.isEmpty { throw ExitStatus.couldNotRun }
    if report.hasErrors { throw ExitStatus.errorsFound }
  }
}
