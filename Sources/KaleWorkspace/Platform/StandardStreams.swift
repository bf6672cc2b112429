/// The process's standard error.
package enum StandardError {
  /// Writes a line. If that fails, the line is lost.
  ///
  /// - Parameters:
  ///   - line: The text of the line.
  ///   - terminator: What follows it.
  package static func write(_ line: String, terminator: String = "\n") {
    let text = line + terminator
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
    // A reader that has gone away is no reason to stop.
    try? FileDescriptor.standardOutput.writeAll(Array((line + terminator).utf8))
  }
}
