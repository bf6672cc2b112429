/// A pattern for the name of a file or folder: `*`, `?`, `[ab]`, `[!ab]` and `[a-z]` as in a shell.
struct FileNamePattern: Sendable, Hashable {
  private enum Token: Sendable, Hashable {
    case scalar(Unicode.Scalar)
    case any, many
    case set([ClosedRange<Unicode.Scalar>], isNegated: Bool)

    func matches(_ scalar: Unicode.Scalar) -> Bool {
      switch self {
      case .scalar(let own): own == scalar
      case .any, .many: true
      case .set(let ranges, let isNegated): ranges.contains { $0.contains(scalar) } != isNegated
      }
    }
  }

  private let tokens: [Token]
  /// The only name that matches; nil if there may be several.
  let literal: String?

  init(_ text: some StringProtocol) {
    let scalars = Array(text.unicodeScalars)
    var tokens: [Token] = []
    var index = 0
    while index < scalars.count {
      switch scalars[index] {
      case "*": if tokens.last != .many { tokens.append(.many) }
      case "?": tokens.append(.any)
      case "[":
        if let (set, end) = Self.set(in: scalars, from: index + 1) {
          tokens.append(set)
          index = end
        } else {
          tokens.append(.scalar("["))
        }
      case let scalar: tokens.append(.scalar(scalar))
      }
      index += 1
    }
    self.tokens = tokens
    var name = String.UnicodeScalarView()
    for case .scalar(let scalar) in tokens { name.append(scalar) }
    literal = name.count == tokens.count ? String(name) : nil
  }

  /// Reads a set up to its closing bracket; nil without one. A bracket in front belongs to the set.
  private static func set(in scalars: [Unicode.Scalar], from start: Int) -> (Token, end: Int)? {
    var index = start
    let isNegated = index < scalars.count && scalars[index] == "!"
    if isNegated { index += 1 }
    let first = index
    var ranges: [ClosedRange<Unicode.Scalar>] = []
    while index < scalars.count, index == first || scalars[index] != "]" {
      let low = scalars[index]
      if index + 2 < scalars.count, scalars[index + 1] == "-", scalars[index + 2] != "]" {
        // A range that runs backwards matches nothing.
        if low <= scalars[index + 2] { ranges.append(low...scalars[index + 2]) }
        index += 3
      } else {
        ranges.append(low...low)
        index += 1
      }
    }
    return index < scalars.count ? (.set(ranges, isNegated: isNegated), index) : nil
  }

  /// Whether a name matches. Only the last `*` is ever tried again, so the time is the product of both lengths at most.
  func matches(_ name: String) -> Bool {
    let scalars = Array(name.unicodeScalars)
    var (token, index) = (0, 0)
    var retry: (token: Int, index: Int)?
    while index < scalars.count {
      if token < tokens.count, tokens[token] == .many {
        token += 1
        retry = (token, index)
      } else if token < tokens.count, tokens[token].matches(scalars[index]) {
        (token, index) = (token + 1, index + 1)
      } else if let last = retry {
        retry = (last.token, last.index + 1)
        (token, index) = (last.token, last.index + 1)
      } else {
        return false
      }
    }
    return tokens[token...].allSatisfy { $0 == .many }
  }
}
