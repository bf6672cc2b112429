import KaleWorkspace

/// The programs that wait for another run of their notebooks, with the imports that their steps make. They have run no
/// code of a notebook, and one that would import something else now ends by itself.
struct IdlePrograms {
  /// A program takes the memory of the notebook's imports.
  private static let most = 2
  /// How long a program waits in seconds.
  static let patience = 600.0

  /// The one that has waited for longest comes first.
  private var waiting: [RunProgram] = []
  /// Those that were asked to end.
  private var ending: [RunProgram] = []

  /// Adds a program that has carried out a run.
  mutating func add(_ program: RunProgram) {
    waiting.append(program)
    if waiting.count > Self.most, let oldest = waiting.first { end { $0 === oldest } }
  }

  /// Removes a program that can carry out a run, and returns it.
  mutating func take(for prepared: PreparedRun, at path: String) -> RunProgram? {
    guard prepared.keepsProgram,
      let index = waiting.firstIndex(where: { $0.notebookPath == path && $0.python == prepared.python })
    else { return nil }
    return waiting.remove(at: index)
  }

  /// Adds a program that was asked to end.
  mutating func addEnding(_ program: RunProgram) { ending.append(program) }

  /// Ends programs.
  mutating func end(where isUnwanted: (RunProgram) -> Bool) {
    let unwanted = waiting.filter(isUnwanted)
    waiting.removeAll { program in unwanted.contains { $0 === program } }
    for program in unwanted { program.stop() }
    ending += unwanted
  }

  /// Handles what was announced under a number: a program has written something, has ended, or has waited for long enough.
  mutating func handle(_ number: Int) {
    if let program = (waiting + ending).first(where: { $0.number == number }) {
      // What libraries write while nothing runs is not for anyone.
      guard program.reader.take().isOver else { return }
      program.cleanUp()
      waiting.removeAll { $0 === program }
      ending.removeAll { $0 === program }
    } else {
      end { $0.expiry == number }
    }
  }

  /// Ends all and waits until nothing of them is left.
  mutating func endAll() {
    end { _ in true }
    for program in ending {
      program.reader.program.waitUntilEnded(seconds: 6)
      program.cleanUp()
    }
    ending = []
  }
}
