import NotebookModel
import PythonSyntax

/// A comment that lists the packages that a cell's code needs: `# requirements: pandas==2.2.3, scikit-learn>=1.5`.
///
/// It is on a line of its own. In a step's cell it applies to the step, in a shared cell to all steps.
package struct RequirementComment: Sendable, Hashable {
  /// One entry of the comment, which commas separate.
  package struct Entry: Sendable, Hashable {
    /// The entry without surrounding white space.
    package let text: String
    /// Where it is in the cell's source.
    package let range: Range<Int>
    /// nil if the text is not a requirement.
    package let requirement: Requirement?
  }

  /// The entries of the comment, in order.
  package let entries: [Entry]

  private static let word = Array("requirements:".utf8)

  /// The comments of this kind in some code.
  static func all(in source: [UInt8]) -> [RequirementComment] {
    // Hardly any cell has one, and to find its comments costs as much as to read it.
    guard mentionsRequirements(source) else { return [] }
    return PythonComments.ranges(in: source).compactMap { RequirementComment(source, comment: $0) }
  }

  private init?(_ source: [UInt8], comment: Range<Int>) {
    let start = source[..<comment.lowerBound].lastIndex(where: \.isLineBreak).map { $0 + 1 } ?? 0
    guard source[start..<comment.lowerBound].allSatisfy(\.isBlank) else { return nil }
    let text = source[comment].drop { $0 == UInt8(ascii: "#") }.drop(while: \.isBlank)
    guard text.starts(with: Self.word) else { return nil }
    entries = Self.parts(of: text.dropFirst(Self.word.count)).map { part in
      let text = String(decoding: part, as: UTF8.self)
      return Entry(text: text, range: part.indices, requirement: Requirement(text))
    }
  }

  /// The text between commas, without the space around it. A comma in brackets, or before another condition on the
  /// version, is part of a requirement.
  private static func parts(of text: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    var parts: [ArraySlice<UInt8>] = []
    var start = text.startIndex
    var depth = 0
    for index in text.indices {
      switch text[index] {
      case UInt8(ascii: "["), UInt8(ascii: "("): depth += 1
      case UInt8(ascii: "]"), UInt8(ascii: ")"): depth = max(0, depth - 1)
      case UInt8(ascii: ",") where depth == 0 && !isFollowedByCondition(text[(index + 1)...]):
        parts.append(text[start..<index])
        start = index + 1
      default: break
      }
    }
    parts.append(text[start...])
    return parts.map(trimmed).filter { !$0.isEmpty }
  }

  private static func isFollowedByCondition(_ text: ArraySlice<UInt8>) -> Bool {
    text.first { !$0.isBlank }.map("<>=!~".utf8.contains) ?? false
  }

  private static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let front = text.firstIndex { !$0.isBlank } ?? text.endIndex
    let back = text.lastIndex { !$0.isBlank }.map { $0 + 1 } ?? front
    return text[front..<back]
  }

  private static func mentionsRequirements(_ source: [UInt8]) -> Bool {
    guard source.count >= word.count else { return false }
    return (0...source.count - word.count).contains { start in
      source[start] == word[0] && source[start..<start + word.count].elementsEqual(word)
    }
  }
}

extension UInt8 {
  fileprivate var isBlank: Bool {
    self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") || self == UInt8(ascii: "\u{c}")
  }
  fileprivate var isLineBreak: Bool { self == UInt8(ascii: "\n") || self == UInt8(ascii: "\r") }
}
