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
    var report = CheckReport(selection)
    report.add(self)
    guard isAtFault(report) else { return report }
    StandardError.write(TextWrapping.wrapped(report.text), terminator: "")
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
      StandardError.write(TextWrapping.wrapped(report.text), terminator: "")
      return result
    } catch {
      report.isIncomplete = true
      StandardError.write(TextWrapping.wrapped(report.text), terminator: "")
      throw ExitStatus.stop("\(error)")
    }
  }

  /// Opens the notebook at a path, for a command that takes one.
  ///
  /// - Parameters:
  ///   - path: The path.
  ///   - product: What the command makes of a notebook, at the start of a sentence.
  /// - Returns: The notebook.
  /// - Throws: The status to end the command with if the notebook cannot be read. A folder is not a notebook.
  package static func single(_ path: String, for product: String) throws -> NotebookFile {
    guard FileSystem.kind(of: path) == .folder else { return try opened(path) }
    let example = (try? NotebookFile.listing(of: path))?.files.first
    let advice = example.map { ", for example \($0)" } ?? ""
    throw ExitStatus.stop("\(path) is a folder. \(product) is made of one notebook: name it\(advice)")
  }

  /// Reports on standard error that this is an ordinary notebook.
  ///
  /// - Returns: The status to end a command with that can do nothing with one.
  package func ordinaryNotebookStop() -> ExitCode {
    ExitStatus.stop(NotKaleNotebook(path: path).description)
  }

  /// Opens the notebook at a path.
  ///
  /// - Throws: The status to end the command with if the notebook cannot be read.
  package static func opened(_ path: String) throws -> NotebookFile {
    do {
      return try NotebookFile(path: path)
    } catch {
      throw ExitStatus.stop(error.description)
    }
  }
}

/// Why an ordinary notebook is neither compiled nor run.
private struct NotKaleNotebook: Error, CustomStringConvertible {
  let path: String

  var description: String {
    "\(path) is not a Kale notebook: it has no Kale-specific tags and no Kale configuration"
  }
}
