import ArgumentParser
import KaleRules
import KaleWorkspace
import SourceText

/// The commands `check` and `fix`: what they read, write and end with.
package struct NotebookCheck {
  private let settings: CheckSettings
  private let terminal: Terminal
  private let format: ReportFormat
  private let style: ReportStyle
  /// Whether each fix is a line of the results, as `fix` prints them.
  private let listsFixes: Bool

  /// Creates a check.
  ///
  /// - Parameters:
  ///   - settings: What is read, reported and changed.
  ///   - listsFixes: Whether each fix is a line of the results.
  /// - Throws: The status to exit with, if the settings have no form of a report.
  package init(_ settings: CheckSettings, listsFixes: Bool = false) throws {
    self.settings = settings
    self.listsFixes = listsFixes
    let showsDiff = settings.repair?.showsDiff ?? false
    terminal = showsDiff ? .ofErrors : .ofOutput
    format = try settings.report.format(on: terminal)
    style = settings.report.style(on: terminal)
  }

  private var showsDiff: Bool { settings.repair?.showsDiff ?? false }
  private var verbosity: ReportSettings.Verbosity { settings.report.verbosity }

  /// The name by which standard input is an argument.
  package static let standardInput = "-"

  /// Checks notebooks once.
  ///
  /// - Parameters:
  ///   - paths: Files and folders, or `-` for a notebook from standard input.
  ///   - inputName: The name of the notebook that standard input has.
  /// - Throws: The status to exit with, ``ExitStatus``.
  package func run(_ paths: [String], inputName: String? = nil) throws {
    // What a file said when it was checked last may not be what it says now.
    settings.command.configurations.forget()
    let file = try settings.report.outputFile.map { try OutputFile($0, besides: paths) }
    let results = Results(to: file, isSilent: verbosity == .silent)
    var run = NotebookRun(settings, as: format, style: style)
    if paths.contains(Self.standardInput) {
      try checkInput(paths, inputName, &run, results)
    } else {
      run.go(through: paths) { path, title in
        if listsFixes, !showsDiff, verbosity == .normal { Self.print("\(path): \(title)\n") }
      }
      try finish(run, results)
    }
    try run.end()
  }

  /// Checks notebooks whenever files change. Ends with the process.
  package func watch(_ paths: [String]) -> Never {
    var watch = FileWatch { Self.watchedFiles(paths, settings) }
    while true {
      if terminal.isPresent { Self.print("\u{1B}[2J\u{1B}[3J\u{1B}[H") }
      // What the status would say, the report says.
      try? run(paths)
      StandardOutput.flush()
      if StandardOutput.isLost { CurrentProcess.exit(ExitStatus.afterOutput(ExitCode.success.rawValue)) }
      StandardError.write("Watching for changes. Press Ctrl-C to stop.")
      watch.waitForChange()
    }
  }

  /// All files that may change what is reported: the notebooks, and what they import and read.
  /// The report's own file is not one of them: it would change with each check.
  private static func watchedFiles(_ paths: [String], _ settings: CheckSettings) -> [String] {
    let files = paths.flatMap { path in
      FileSystem.kind(of: path) == .folder
        ? FileSystem.files(below: path, withEndings: nil, leavingOut: settings.exclusions(for: path)).files
        : [path]
    }
    let output = settings.report.outputFile.map(FileSystem.resolved)
    let others = files.filter { file in
      output.map { FileSystem.name(of: file) != FileSystem.name(of: $0) || FileSystem.resolved(file) != $0 }
        ?? true
    }
    return others + settings.command.configurations.knownFiles.map(\.path)
  }

  /// Lists the notebooks that would be checked.
  ///
  /// - Parameter paths: Files and folders.
  /// - Throws: The status to exit with, ``ExitStatus``.
  package func listFiles(_ paths: [String]) throws {
    var hasFailed = false
    try settings.command.stopIfInvalid(forNotebooksBelow: paths)
    let search = NotebookSearch(paths, leavingOut: settings.exclusions)
    let notebookPaths = search.notebookPaths
    for entry in search.entries {
      switch entry {
      case .file(let path, let isNamed):
        let file = try? NotebookFile.recognized(at: path, readingCodeOf: .noNotebook)
        if let file, isNamed || !file.isForm(ofOneOf: notebookPaths) {
          Self.print(Terminal.pathAtStart(path) + "\n")
        }
      case .failure(let failure):
        StandardError.write("kale-lsp: \(failure)")
        hasFailed = true
      case .link, .specialFile: break
      }
    }
    if hasFailed { throw ExitStatus.couldNotRun }
  }

  private static func print(_ text: String) { StandardOutput.append(text, terminator: "") }

  // MARK: - Standard input

  private func checkInput(
    _ paths: [String], _ name: String?, _ run: inout NotebookRun, _ results: Results
  ) throws {
    guard paths.count == 1 else { throw ExitStatus.stop("`-` cannot be combined with other paths.") }
    let text: SourceText
    do {
      text = SourceText(utf8: try StandardInput.readAll())
    } catch {
      throw ExitStatus.stop(error.description)
    }
    let path = name ?? Self.standardInput
    if let name, settings.exclusions(for: name).leaveOutNamed(FileSystem.absolute(name)) {
      if settings.repair != nil, !showsDiff { Self.print(text.string) }
      return
    }
    try settings.command.stopIfInvalid(forNotebookAt: path)
    let library = NotebookLibrary(configurations: settings.command.configurations)
    guard let file = NotebookFile.recognized(text, at: path, in: library) else {
      throw ExitStatus.stop("standard input is not a notebook.")
    }
    let fixed = run.go(through: file)
    guard settings.repair != nil, !showsDiff else { return try finish(run, results) }
    // The notebook takes the place of the report.
    Self.print(SourceText(utf8: fixed ?? text.utf8).string)
    try reportBeside(run, results)
    if verbosity == .normal { StandardError.write(run.fixSummary(isDone: true)) }
  }

  // MARK: - The end

  private func finish(_ run: NotebookRun, _ results: Results) throws {
    if showsDiff {
      try reportBeside(run, results)
      if verbosity == .normal { StandardError.write(fixes(of: run, isDone: false)) }
      return
    }
    // Programs get the line in any case.
    let tellsFixes =
      settings.repair != nil && verbosity == .normal && (run.fixCount > 0 || !format.isForPeople)
    if tellsFixes, !listsFixes {
      StandardError.write(fixes(of: run, isDone: true))
    }
    let summary = summary(of: run)
    results.write(findings(of: run))
    if format.isForPeople, settings.report.outputFile == nil {
      results.write(summary)
    } else if !summary.isEmpty, settings.report.outputFile != nil || run.report.isEmpty {
      StandardError.write(summary, terminator: "")
    }
    if tellsFixes, listsFixes {
      StandardError.write(fixes(of: run, isDone: true))
    }
    try results.close()
  }

  /// Writes the report where standard output has something else: to its file, or to standard error.
  private func reportBeside(_ run: NotebookRun, _ results: Results) throws {
    if results.areKept {
      results.write(findings(of: run))
      try results.close()
      StandardError.write(summary(of: run), terminator: "")
    } else if verbosity > .silent {
      StandardError.write(findings(of: run) + summary(of: run), terminator: "")
    }
  }

  /// What is left to write of the findings, or their counts.
  private func findings(of run: NotebookRun) -> String {
    settings.report.showsStatistics ? run.report.statistics : run.report.findings
  }

  /// The counts of the report. Where what is shown would solve all problems, that there are none is not so yet.
  private func summary(of run: NotebookRun) -> String {
    let isSolved = showsDiff && !run.report.hasFindings && run.fixCount > 0
    return verbosity == .normal && !isSolved ? run.report.summary : ""
  }

  /// How many problems were fixed, and if asked for, which.
  private func fixes(of run: NotebookRun, isDone: Bool) -> String {
    let summary = run.fixSummary(isDone: isDone)
    guard settings.report.showsFixes, run.fixCount > 0 else { return summary }
    let lists = run.fixes.map { path, titles -> String in
      var counts: [(title: String, count: Int)] = []
      var places: [String: Int] = [:]
      for title in titles {
        if let place = places[title] {
          counts[place].count += 1
        } else {
          places[title] = counts.count
          counts.append((title, 1))
        }
      }
      let lines = counts.map {
        "    \($0.count > 1 ? "\($0.count) × " : "")\(Terminal.printable($0.title))"
      }
      return (["- \(Terminal.printable(path)):"] + lines).joined(separator: "\n")
    }
    return summary.dropLast() + ":\n" + lists.joined(separator: "\n") + "\n"
  }
}

/// Where the results of a check go.
private final class Results {
  private let file: OutputFile?
  private let isSilent: Bool
  private var text = ""

  init(to file: OutputFile?, isSilent: Bool) {
    self.file = file
    self.isSilent = isSilent
  }

  /// Whether they go to a file.
  var areKept: Bool { file != nil }

  func write(_ part: String) {
    if areKept {
      text += part
    } else if !isSilent {
      StandardOutput.append(part, terminator: "")
    }
  }

  func close() throws {
    do throws(FileSystem.Failure) {
      try file?.write(text)
    } catch {
      throw ExitStatus.stop(error.description)
    }
  }
}
