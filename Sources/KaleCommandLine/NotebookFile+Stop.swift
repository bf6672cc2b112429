import ArgumentParser
import KaleAnalysis
import KaleRules
import KaleWorkspace

extension NotebookFile {
  /// Checks the notebook, and prints the report and ends the command if the notebook cannot be used.
  ///
  /// - Parameters:
  ///   - selection: The findings to report.
  ///   - isAtFault: Returns whether the report keeps the command from using the notebook.
  /// - Returns: The report, not printed yet.
  /// - Throws: The status to exit with, `ExitStatus.errorsFound`.
  @discardableResult
  package func stop(
    _ selection: FindingSelection, where isAtFault: (CheckReport) -> Bool
  ) throws -> CheckReport {
    var report = CheckReport.onStandardError(selection)
    report.add(self)
    guard isAtFault(report) else { return report }
    report.writeToStandardError()
    throw ExitStatus.errorsFound
  }

  /// Checks the notebook, does what needs a Kale notebook without errors, and prints the findings.
  ///
  /// - Parameters:
  ///   - selection: Which findings count.
  ///   - work: What is done with the notebook.
  /// - Returns: What `work` returns.
  /// - Throws: The status to end the command with.
  package func check<Result>(
    _ selection: FindingSelection, then work: () throws -> Result
  ) throws -> Result {
    var report = try stop(selection) { $0.stopsCompiling }
    do {
      guard analysis.isKaleNotebook else { throw NotKaleNotebook(path: path) }
      let result = try work()
      report.writeToStandardError()
      return result
    } catch {
      report.isIncomplete = true
      report.writeToStandardError()
      throw ExitStatus.stop("\(error)")
    }
  }
}

extension NotebookFile {
  /// Reports on standard error that this is an ordinary notebook.
  ///
  /// - Returns: The status to end a command with that can do nothing with one.
  package func ordinaryNotebookStop() -> ExitCode {
    ExitStatus.stop(NotKaleNotebook(path: path).description)
  }
}

extension CheckReport {
  /// A report that standard error shows: in full on a terminal, else a line for each finding.
  fileprivate static func onStandardError(_ selection: FindingSelection) -> CheckReport {
    let terminal = Terminal.ofErrors
    var style = ReportStyle(terminal)
    style.tellsFixes = false
    return CheckReport(selection, as: terminal.isPresent ? .full : .concise, style: style)
  }

  fileprivate func writeToStandardError() {
    let text = Terminal.ofErrors.isPresent ? text : TextWrapping.wrapped(text)
    StandardError.write(text, terminator: "")
  }
}

/// Why an ordinary notebook is neither compiled nor run.
struct NotKaleNotebook: Error, CustomStringConvertible {
  let path: String

  var description: String {
    "\(path) is not a Kale notebook: no cell has a Kale tag. Run `kale-lsp init \(ShellWord.path(path))` to make it a pipeline."
  }
}

/// Why a file is neither compiled nor run.
struct NotNotebook: Error, CustomStringConvertible {
  let path: String

  var description: String {
    let reason =
      switch FileSystem.ending(of: FileSystem.name(of: path)) {
      case "py": ": it has no `# %%` cells and no jupytext header"
      case "md", "markdown": ": it has no header of jupytext or MyST"
      default: ""
      }
    return "\(path) is not a notebook\(reason)."
  }
}
