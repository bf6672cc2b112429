import KaleRules
import KaleWorkspace

extension NotebookFile {
  /// Ends the command where the report says so, and says what is wrong; gives what else there is to say.
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

  /// The notebook at a path; ends the command where it cannot be read.
  package static func opened(_ path: String) throws -> NotebookFile {
    do {
      return try NotebookFile(path: path)
    } catch {
      throw ExitStatus.stop(error.description)
    }
  }
}
