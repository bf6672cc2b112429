/// A Bloom filter of 64 bits, which shows for most names that they are not in a set.
struct NameFilter: Sendable {
  private(set) var bits: UInt64 = 0

  /// A filter that lets some names through.
  init(_ names: some Sequence<String>) {
    for name in names { bits |= Self.bits(of: name) }
  }

  /// Whether the one name of another filter may be in the set.
  func mayContain(_ name: NameFilter) -> Bool { bits & name.bits == name.bits }

  /// Two bits for a name, of its FNV-1a hash.
  private static func bits(of name: String) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return 1 << (hash >> 58) | 1 << ((hash >> 52) & 63)
  }
}
