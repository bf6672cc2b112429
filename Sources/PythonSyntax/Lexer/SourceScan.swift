/// Fast looks at the bytes of a source, the only place of the target that uses pointers.
///
/// Every function clamps its range to the source, so that no argument reads outside of it.
enum SourceScan {
  /// The identifier that starts at `start`: where it ends, its hash, and whether all of it is ASCII.
  static func name(
    in source: [UInt8], from start: Int, limit: Int
  ) -> (end: Int, hash: UInt32, isASCII: Bool) {
    source.withUnsafeBytes { bytes in
      let limit = min(limit, bytes.count)
      var end = start
      var bits: UInt8 = 0
      while end < limit, case let byte = bytes[end], isNamePart(byte) {
        bits |= byte
        end &+= 1
      }
      return (end, hash(bytes, start, end), bits < 0x80)
    }
  }

  /// Whether a byte can stand in an identifier. Those beyond ASCII are looked at more closely later.
  @inline(__always) static func isNamePart(_ byte: UInt8) -> Bool {
    if byte >= 0x80 { return true }
    // A bit for each character: digits; letters and the underscore.
    let set: UInt64 = byte < 64 ? 0x03ff_0000_0000_0000 : 0x07ff_fffe_87ff_fffe
    return set >> UInt64(byte & 63) & 1 == 1
  }

  /// The hash of `source[start ..< end]`.
  static func hash(of source: [UInt8]) -> UInt32 { source.withUnsafeBytes { hash($0, 0, $0.count) } }

  /// Most names take two multiplications, whatever their length.
  @inline(__always) private static func hash(
    _ bytes: UnsafeRawBufferPointer, _ start: Int, _ end: Int
  ) -> UInt32 {
    let count = end &- start
    var state = UInt64(truncatingIfNeeded: count) ^ 0x9e37_79b9_7f4a_7c15
    var place = start
    while end &- place > 16 {
      state = mixed(state ^ word(bytes, place), 0xa076_1d64_78bd_642f)
      place &+= 8
    }
    let rest = end &- place
    var low: UInt64 = 0
    var high: UInt64 = 0
    if rest >= 8 {
      low = word(bytes, place)
      high = word(bytes, end &- 8)
    } else if rest >= 4 {
      low = UInt64(halfWord(bytes, place)) << 32 | UInt64(halfWord(bytes, end &- 4))
    } else if rest > 0 {
      low =
        UInt64(bytes[place]) << 16 | UInt64(bytes[place &+ rest >> 1]) << 8 | UInt64(bytes[end &- 1])
    }
    let result = mixed(low ^ state, high ^ 0xe703_7ed1_a0b4_28db)
    return UInt32(truncatingIfNeeded: result ^ result >> 32)
  }

  @inline(__always) private static func mixed(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right)
    return product.high ^ product.low
  }

  @inline(__always) private static func word(_ bytes: UnsafeRawBufferPointer, _ place: Int) -> UInt64 {
    UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
  }

  @inline(__always) private static func halfWord(_ bytes: UnsafeRawBufferPointer, _ place: Int) -> UInt32 {
    UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self))
  }

  /// Whether `left[leftStart...]` and `right[rightStart...]` begin with the same `count` bytes.
  @inline(__always) static func areEqual(
    _ left: [UInt8], _ leftStart: Int, _ right: [UInt8], _ rightStart: Int, count: Int
  ) -> Bool {
    guard leftStart >= 0, rightStart >= 0, count <= left.count &- leftStart,
      count <= right.count &- rightStart
    else { return false }
    return left.withUnsafeBytes { left in
      right.withUnsafeBytes { right in
        var place = 0
        while count &- place >= 8 {
          if word(left, leftStart &+ place) != word(right, rightStart &+ place) { return false }
          place &+= 8
        }
        while place < count {
          if left[leftStart &+ place] != right[rightStart &+ place] { return false }
          place &+= 1
        }
        return true
      }
    }
  }

  /// The first line end from `start` on; the limit where there is none.
  static func lineEnd(in source: [UInt8], from start: Int, limit: Int) -> Int {
    source.withUnsafeBytes { bytes in
      let limit = min(limit, bytes.count)
      var place = start
      while limit &- place >= 8 {
        let word = word(bytes, place)
        let marks = (zeros(word ^ repeated(0x0a)) | zeros(word ^ repeated(0x0d))) & highBits
        if marks != 0 { return place &+ marks.trailingZeroBitCount >> 3 }
        place &+= 8
      }
      while place < limit, !bytes[place].isLineEnd { place &+= 1 }
      return place
    }
  }

  /// The first byte from `start` on that may mean something inside a string: its quote, a backslash, a control character
  /// or a byte beyond ASCII; the limit where there is none.
  static func endOfPlainText(in source: [UInt8], from start: Int, limit: Int, quote: UInt8) -> Int {
    source.withUnsafeBytes { bytes in
      let limit = min(limit, bytes.count)
      let quotes = repeated(quote)
      var place = start
      while limit &- place >= 8 {
        let word = word(bytes, place)
        // A byte below a space borrows from its high bit. Borrows travel upwards only, so the lowest mark is true.
        let controls = (word &- repeated(0x20)) & ~word
        let marks = (word | controls | zeros(word ^ quotes) | zeros(word ^ repeated(0x5c))) & highBits
        if marks != 0 { return place &+ marks.trailingZeroBitCount >> 3 }
        place &+= 8
      }
      while place < limit, case let byte = bytes[place], byte >= 0x20, byte < 0x80, byte != quote,
        byte != "\\"
      { place &+= 1 }
      return place
    }
  }

  /// The first byte from `start` on that is no space; the limit where there is none.
  @inline(__always) static func endOfSpaces(in source: [UInt8], from start: Int, limit: Int) -> Int {
    source.withUnsafeBytes { bytes in
      let limit = min(limit, bytes.count)
      var place = start
      while place < limit, bytes[place] == " " { place &+= 1 }
      return place
    }
  }

  private static let highBits: UInt64 = 0x8080_8080_8080_8080

  @inline(__always) private static func repeated(_ byte: UInt8) -> UInt64 {
    UInt64(byte) &* 0x0101_0101_0101_0101
  }

  /// A word whose lowest high bit is in the first byte of `word` that is zero.
  @inline(__always) private static func zeros(_ word: UInt64) -> UInt64 { (word &- repeated(1)) & ~word }
}
