import Synchronization

/// The process's standard error.
package enum StandardError {
  /// Writes a line. If that fails, the line is lost.
  ///
  /// - Parameters:
  ///   - line: The text of the line.
  ///   - terminator: What follows it.
  package static func write(_ line: String, terminator: String = "\n") {
    let text = line + terminator
    // What was printed before comes first where both streams go to one file.
    StandardOutput.flush()
    // A log that cannot be written is no reason to stop.
    try? FileDescriptor.standardError.writeAll(Array(text.utf8))
  }
}

/// The process's standard output. A write that fails is remembered until the process ends, which then says so.
package enum StandardOutput {
  private struct State {
    /// What has not been written yet.
    var pending: [UInt8] = []
    /// Why the first write that failed did.
    var failure: FileDescriptor.Failure?
  }

  private static let state = Mutex(State())
  /// On a terminal, a person waits for each line.
  private static let isTerminal = FileDescriptor.standardOutput.isTerminal
  /// So much is written at once where no person waits.
  private static let pieceSize = 1 << 16

  /// Writes a line that is to be seen at once, also where no terminal shows it.
  ///
  /// - Parameters:
  ///   - line: The text of the line.
  ///   - terminator: What follows it.
  package static func write(_ line: String, terminator: String = "\n") {
    append(line, terminator: terminator)
    flush()
  }

  /// Writes a text, in larger pieces where no terminal shows it.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - terminator: What follows it.
  package static func append(_ text: String, terminator: String = "\n") {
    state.withLock { state in
      state.pending += text.utf8
      state.pending += terminator.utf8
      if isTerminal || state.pending.count >= pieceSize { write(&state) }
    }
  }

  /// Writes what has not been written yet.
  package static func flush() { state.withLock { write(&$0) } }

  /// Why output was lost; nil if none was, or if its reader has gone away, which is no error.
  package static var failure: FileDescriptor.Failure? {
    state.withLock { $0.failure.flatMap { $0.isBrokenPipe ? nil : $0 } }
  }

  /// Whether output was lost, because it cannot be written or nobody reads it.
  package static var isLost: Bool { state.withLock { $0.failure != nil } }

  private static func write(_ state: inout State) {
    if state.pending.isEmpty { return }
    defer { state.pending.removeAll(keepingCapacity: true) }
    if state.failure != nil { return }
    do {
      try FileDescriptor.standardOutput.writeAll(state.pending)
    } catch {
      state.failure = error
    }
  }
}

/// The process's standard input.
package enum StandardInput {
  /// Reads all that comes.
  ///
  /// - Throws: Why it cannot be read.
  package static func readAll() throws(FileSystem.Failure) -> [UInt8] {
    var bytes: [UInt8] = []
    do {
      while case let piece = try FileDescriptor.standardInput.read(upTo: 1 << 16), !piece.isEmpty {
        bytes += piece
      }
    } catch {
      throw FileSystem.Failure(path: "standard input", action: "read", reason: error.description)
    }
    return bytes
  }
}
