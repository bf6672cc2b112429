import JSONSyntax
import SourceText

/// How a JSON file is laid out, so that what is added to it looks like the rest.
struct JSONStyle {
  /// How deep the elements of a cell's list of tags stand: file, `cells`, cell, `metadata`, `tags`.
  static let tagDepth = 5

  /// Whether members stand on lines of their own.
  let isMultiline: Bool
  private let indentation: String
  private let newline: String
  private let colon: String
  let inlineSeparator: String

  /// The style that the file's outermost object shows; Jupyter's own where it shows none.
  init(of root: JSONNode?, in text: SourceText) {
    let members = root.map { Array($0.members) } ?? []
    guard let root, let first = members.first else {
      self.init(isMultiline: true, indentation: " ", newline: "\n", colon: ": ", inlineSeparator: ", ")
      return
    }
    let lead = text.string(in: root.range.lowerBound + 1..<first.key.range.lowerBound)
    let colon = text.string(in: first.key.range.upperBound..<first.value.range.lowerBound)
    let separator =
      members.count > 1
      ? text.string(in: first.value.range.upperBound..<members[1].key.range.lowerBound) : ", "
    let lastNewline = lead.lastIndex(where: \.isNewline)
    self.init(
      isMultiline: lastNewline != nil,
      indentation: lastNewline.map { String(lead[lead.index(after: $0)...]) } ?? "",
      newline: lead.contains("\r\n") ? "\r\n" : "\n",
      colon: colon.contains(":") ? colon : ": ",
      inlineSeparator: lastNewline == nil && separator.contains(",") ? separator : ", ")
  }

  private init(
    isMultiline: Bool, indentation: String, newline: String, colon: String, inlineSeparator: String
  ) {
    self.isMultiline = isMultiline
    self.indentation = indentation
    self.newline = newline
    self.colon = colon
    self.inlineSeparator = inlineSeparator
  }

  /// What stands in front of a member or element at a depth: a line break and its indentation, or nothing.
  func lineBreak(depth: Int) -> String {
    isMultiline ? newline + String(repeating: indentation, count: depth) : ""
  }

  func member(_ key: String, _ value: String) -> String { JSONWriter.quoted(key) + colon + value }

  /// Puts a member behind the last one of an object whose members stand at `depth`.
  func insertion(of member: String, in object: JSONNode, depth: Int) -> SourceEdit {
    if let last = Array(object.members).last {
      let end = last.value.range.upperBound
      let separator = isMultiline ? "," + lineBreak(depth: depth) : inlineSeparator
      return SourceEdit(range: end..<end, replacement: separator + member)
    }
    let inside = object.range.lowerBound + 1..<max(object.range.lowerBound + 1, object.range.upperBound - 1)
    return SourceEdit(
      range: inside, replacement: lineBreak(depth: depth) + member + lineBreak(depth: depth - 1))
  }
}
