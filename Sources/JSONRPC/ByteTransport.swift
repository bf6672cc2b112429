/// Two streams of bytes, one from the peer and one to it.
package protocol ByteTransport: Sendable {
  /// Waits for bytes and gives those that have come; empty at the end of the stream. Called by one thread.
  func read() throws -> [UInt8]

  /// Writes all of `bytes`, waiting as long as it takes. Called by one thread at a time.
  func write(_ bytes: [UInt8]) throws
}
