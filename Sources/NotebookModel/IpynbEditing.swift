import JSONSyntax
import SourceText

/// A replacement of some bytes of a text.
package struct SourceEdit: Sendable, Hashable {
  package var range: Range<Int>
  package var replacement: String

  package init(range: Range<Int>, replacement: String) {
    self.range = range
    self.replacement = replacement
  }
}

extension IpynbDocument {
  /// The replacements in the file's text that make the edits, in order, not overlapping. Nothing else of the file
  /// changes, and what is new is laid out like what is around it. None for a text that is no JSON: where its parts end
  /// is a guess.
  package func sourceEdits(for edits: [NotebookEdit]) -> [SourceEdit] {
    guard !notebook.problems.contains(where: { $0.kind == .invalidJSON }) else { return [] }
    let style = JSONStyle(of: root, in: text)
    var result: [SourceEdit] = []
    for cell in Set(edits.map(\.cell)).sorted() where cellNodes.indices.contains(cell) {
      let node = cellNodes[cell]
      let list = EditedTagList(count: node.tags.count, cell: cell, edits: edits)
      result += tagEdits(of: node, list: list, style: style)
    }
    return result
  }

  private func tagEdits(of node: IpynbCellNode, list: EditedTagList, style: JSONStyle) -> [SourceEdit] {
    guard let tags = node.cell["metadata"]?["tags"], tags.kind == .array else {
      let elements = list.elements.compactMap { element in
        if case .new(let tag) = element { JSONWriter.quoted(tag) } else { nil }
      }
      return elements.isEmpty ? [] : [insertion(ofTags: elements, in: node.cell, style: style)]
    }
    if list.keepsPlaces(of: node.tags.count) {
      return zip(node.tags, list.elements).compactMap { tag, element in
        guard case .new(let text) = element else { return nil }
        return SourceEdit(range: tag.range, replacement: JSONWriter.quoted(text))
      }
    }
    return [rewrite(of: tags, elements: node.tags, to: list, style: style)]
  }

  /// Writes the inside of a list anew between its brackets, its elements and the space around them as they were.
  private func rewrite(
    of list: JSONNode, elements: [JSONNode], to edited: EditedTagList, style: JSONStyle
  ) -> SourceEdit {
    let closing = list.range.upperBound - 1
    let inside = list.range.lowerBound + 1..<max(list.range.lowerBound + 1, closing)
    let texts = edited.elements.map { element in
      switch element {
      case .kept(let index): text.string(in: elements[index].range)
      case .new(let tag): JSONWriter.quoted(tag)
      }
    }
    guard !texts.isEmpty else { return SourceEdit(range: inside, replacement: "") }
    let lead: String
    let trail: String
    if let first = elements.first, let last = elements.last {
      lead = text.string(in: inside.lowerBound..<first.range.lowerBound)
      trail = text.string(in: last.range.upperBound..<inside.upperBound)
    } else {
      lead = style.lineBreak(depth: JSONStyle.tagDepth)
      trail = style.lineBreak(depth: JSONStyle.tagDepth - 1)
    }
    let separator =
      elements.count > 1
      ? text.string(in: elements[0].range.upperBound..<elements[1].range.lowerBound)
      : lead.contains(where: \.isNewline) ? "," + lead : style.inlineSeparator
    return SourceEdit(range: inside, replacement: lead + texts.joined(separator: separator) + trail)
      .withoutCommonEnds(in: text)
  }

  /// Gives a cell whose metadata has no list of tags one.
  private func insertion(ofTags elements: [String], in cell: JSONNode, style: JSONStyle) -> SourceEdit {
    let lead = style.lineBreak(depth: JSONStyle.tagDepth)
    let separator = style.isMultiline ? "," + lead : style.inlineSeparator
    let list =
      "[" + lead + elements.joined(separator: separator) + style.lineBreak(depth: JSONStyle.tagDepth - 1)
      + "]"
    guard let metadata = cell["metadata"], metadata.kind == .object else {
      let object =
        "{" + style.lineBreak(depth: JSONStyle.tagDepth - 1) + style.member("tags", list)
        + style.lineBreak(depth: JSONStyle.tagDepth - 2) + "}"
      if let wrong = cell["metadata"] { return SourceEdit(range: wrong.range, replacement: object) }
      return style.insertion(of: style.member("metadata", object), in: cell, depth: JSONStyle.tagDepth - 2)
    }
    if let wrong = metadata["tags"] { return SourceEdit(range: wrong.range, replacement: list) }
    return style.insertion(of: style.member("tags", list), in: metadata, depth: JSONStyle.tagDepth - 1)
  }
}

extension SourceEdit {
  /// The same edit without the elements and space that old and new text share at both ends.
  fileprivate func withoutCommonEnds(in text: SourceText) -> SourceEdit {
    let old = text.utf8[range]
    let new = Array(replacement.utf8)
    // Between elements, so that no string is cut in two.
    let isBoundary = { (byte: UInt8) in " \t\r\n,".utf8.contains(byte) }
    let limit = min(old.count, new.count)
    var front = 0
    while front < limit, old[old.startIndex + front] == new[front] { front += 1 }
    while front > 0, !isBoundary(new[front - 1]) { front -= 1 }
    var back = 0
    while back < limit - front, old[old.endIndex - 1 - back] == new[new.count - 1 - back] { back += 1 }
    while back > 0, !isBoundary(new[new.count - back]) { back -= 1 }
    return SourceEdit(
      range: range.lowerBound + front..<range.upperBound - back,
      replacement: String(decoding: new[front..<new.count - back], as: UTF8.self))
  }
}
