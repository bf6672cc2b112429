import JSONRPC
import KaleWorkspace

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
