/// Finds words in code that show that it may be about values of a kind that some rule looks for.
///
/// Most cells have none, and then nobody reads what they do with values.
struct ValueWords {
  /// Whether the code may create a value that Kale's runtime cannot pass as it is.
  private(set) var mayCreate = false
  /// Whether the code may create an array of a class of its own.
  private(set) var mayCreateArrayClass = false
  /// Whether the code may use a value in a way that works only with the original object.
  private(set) var mayDepend = false
  /// Whether the code asks whether a value is another object than `None` and the like.
  private(set) var mayCompareIdentity = false
  /// Whether `is` or `is not` stands before the next word.
  private var isBehindIs = false

  init(in source: [UInt8]) {
    var hash = Self.basis
    var isInWord = false
    // The byte before the word, and the word's first.
    var (opening, first): (UInt8, UInt8) = (0, 0)
    for byte in source {
      if Self.isPartOfWord(byte) {
        hash = (hash ^ UInt64(byte)) &* Self.prime
        if !isInWord { (isInWord, first) = (true, byte) }
        continue
      }
      if isInWord {
        note(hash)
        if Self.isKey(opening, byte), first > UInt8(ascii: "9") { mayDepend = true }
        (hash, isInWord) = (Self.basis, false)
      }
      opening = byte
    }
    if isInWord { note(hash) }
  }

  private mutating func note(_ hash: UInt64) {
    if isBehindIs, !Self.constants.contains(hash) { mayCompareIdentity = true }
    isBehindIs = hash == Self.identity || isBehindIs && hash == Self.negation
    guard Self.filter & (1 << (hash >> 58)) != 0, Self.secondFilter & (1 << ((hash >> 52) & 63)) != 0 else {
      return
    }
    if Self.creating.contains(hash) { mayCreate = true }
    if Self.depending.contains(hash) { mayDepend = true }
    if Self.arrayClasses.contains(hash) { (mayCreate, mayCreateArrayClass) = (true, true) }
  }

  /// Whether a word between two bytes is a subscript or begins one, or is the first element of a set: `counts[name]`,
  /// `sales[Key(2025)]`, `{low, high}`.
  private static func isKey(_ opening: UInt8, _ closing: UInt8) -> Bool {
    opening == UInt8(ascii: "[") && (closing == UInt8(ascii: "]") || closing == UInt8(ascii: "("))
      || opening == UInt8(ascii: "{") && closing == UInt8(ascii: ",")
  }

  private static func isPartOfWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
      true
    default: byte >= 0x80
    }
  }

  // MARK: Hashes, FNV-1a

  private static let basis: UInt64 = 0xcbf2_9ce4_8422_2325
  private static let prime: UInt64 = 0x100_0000_01b3

  private static func hash(_ word: String) -> UInt64 {
    word.utf8.reduce(basis) { ($0 ^ UInt64($1)) &* prime }
  }

  private static let identity = hash("is")
  private static let negation = hash("not")
  private static let constants = Set(["Ellipsis", "False", "None", "True", "not"].map(hash))
  private static let creating = Set(ValueWordTable.creating.map(hash))
  private static let depending = Set(ValueWordTable.depending.map(hash))
  private static let arrayClasses = Set(ValueWordTable.arrayClasses.map(hash))
  private static let all = creating.union(depending).union(arrayClasses)
  private static let filter = all.reduce(UInt64(0)) { $0 | 1 << ($1 >> 58) }
  private static let secondFilter = all.reduce(UInt64(0)) { $0 | 1 << (($1 >> 52) & 63) }
}
