#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

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
    fflush(nil)
    // A log that cannot be written is no reason to stop.
    try? FileDescriptor.standardError.writeAll(Array(text.utf8))
  }
}

/// The process's standard output, for what is to be seen at once also where no terminal shows it.
package enum StandardOutput {
  /// Writes a line. If that fails, the line is lost.
  ///
  /// - Parameters:
  ///   - line: The text of the line.
  ///   - terminator: What follows it.
  package static func write(_ line: String, terminator: String = "\n") {
    fflush(nil)
    // A reader that has gone away is no reason to stop.
    try? FileDescriptor.standardOutput.writeAll(Array((line + terminator).utf8))
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
