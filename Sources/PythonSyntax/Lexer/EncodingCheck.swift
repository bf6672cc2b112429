/// Finds bytes that are no UTF-8.
enum EncodingCheck {
  /// The first byte that cannot be decoded; nil in well-formed text.
  static func firstInvalid(_ bytes: [UInt8]) -> Int? {
    var place = firstBeyondASCII(bytes, from: 0)
    while place < bytes.count {
      let first = bytes[place]
      if first < 0x80 {
        place = firstBeyondASCII(bytes, from: place)
        continue
      }
      let length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2
      guard first >= 0xc2, first <= 0xf4, place + length <= bytes.count else { return place }
      let second = bytes[place + 1]
      let isValidSecond =
        switch first {
        case 0xe0: 0xa0...0xbf ~= second
        case 0xed: 0x80...0x9f ~= second
        case 0xf0: 0x90...0xbf ~= second
        case 0xf4: 0x80...0x8f ~= second
        default: 0x80...0xbf ~= second
        }
      guard isValidSecond, bytes[place..<place + length].dropFirst(2).allSatisfy({ 0x80...0xbf ~= $0 }) else {
        return place
      }
      place += length
    }
    return nil
  }

  /// The first byte from `start` on that is no ASCII, the end where there is none. Nearly all code is ASCII: it is
  /// passed over in blocks that the compiler makes vectors of.
  private static func firstBeyondASCII(_ bytes: [UInt8], from start: Int) -> Int {
    bytes.withUnsafeBufferPointer { bytes in
      var place = start
      while place &+ blockSize <= bytes.count {
        var union: UInt8 = 0
        for offset in 0..<blockSize { union |= bytes[place &+ offset] }
        if union >= 0x80 { break }
        place &+= blockSize
      }
      while place < bytes.count, bytes[place] < 0x80 { place &+= 1 }
      return place
    }
  }

  private static let blockSize = 32
}
