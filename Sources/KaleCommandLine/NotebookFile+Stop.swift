import KaleRules
import KaleWorkspace

extension NotebookFile {
  /// Checks the notebook, and prints the report and ends the command if `isAtFault` is true of it.
  ///
  /// - Returns: The report, not printed yet.
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

  /// Opens the notebook at a path; ends the command if it cannot be read.
  package static func opened(_ path: String) throws -> NotebookFile {
    do {
      return try NotebookFile(path: path)
    } catch {
      throw ExitStatus.stop(error.description)
    }
  }
}
