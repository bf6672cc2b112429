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
    StandardError.write("kale-lsp: \(message)")
    return couldNotRun
  }
}
