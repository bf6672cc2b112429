import Dispatch
import KaleWorkspace
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite("File descriptors")
struct FileDescriptorTests {
  private struct Pipe {
    let reading: FileDescriptor
    let writing: FileDescriptor

    init(isBlocking: Bool = true) throws {
      var ends: [Int32] = [0, 0]
      try #require(pipe(&ends) == 0)
      if !isBlocking { for end in ends { try #require(fcntl(end, F_SETFL, O_NONBLOCK) == 0) } }
      reading = FileDescriptor(rawValue: ends[0])
      writing = FileDescriptor(rawValue: ends[1])
    }
  }

  @Test("More than a pipe holds goes through whole, waiting or not", arguments: [true, false])
  func largeTransfer(isBlocking: Bool) async throws {
    let pipe = try Pipe(isBlocking: isBlocking)
    let bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    DispatchQueue.global().async {
      try? pipe.writing.writeAll(bytes)
      close(pipe.writing.rawValue)
    }
    var received: [UInt8] = []
    while true {
      let chunk = try pipe.reading.read(upTo: 1 << 16)
      if chunk.isEmpty { break }
      received += chunk
    }
    #expect(received == bytes)
    close(pipe.reading.rawValue)
  }

  @Test("A pipe that no one reads is an error, not the end of the process")
  func brokenPipe() throws {
    FileDescriptor.ignoreBrokenPipeSignal()
    let pipe = try Pipe()
    close(pipe.reading.rawValue)
    let failure = #expect(throws: FileDescriptor.Failure.self) { try pipe.writing.writeAll([1]) }
    #expect(failure?.code == EPIPE)
    close(pipe.writing.rawValue)
  }

  @Test("A descriptor that is not open is an error")
  func closedDescriptor() {
    #expect(throws: FileDescriptor.Failure.self) { try FileDescriptor(rawValue: -1).read(upTo: 1) }
  }
}
