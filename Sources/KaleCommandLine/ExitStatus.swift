import ArgumentParser
import KaleWorkspace

/// The exit statuses of the program. Scripts rely on them.
package enum ExitStatus {
  /// A notebook has errors.
  package static let errorsFound = ExitCode(1)
  /// The command could not run.
  package static let couldNotRun = ExitCode(2)

  /// Reports why the command cannot run.
  ///
  /// - Parameter message: The reason.
  /// - Returns: The status to exit with.
  package static func stop(_ message: String) -> ExitCode {
    StandardError.write("kale-lsp: \(Terminal.printableLines(message))")
    return couldNotRun
  }

  /// Writes what is left of the output.
  ///
  /// - Parameter status: The status that the command ends with.
  /// - Returns: The status to exit with: another one if output was lost.
  package static func afterOutput(_ status: Int32) -> Int32 {
    StandardOutput.flush()
    guard let failure = StandardOutput.failure else { return status }
    return stop("standard output cannot be written: \(failure)").rawValue
  }
}
