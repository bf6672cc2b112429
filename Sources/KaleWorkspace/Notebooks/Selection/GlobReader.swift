/// Reads a glob into the steps of its automaton, with git's rules for what is odd.
struct GlobReader {
  private let pattern: [UInt8]
  private let isPath: Bool
  private var position = 0
  private var steps: [GlobPattern.Step] = []

  /// Returns the steps of a pattern; nil for one that git finds malformed, and that accepts nothing.
  static func steps(of pattern: ArraySlice<UInt8>, isPath: Bool) -> [GlobPattern.Step]? {
    var reader = GlobReader(pattern: Array(pattern), isPath: isPath)
    return reader.read() ? reader.steps : nil
  }

  private init(pattern: [UInt8], isPath: Bool) {
    self.pattern = pattern
    self.isPath = isPath
  }

  private func byte(at position: Int) -> UInt8? { position < pattern.count ? pattern[position] : nil }

  private mutating func read() -> Bool {
    while let byte = byte(at: position) {
      position += 1
      switch byte {
      case UInt8(ascii: "*"): readStars()
      case UInt8(ascii: "?"): steps.append(.any)
      case UInt8(ascii: "["):
        guard let set = readSet() else { return false }
        steps.append(.oneOf(set))
      case UInt8(ascii: "\\"):
        guard let escaped = self.byte(at: position) else { return false }
        position += 1
        steps.append(.byte(escaped))
      default: steps.append(.byte(byte))
      }
    }
    return true
  }

  // MARK: - Stars

  private mutating func readStars() {
    let first = position - 1
    while byte(at: position) == UInt8(ascii: "*") { position += 1 }
    guard isPath else { return steps.append(.everything) }
    let isAlone = isBoundary(first) && (byte(at: position) == nil || isSlash(at: position))
    guard position - first > 1, isAlone else { return steps.append(.star) }
    guard byte(at: position) == UInt8(ascii: "/") else { return steps.append(.everything) }
    position += 1
    steps += [.optionalFolders, .folders]
  }

  /// Whether a star is the first of a part of the path. git compares what precedes the first special character by itself,
  /// and takes what follows for a pattern of its own.
  private func isBoundary(_ star: Int) -> Bool {
    guard star > 0, let previous = byte(at: star - 1) else { return true }
    if previous == UInt8(ascii: "/") { return true }
    return !pattern[..<star].contains { Self.special.contains($0) }
  }

  private func isSlash(at position: Int) -> Bool {
    byte(at: position) == UInt8(ascii: "/")
      || byte(at: position) == UInt8(ascii: "\\") && byte(at: position + 1) == UInt8(ascii: "/")
  }

  private static let special = Set("*?[\\".utf8)

  // MARK: - Bracket expressions

  /// Reads what follows `[`; nil if the expression does not end.
  private mutating func readSet() -> Set<UInt8>? {
    var set: Set<UInt8> = []
    let isNegated = [UInt8(ascii: "!"), UInt8(ascii: "^")].contains(byte(at: position))
    if isNegated { position += 1 }
    var previous: UInt8?
    repeat {
      guard let byte = byte(at: position) else { return nil }
      position += 1
      switch byte {
      case UInt8(ascii: "-"):
        guard let low = previous, let end = self.byte(at: position), end != UInt8(ascii: "]") else {
          set.insert(byte)
          previous = byte
          break
        }
        guard let high = readEscaped() else { return nil }
        if low <= high { set.formUnion(low...high) }
        previous = nil
      case UInt8(ascii: "[") where self.byte(at: position) == UInt8(ascii: ":"):
        switch readClass() {
        case .members(let members):
          set.formUnion(members)
          previous = nil
        case .noClass:
          set.insert(byte)
          previous = byte
        case .malformed: return nil
        }
      default:
        position -= 1
        guard let member = readEscaped() else { return nil }
        set.insert(member)
        previous = member
      }
    } while byte(at: position) != UInt8(ascii: "]")
    position += 1
    if isNegated { set = Set(0...UInt8.max).subtracting(set) }
    // A name has no slash, and in a path a slash stands for itself only.
    return set.subtracting([UInt8(ascii: "/")])
  }

  private mutating func readEscaped() -> UInt8? {
    guard let byte = byte(at: position) else { return nil }
    position += 1
    guard byte == UInt8(ascii: "\\") else { return byte }
    defer { position += 1 }
    return self.byte(at: position)
  }

  private enum ClassReading {
    case members(Set<UInt8>)
    /// The bracket stands for itself.
    case noClass
    case malformed
  }

  /// Reads what follows the bracket of `[:alpha:]`.
  private mutating func readClass() -> ClassReading {
    let start = position + 1
    guard let end = pattern[min(start, pattern.count)...].firstIndex(of: UInt8(ascii: "]")) else {
      return .malformed
    }
    guard end - 1 >= start, pattern[end - 1] == UInt8(ascii: ":") else { return .noClass }
    let name = String(decoding: pattern[start..<end - 1], as: UTF8.self)
    guard let members = Self.classes[name] else { return .malformed }
    position = end + 1
    return .members(members)
  }

  /// The members of each class, as the C library has them for ASCII.
  private static let classes: [String: Set<UInt8>] = {
    let upper = Set(UInt8(ascii: "A")...UInt8(ascii: "Z"))
    let lower = Set(UInt8(ascii: "a")...UInt8(ascii: "z"))
    let digit = Set(UInt8(ascii: "0")...UInt8(ascii: "9"))
    let graph = Set<UInt8>(0x21...0x7E)
    let alnum = upper.union(lower).union(digit)
    return [
      "alnum": alnum, "alpha": upper.union(lower), "blank": Set(" \t".utf8),
      "cntrl": Set<UInt8>(0...0x1F).union([0x7F]), "digit": digit, "graph": graph, "lower": lower,
      "print": graph.union([0x20]), "punct": graph.subtracting(alnum),
      "space": Set(" \t\n\r".utf8).union([0x0B, 0x0C]), "upper": upper,
      "xdigit": digit.union("abcdefABCDEF".utf8),
    ]
  }()
}
