import Dispatch
import Synchronization

/// Reads what a program writes, on a thread of its own.
final class ProgramReader: Sendable {
  let program: any RunningProgram
  private let ending = Mutex(ProgramEnd.unknown)

  init(_ program: any RunningProgram) { self.program = program }

  /// How the program ended; unknown before it has.
  var end: ProgramEnd { ending.withLock { $0 } }

  /// Begins to read. `handle` is called on that thread with each line, and with nil once the program has ended.
  func start(_ handle: @escaping @Sendable ([UInt8]?) -> Void) {
    DispatchQueue(label: "kale-lsp.program-reader").async { [self] in
      let end = program.forEachLine { handle($0) }
      ending.withLock { $0 = end }
      handle(nil)
    }
  }
}
