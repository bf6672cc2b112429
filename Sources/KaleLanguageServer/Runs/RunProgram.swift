import KaleWorkspace

/// The program of a run, which may wait for the next run of its notebook.
final class RunProgram {
  /// Under this number it is announced that the program has written something, or has ended.
  let number: Int
  let reader: ProgramReader
  /// The path of its Python.
  let python: String
  /// The path of the notebook.
  let notebookPath: String
  /// The run that it was started for, whose folder has the program's files.
  private let first: PreparedRun
  /// Whether it has carried out another run before.
  private(set) var isReused = false
  /// A number that is deferred when the program has waited for long enough.
  var expiry: Int?

  init(number: Int, _ reader: ProgramReader, for first: PreparedRun, at notebookPath: String) {
    self.number = number
    self.reader = reader
    self.first = first
    python = first.python
    self.notebookPath = notebookPath
  }

  /// Whether a run is the one that the program was started for.
  func isFirst(_ prepared: PreparedRun) -> Bool { prepared.scratch == first.scratch }

  /// Has it carry out another run.
  func carryOut(_ prepared: PreparedRun) {
    isReused = true
    expiry = nil
    reader.program.send(prepared.program.input)
  }

  func stop() {
    // A program that waits for its lines to be taken could not end.
    reader.discard()
    reader.program.stop()
  }

  /// Removes what it needed, once it has ended.
  func cleanUp() { first.cleanUp() }
}
