/// Two streams of bytes, one from the peer and one to it.
package protocol ByteTransport: Sendable {
  /// Waits for bytes from the peer. Called by one thread.
  ///
  /// - Returns: The bytes that have arrived; empty at the end of the stream.
  /// - Throws: Why the stream is broken. It is not read again.
  func read() throws -> [UInt8]

  /// Writes to the peer, waiting as long as it takes. Called by one thread at a time.
  ///
  /// - Parameter bytes: The bytes, all of which are written.
  /// - Throws: Why the stream is broken.
  func write(_ bytes: [UInt8]) throws
}
