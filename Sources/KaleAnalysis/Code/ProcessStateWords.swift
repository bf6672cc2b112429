/// Finds out cheaply whether code may set state of the process.
enum ProcessStateWords {
  private static let hashes = Set(ProcessStateWordTable.words.map { hash($0.utf8) })

  /// Whether code has one of the words.
  static func occur(in source: [UInt8]) -> Bool {
    var hash = seed
    var isWord = false
    for byte in source {
      if byte.isLetterOrDigit || byte == UInt8(ascii: "_") {
        hash = step(hash, byte)
        isWord = true
      } else if isWord {
        if hashes.contains(hash) { return true }
        (hash, isWord) = (seed, false)
      }
    }
    return isWord && hashes.contains(hash)
  }

  private static func hash(_ bytes: some Sequence<UInt8>) -> UInt64 { bytes.reduce(seed, step) }

  private static let seed: UInt64 = 0xcbf2_9ce4_8422_2325

  private static func step(_ hash: UInt64, _ byte: UInt8) -> UInt64 {
    (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
  }
}
