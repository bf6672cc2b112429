/// Names as small numbers, counted from 0.
struct NumberedNames: Sendable {
  private var numbers: [String: Int] = [:]
  /// For each number its name.
  private(set) var texts: [String] = []

  /// The number of a name, a new one where it has none.
  mutating func number(of name: String) -> Int {
    if let known = numbers[name] { return known }
    numbers[name] = texts.count
    texts.append(name)
    return texts.count - 1
  }

  /// The number of a name; nil where it has none.
  func known(_ name: String) -> Int? { numbers[name] }
}

/// A set of numbers that is cleared at once.
struct Marks: Sendable {
  private var rounds: [Int] = []
  private var round = 1

  mutating func clear() { round += 1 }

  /// Whether the number is new.
  mutating func insert(_ number: Int) -> Bool {
    if number >= rounds.count { rounds += Array(repeating: 0, count: number + 1 - rounds.count) }
    if rounds[number] == round { return false }
    rounds[number] = round
    return true
  }
}

/// A set of small numbers.
struct NumberSet: Sendable {
  private var words: [UInt64] = []

  func contains(_ number: Int) -> Bool {
    let word = number >> 6
    return word < words.count && words[word] & (1 << UInt64(number & 63)) != 0
  }

  mutating func insert(_ number: Int) {
    let word = number >> 6
    if word >= words.count { words += Array(repeating: 0, count: word + 1 - words.count) }
    words[word] |= 1 << UInt64(number & 63)
  }

  func isSubset(of other: NumberSet) -> Bool {
    words.enumerated().allSatisfy { index, word in
      word & ~(index < other.words.count ? other.words[index] : 0) == 0
    }
  }
}
