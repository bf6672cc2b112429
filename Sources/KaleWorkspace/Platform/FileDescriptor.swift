#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// An open file, pipe or socket: read and written a piece at a time.
package struct FileDescriptor: Sendable {
  /// The number that the operating system knows it by.
  package let rawValue: Int32

  /// The descriptor with this number.
  package init(rawValue: Int32) { self.rawValue = rawValue }

  /// The process's standard input.
  package static let standardInput = FileDescriptor(rawValue: 0)
  /// The process's standard output.
  package static let standardOutput = FileDescriptor(rawValue: 1)
  /// The process's standard error.
  static let standardError = FileDescriptor(rawValue: 2)

  /// A call that the operating system refused.
  package struct Failure: Error, Sendable, Hashable, CustomStringConvertible {
    /// The `errno` of the call.
    package let code: Int32

    package var description: String { String(cString: strerror(code)) }

    /// Whether nobody reads any more what is written.
    var isBrokenPipe: Bool { code == EPIPE }
  }

  /// Keeps a write to a pipe that no one reads from ending the process; it fails with EPIPE instead.
  package static func ignoreBrokenPipeSignal() { _ = signal(SIGPIPE, SIG_IGN) }

  /// Waits until there are bytes and reads them.
  ///
  /// - Parameter limit: How many bytes are read at most.
  /// - Returns: The bytes; empty at the end of the file.
  /// - Throws: Why the operating system refused.
  package func read(upTo limit: Int) throws(Failure) -> [UInt8] {
    while true {
      var code: Int32 = 0
      let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
        let result = systemRead(rawValue, buffer.baseAddress, limit)
        code = result < 0 ? errno : 0
        count = max(result, 0)
      }
      if code == 0 { return bytes }
      try recover(from: code, waitingFor: POLLIN)
    }
  }

  /// Writes bytes, in as many calls as it takes.
  ///
  /// - Parameter bytes: The bytes, all of which are written.
  /// - Throws: Why the operating system refused. A part of the bytes may have been written.
  package func writeAll(_ bytes: [UInt8]) throws(Failure) {
    var written = 0
    while written < bytes.count {
      let (result, code) = bytes.withUnsafeBytes { buffer in
        let result = systemWrite(rawValue, buffer.baseAddress?.advanced(by: written), bytes.count - written)
        return (result, result < 0 ? errno : 0)
      }
      if result >= 0 {
        written += result
      } else {
        try recover(from: code, waitingFor: POLLOUT)
      }
    }
  }

  /// After a call that failed with `code`: returns where the call has to be made again, now or after waiting.
  /// Node and others share pipes that do not block.
  private func recover(from code: Int32, waitingFor event: some BinaryInteger) throws(Failure) {
    switch code {
    case EINTR: return
    case EAGAIN, EWOULDBLOCK:
      var request = pollfd(fd: rawValue, events: Int16(truncatingIfNeeded: event), revents: 0)
      _ = poll(&request, 1, -1)
    default: throw Failure(code: code)
    }
  }
}

// Inside the type the names `read` and `write` are its own.
private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  read(descriptor, buffer, count)
}

private func systemWrite(_ descriptor: Int32, _ buffer: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, buffer, count)
}
