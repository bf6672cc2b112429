import NotebookModel
import PythonSyntax

/// A comment that suppresses findings: `# kale: ignore[missing-name]`.
///
/// On a line of its own it applies to the cell, code and tags; after code it applies to findings on that line. The brackets
/// contain rules; without them the comment applies to every rule.
package struct IgnoreComment: Sendable, Hashable {
  /// One of the names between the brackets, which commas separate.
  package struct Entry: Sendable, Hashable {
    /// Where it is in the cell's source, without the space around it.
    package let range: Range<Int>
    /// The rule name, code or code prefix, as written.
    package let text: String
  }

  /// What the brackets hold; nil where there are none.
  package let entries: [Entry]?
  /// The comment's own bytes in the cell's source, without other tools' words before it.
  package let range: Range<Int>
  /// The bytes of the line that it holds for; nil where it holds for the cell.
  let line: Range<Int>?

  /// Whether it holds for the whole cell.
  package var holdsForCell: Bool { line == nil }

  /// The comments of this kind in some code.
  static func all(in source: [UInt8]) -> [IgnoreComment] {
    // Hardly any cell has one, and to find its comments costs as much as to read it.
    guard mentionsKale(source) else { return [] }
    return PythonComments.ranges(in: source).compactMap { IgnoreComment(source, comment: $0) }
  }

  private init?(_ source: [UInt8], comment: Range<Int>) {
    var reader = IgnoreCommentReader(source, comment)
    guard reader.skipToList() else { return nil }
    range = reader.start..<comment.upperBound
    entries = reader.readList()
    let isLineEnd = { (byte: UInt8) in byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") }
    let start = source[..<comment.lowerBound].lastIndex(where: isLineEnd).map { $0 + 1 } ?? 0
    let isAlone = source[start..<comment.lowerBound].allSatisfy { " \t\u{c}".utf8.contains($0) }
    line = isAlone ? nil : start..<comment.upperBound
  }

  private static func mentionsKale(_ source: [UInt8]) -> Bool {
    let word = IgnoreCommentReader.word
    guard source.count >= word.count else { return false }
    return (0...source.count - word.count).contains { start in
      source[start] == word[0] && source[start..<start + word.count].elementsEqual(word)
    }
  }
}

/// Reads one comment.
private struct IgnoreCommentReader {
  static let word = Array("kale:".utf8)
  private static let verb = Array("ignore".utf8)

  private let source: [UInt8]
  private let end: Int
  private var position: Int
  /// The position of the `#` before the words.
  private(set) var start: Int

  init(_ source: [UInt8], _ comment: Range<Int>) {
    self.source = source
    position = comment.lowerBound
    start = position
    end = comment.upperBound
  }

  /// Moves past `# kale: ignore`, which may follow another tool's comment; false if it is not there.
  mutating func skipToList() -> Bool {
    while position < end {
      guard source[position] == UInt8(ascii: "#") else {
        position += 1
        continue
      }
      start = position
      position += 1
      skipBlanks()
      guard skip(Self.word) else { continue }
      skipBlanks()
      let isWhole = skip(Self.verb) && !(position < end && source[position].isWordPart)
      if isWhole { return true }
    }
    return false
  }

  /// The entries of the brackets, which may lack their end; nil where there are none.
  mutating func readList() -> [IgnoreComment.Entry]? {
    skipBlanks()
    guard position < end, source[position] == UInt8(ascii: "[") else { return nil }
    let start = position + 1
    let close = source[start..<end].firstIndex(of: UInt8(ascii: "]")) ?? end
    return source[start..<close].split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map {
      part in
      let front = part.firstIndex { !$0.isBlank } ?? part.endIndex
      let back = part.lastIndex { !$0.isBlank }.map { $0 + 1 } ?? front
      let text = String(decoding: source[front..<back], as: UTF8.self)
      return IgnoreComment.Entry(range: front..<back, text: text)
    }
  }

  private mutating func skipBlanks() {
    while position < end, source[position].isBlank { position += 1 }
  }

  private mutating func skip(_ bytes: [UInt8]) -> Bool {
    guard source[position..<end].starts(with: bytes) else { return false }
    position += bytes.count
    return true
  }
}

extension UInt8 {
  fileprivate var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }
  fileprivate var isWordPart: Bool {
    isLetterOrDigit || self == UInt8(ascii: "_") || self == UInt8(ascii: "-")
  }
}
