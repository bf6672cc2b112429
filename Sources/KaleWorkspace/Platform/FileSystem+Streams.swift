#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension FileSystem {
  /// Writes a text to a pipe or a device, which is not replaced as a file is.
  ///
  /// - Parameters:
  ///   - text: What is written.
  ///   - path: The path of the pipe or the device.
  /// - Throws: Why it cannot be written. A reader that has gone away is no error.
  package static func writeStream(_ text: String, to path: String) throws(Failure) {
    FileDescriptor.ignoreBrokenPipeSignal()
    let descriptor = openForWriting(path)
    guard descriptor >= 0 else { throw Failure(path: path, action: "written", code: errno) }
    defer { close(descriptor) }
    do {
      try FileDescriptor(rawValue: descriptor).writeAll(Array(text.utf8))
    } catch {
      if !error.isBrokenPipe { throw Failure(path: path, action: "written", code: error.code) }
    }
  }
}

private func openForWriting(_ path: String) -> Int32 { open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY) }
