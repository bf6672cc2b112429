import NotebookModel
import Synchronization

/// The state of a notebook's variables where its last edits were, kept from one snapshot to the next: what runs before an
/// edit is not read again.
final class StateCheckpoints: Sendable {
  /// What is known at one place of the code.
  private struct Checkpoint: Sendable {
    /// How many parts of the code have been read.
    let place: Int
    let known: StateWorld.Snapshot
  }

  /// The snapshot that was read last, and the checkpoints in it, those made last at the end.
  private struct History: Sendable {
    var reading = StateReading(unitCount: 0, keepsOperations: true)
    var checkpoints: [Checkpoint] = []
  }

  private let history = Mutex(History())

  /// The largest number of checkpoints; each takes about as much memory as the notebook's variables and effects.
  private static let mostCheckpoints = 4

  /// Reads the code of a snapshot, from the last checkpoint before what has changed since the one that was read last.
  ///
  /// - Parameter reading: The code.
  /// - Returns: What it does to state.
  func world(after reading: StateReading) -> StateWorld {
    let (checkpoint, change) = start(of: reading)
    let world = StateWorld(before: reading)
    if let checkpoint { world.resume(checkpoint.known) }
    var new: Checkpoint?
    for (place, step) in reading.steps.enumerated().dropFirst(checkpoint?.place ?? 0) {
      if place == change, place != checkpoint?.place {
        new = Checkpoint(place: place, known: world.snapshot)
      }
      world.read(step)
    }
    note(reading, new)
    return world
  }

  /// Returns the checkpoint to start from, nil if there is none, and the first part that differs from the code that was
  /// read last, nil if that is the very first part.
  private func start(of reading: StateReading) -> (checkpoint: Checkpoint?, change: Int?) {
    history.withLock { history in
      let change = history.reading.commonStart(with: reading)
      let usable = history.checkpoints.filter { $0.place <= change }
      return (usable.max { $0.place < $1.place }, change > 0 ? change : nil)
    }
  }

  /// Remembers what was read, and of the checkpoints those that still hold.
  private func note(_ reading: StateReading, _ new: Checkpoint?) {
    history.withLock { history in
      let common = history.reading.commonStart(with: reading)
      history.checkpoints.removeAll { $0.place > common }
      if let new { history.checkpoints.append(new) }
      if history.checkpoints.count > Self.mostCheckpoints { history.checkpoints.removeFirst() }
      history.reading = reading
    }
  }
}
