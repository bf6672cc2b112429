/// The identity of a name within one analysis.
typealias NameID = Int32

/// Every distinct identifier of one analysis, as small integers.
///
/// Open addressing over one array; the bytes of all names stand in one buffer.
struct NameTable: Sendable {
  private struct Entry {
    var hash: UInt32
    // As wide as memory is: joined and normalised names may be longer than the text that they come from.
    var start: Int
    var end: Int
  }

  private var entries: [Entry] = []
  private var bytes: [UInt8] = []
  /// The texts of the names of `known`, which all tables share, and of those after them: most are asked for several
  /// times.
  private var knownTexts: [String] = []
  private var texts: [String] = []
  private var slots: [NameID]
  /// Names beyond ASCII: Swift takes canonically equivalent strings for equal, as Python does.
  private var unicodeNames: [String: NameID] = [:]

  /// A table that holds what the analysis looks for only; copies share storage until they change.
  static let known: NameTable = {
    var table = NameTable(slotCount: 1024)
    for name in KnownName.allCases { _ = table.intern(name.spelling) }
    for word in VersionedWords.all { _ = table.intern(word) }
    (table.knownTexts, table.texts) = (table.texts, [])
    return table
  }()

  private init(slotCount: Int) {
    slots = [NameID](repeating: -1, count: slotCount)
  }

  /// The number of names; identities are `0 ..< count`.
  var count: Int { entries.count }

  /// The bytes that all names take.
  var byteCount: Int { bytes.count }

  /// The identity of the name whose bytes are `source[start ..< end]` and whose hash,
  /// that of `SourceScan`, is `hash`.
  mutating func intern(_ source: [UInt8], _ start: Int, _ end: Int, hash: UInt32) -> NameID {
    let mask = slots.count &- 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while true {
      let id = slots[slot]
      if id < 0 { break }
      let entry = entries[Int(id)]
      if entry.hash == hash, matches(entry, source, start, end) { return id }
      slot = (slot &+ 1) & mask
    }
    return add(source[start..<end], hash: hash, slot: slot)
  }

  /// The identity of `name`, whatever way its accents are written.
  mutating func intern(unicode name: String) -> NameID {
    if let known = unicodeNames[name] { return known }
    let id = intern(name)
    unicodeNames[name] = id
    return id
  }

  /// The identity of `name`.
  mutating func intern(_ name: String) -> NameID {
    intern(bytes: Array(name.utf8))
  }

  /// The identity of the dotted name that `parts` spell together.
  mutating func intern(dotted parts: [NameID]) -> NameID {
    if parts.count == 1 { return parts[0] }
    return intern(
      bytes: Array(parts.map { bytes(of: $0) }.joined(separator: CollectionOfOne(UInt8(ascii: ".")))))
  }

  /// The identity of the name whose bytes are `name`.
  mutating func intern(bytes name: [UInt8]) -> NameID {
    intern(name, 0, name.count, hash: SourceScan.hash(of: name))
  }

  /// The text of a name.
  func text(_ id: NameID) -> String {
    guard id >= 0, Int(id) < entries.count else { return "" }
    let place = Int(id) - knownTexts.count
    return place < 0 ? knownTexts[Int(id)] : texts[place]
  }

  private func bytes(of id: NameID) -> ArraySlice<UInt8> {
    guard id >= 0, Int(id) < entries.count else { return [] }
    let entry = entries[Int(id)]
    return bytes[entry.start..<entry.end]
  }

  /// The first byte of a name.
  func firstByte(_ id: NameID) -> UInt8? {
    guard id >= 0, Int(id) < entries.count else { return nil }
    let entry = entries[Int(id)]
    return entry.start < entry.end ? bytes[entry.start] : nil
  }

  @inline(__always) private func matches(_ entry: Entry, _ source: [UInt8], _ start: Int, _ end: Int) -> Bool
  {
    entry.end &- entry.start == end &- start
      && SourceScan.areEqual(bytes, entry.start, source, start, count: end &- start)
  }

  private mutating func add(_ name: ArraySlice<UInt8>, hash: UInt32, slot: Int) -> NameID {
    let id = NameID(entries.count)
    let start = bytes.count
    bytes.append(contentsOf: name)
    entries.append(Entry(hash: hash, start: start, end: bytes.count))
    texts.append(String(decoding: name, as: UTF8.self))
    slots[slot] = id
    if entries.count * 2 > slots.count { grow() }
    return id
  }

  private mutating func grow() {
    slots = [NameID](repeating: -1, count: slots.count * 4)
    let mask = slots.count - 1
    for (id, entry) in entries.enumerated() {
      var slot = Int(truncatingIfNeeded: entry.hash) & mask
      while slots[slot] >= 0 { slot = (slot + 1) & mask }
      slots[slot] = NameID(id)
    }
  }
}
