import JSONSyntax

/// Makes changes of Kale's configuration in the header of a text.
struct JupytextHeaderEditor {
  private let document: JupytextDocument
  private var header: JupytextHeader { document.header }
  private var lines: TextLines { document.lines }
  /// What precedes every line of the header.
  private let prefix: String

  /// The key of the metadata whose value changes.
  private let key: String

  init(_ document: JupytextDocument, key: String) {
    self.document = document
    self.key = key
    prefix = document.header.isCommented ? "# " : ""
  }

  /// The replacements that give the notebook this configuration.
  func edits(toBecome new: JSONValue?) -> [SourceEdit] {
    guard let metadata = header.metadata else { return new.map(newHeader) ?? [] }
    guard let member = metadata.members.last(where: { $0.key == key }) else {
      return new.map { [insertion(of: [JSONMember(key: key, value: $0)], into: metadata)] } ?? []
    }
    guard let new else { return [SourceEdit(range: wholeLines(of: member.range), replacement: "")] }
    return edits(of: member, toBecome: new)
  }

  private func edits(of member: TextMember, toBecome new: JSONValue) -> [SourceEdit] {
    if let inside = edits(of: member.value, toBecome: new) { return inside }
    var colon = member.keyRange.upperBound
    while colon < lines.bytes.count, lines.bytes[colon] != UInt8(ascii: ":") { colon += 1 }
    let range = colon + 1..<max(colon + 1, member.value.range.upperBound)
    return [SourceEdit(range: range, replacement: " " + YAMLScalar.flow(new))]
  }

  /// The replacements inside a value; nil where it has to be written anew.
  private func edits(of node: TextNode, toBecome new: JSONValue) -> [SourceEdit]? {
    if node.value == new { return [] }
    guard node.isBlock else { return nil }
    switch (node.content, new) {
    case (.object, .object(let members)) where !members.isEmpty: return edits(ofMap: node, toBecome: members)
    case (.list(let elements), .array(let values)) where elements.count == values.count:
      return zip(elements, values).flatMap { element, value in
        edits(of: element, toBecome: value)
          ?? [SourceEdit(range: element.range, replacement: YAMLScalar.flow(value))]
      }
    default: return nil
    }
  }

  private func edits(ofMap node: TextNode, toBecome new: [JSONMember]) -> [SourceEdit] {
    let oldKeys = Set(node.members.map(\.key))
    var added = new.filter { !oldKeys.contains($0.key) }
    var edits: [SourceEdit] = []
    for member in node.members {
      if let value = new.last(where: { $0.key == member.key })?.value {
        edits += self.edits(of: member, toBecome: value)
      } else if let place = added.firstIndex(where: { $0.value == member.value.value }) {
        // The same value under another name.
        edits.append(
          SourceEdit(range: member.keyRange, replacement: YAMLScalar.text(of: added.remove(at: place).key)))
      } else {
        edits.append(SourceEdit(range: wholeLines(of: member.range), replacement: ""))
      }
    }
    return added.isEmpty ? edits : edits + [insertion(of: added, into: node)]
  }

  /// The lines that a part of the header stands on, with their line breaks.
  private func wholeLines(of range: Range<Int>) -> Range<Int> {
    let first = lines.line(containing: range.lowerBound)
    let last = lines.line(containing: max(range.lowerBound, range.upperBound - 1))
    return lines.start(of: first)..<lines.start(of: last + 1)
  }

  /// New members after those of a map in block notation.
  private func insertion(of members: [JSONMember], into map: TextNode) -> SourceEdit {
    let first = map.members.first?.keyRange.lowerBound ?? map.range.lowerBound
    let column = first - lines.start(of: lines.line(containing: first)) - prefix.utf8.count
    let end = wholeLines(of: map.members.last?.range ?? map.range).upperBound
    let text = members.flatMap { block($0, indentation: max(0, column), depth: 0) }
    return SourceEdit(range: end..<end, replacement: joined(text))
  }

  private func joined(_ text: [String]) -> String {
    text.map { prefix + $0 + document.lineBreak }.joined()
  }

  /// A header for a text that has none, or whose header has nothing of Jupyter's.
  private func newHeader(_ configuration: JSONValue) -> [SourceEdit] {
    let member = JSONMember(key: key, value: configuration)
    var isMyST = false
    if case .myst = document.format { isMyST = true }
    let text =
      isMyST
      ? block(member, indentation: 0, depth: 0) : ["jupyter:"] + block(member, indentation: 2, depth: 0)
    if let range = header.lines {
      let end = lines.start(of: range.upperBound - 1)
      return [SourceEdit(range: end..<end, replacement: joined(text))]
    }
    let start = lines.start(of: header.end)
    return [
      SourceEdit(range: start..<start, replacement: joined(["---"] + text + ["---"]) + document.lineBreak)
    ]
  }

  /// A member in block notation, a line each.
  private func block(_ member: JSONMember, indentation: Int, depth: Int) -> [String] {
    let front = String(repeating: " ", count: indentation) + YAMLScalar.text(of: member.key) + ":"
    guard case .object(let members) = member.value, !members.isEmpty, depth < YAMLReader.maximumDepth / 2
    else {
      return [front + " " + YAMLScalar.flow(member.value)]
    }
    return [front] + members.flatMap { block($0, indentation: indentation + 2, depth: depth + 1) }
  }
}
