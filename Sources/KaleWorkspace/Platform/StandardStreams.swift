/// The process's standard error.
package enum StandardError {
  package static func write(_ line: String, terminator: String = "\n") {
    let text = line + terminator
    // A log that cannot be written is no reason to stop.
    try? FileDescriptor.standardError.writeAll(Array(text.utf8))
  }
}

/// The process's standard output, for what is to be seen at once also where no terminal shows it.
package enum StandardOutput {
  package static func write(_ line: String) {
    // A reader that has gone away is no reason to stop.
    try? FileDescriptor.standardOutput.writeAll(Array((line + "\n").utf8))
  }
}
