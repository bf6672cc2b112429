/// Names of the shared code that values may use when code uses them.
struct CarriedUses {
  /// A bit for each name: many steps may run after many others, and each takes over what those before it carry.
  private var words: [UInt64]
  /// Whether values may use any name.
  var isOpen = false

  /// No name out of `count`.
  init(count: Int) { words = Array(repeating: 0, count: (count + 63) / 64) }

  mutating func insert(_ name: Int) { words[name / 64] |= 1 << UInt64(name % 64) }

  mutating func formUnion(_ other: CarriedUses) {
    isOpen = isOpen || other.isOpen
    for index in words.indices { words[index] |= other.words[index] }
  }

  func forEachName(_ body: (Int) -> Void) {
    for (index, word) in words.enumerated() {
      var rest = word
      while rest != 0 {
        body(index * 64 + rest.trailingZeroBitCount)
        rest &= rest - 1
      }
    }
  }
}
