import Dispatch
import JSONRPC
import JSONSyntax
import Synchronization

/// A transport whose bytes the test puts in and takes out.
final class ScriptedTransport: ByteTransport {
  private let chunks = Mutex<[[UInt8]]>([])
  private let available = DispatchSemaphore(value: 0)
  private let written = Mutex<[UInt8]>([])
  private let isBroken: Bool

  init(isBroken: Bool = false) {
    self.isBroken = isBroken
  }

  struct Broken: Error {}

  func read() throws -> [UInt8] {
    available.wait()
    return chunks.withLock { $0.isEmpty ? [] : $0.removeFirst() }
  }

  func write(_ bytes: [UInt8]) throws {
    if isBroken { throw Broken() }
    written.withLock { $0 += bytes }
  }

  func feed(_ bytes: [UInt8]) {
    chunks.withLock { $0.append(bytes) }
    available.signal()
  }

  func feed(_ bodies: String...) {
    feed(bodies.flatMap { Array("Content-Length: \($0.utf8.count)\r\n\r\n\($0)".utf8) })
  }

  /// The input ends after what has been fed.
  func end() { available.signal() }

  /// The bodies of all messages written so far.
  var sent: [String] {
    var framer = MessageFramer()
    return framer.feed(written.withLock { $0 }).compactMap { output in
      guard case .message(let body) = output else { return nil }
      return String(decoding: body, as: UTF8.self)
    }
  }
}
