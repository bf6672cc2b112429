/// Two streams of bytes, one from the peer and one to it.
package protocol ByteTransport: Sendable {
  /// Waits for bytes and gives those that have come; empty at the end of the stream. Called by one thread.
  func read() throws -> [UInt8]

  /// Writes all of `bytes`, waiting as long as it takes. Called by one thread at a time.
  func write(_ bytes: [UInt8]) throws
}

/// A transport over two file descriptors, which stay open when it goes.
package struct FileDescriptorTransport: ByteTransport {
  /// As many bytes as a pipe holds on Linux.
  private static let chunkLength = 1 << 16

  private let input: FileDescriptor
  private let output: FileDescriptor

  /// A transport that reads `input` and writes `output`.
  package init(input: FileDescriptor, output: FileDescriptor) {
    self.input = input
    self.output = output
  }

  /// The process's standard input and output. From now on a peer that goes away is an error of `write` and no
  /// longer the end of the process.
  package static func standardStreams() -> FileDescriptorTransport {
    FileDescriptor.ignoreBrokenPipeSignal()
    return FileDescriptorTransport(input: .standardInput, output: .standardOutput)
  }

  package func read() throws -> [UInt8] { try input.read(upTo: Self.chunkLength) }

  package func write(_ bytes: [UInt8]) throws { try output.writeAll(bytes) }
}
