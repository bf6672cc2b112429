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
    var report = CheckReport(selection)
    report.add(self)
    guard isAtFault(report) else { return report }
    StandardError.write(report.text, terminator: "")
    throw ExitStatus.errorsFound
  }

  /// Reads and analyzes a notebook, and ends the command if that is impossible.
  ///
  /// - Parameter path: The path of the notebook.
  /// - Returns: The notebook with its analysis.
  /// - Throws: The status to exit with, `ExitStatus.couldNotRun`.
  package static func opened(_ path: String) throws -> NotebookFile {
    do {
      return try NotebookFile(path: path)
    } catch {
      throw ExitStatus.stop(error.description)
    }
  }
}
