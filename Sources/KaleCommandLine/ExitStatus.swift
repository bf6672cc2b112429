import ArgumentParser
import KaleWorkspace

/// The statuses the program ends with; others script against them.
package enum ExitStatus {
  /// A notebook has errors.
  package static let errorsFound = ExitCode(1)
  /// The command could not do its work.
  package static let couldNotRun = ExitCode(2)

  /// Says why the command cannot do its work, and ends it.
  package static func stop(_ message: String) -> ExitCode {
    StandardError.write("kale-lsp: \(message)")
    return couldNotRun
  }
}
