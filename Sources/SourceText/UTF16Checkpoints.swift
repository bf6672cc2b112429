/// UTF-16 offsets of places at even distances in a text, so that a column far along a line is found without a walk
/// from the line's start.
struct UTF16Checkpoints: Sendable {
  /// So many bytes are walked at most from one checkpoint to the next.
  static let spacing = 1024

  /// The start of a character.
  struct Checkpoint: Sendable {
    /// In bytes.
    var offset: Int
    /// UTF-16 code units of the text before it.
    var units: Int
  }

  /// The one at index i stands at the first character that starts at or after byte i × `spacing`.
  private var checkpoints: [Checkpoint] = []

  init(bytes: [UInt8]) {
    checkpoints.reserveCapacity(bytes.count / Self.spacing + 1)
    bytes.withUnsafeBufferPointer { buffer in
      var offset = 0
      var units = 0
      while offset < buffer.count {
        if offset >= checkpoints.count * Self.spacing {
          checkpoints.append(Checkpoint(offset: offset, units: units))
        }
        let length = buffer.characterLength(at: offset, limit: buffer.count)
        units += length == 4 ? 2 : 1
        offset += length
      }
    }
  }

  /// The last checkpoint that is not after the character that starts at `offset`.
  func last(notAfter offset: Int) -> Checkpoint {
    let index = min(offset / Self.spacing, checkpoints.count - 1)
    guard checkpoints.indices.contains(index) else { return Checkpoint(offset: 0, units: 0) }
    return checkpoints[index].offset <= offset || index == 0 ? checkpoints[index] : checkpoints[index - 1]
  }

  /// The last checkpoint that has at most `units` code units before it.
  func last(withUnitsUpTo units: Int) -> Checkpoint {
    var low = 0
    var high = checkpoints.count
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if checkpoints[middle].units <= units { low = middle } else { high = middle }
    }
    return checkpoints.indices.contains(low) ? checkpoints[low] : Checkpoint(offset: 0, units: 0)
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Bytes of the character at `offset`, 1 for a byte that starts none.
  func characterLength(at offset: Int, limit: Int) -> Int {
    let expected: Int
    switch self[offset] {
    case 0xC2...0xDF: expected = 2
    case 0xE0...0xEF: expected = 3
    case 0xF0...0xF4: expected = 4
    default: return 1
    }
    guard offset + expected <= limit else { return 1 }
    for index in offset + 1..<offset + expected where self[index] & 0xC0 != 0x80 { return 1 }
    return expected
  }
}
