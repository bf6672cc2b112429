import JSONSyntax

/// Makes changes of a cell's tags where they stand: on its marker, or in the options below it.
struct JupytextTagEditor {
  private let document: JupytextDocument
  private let index: CellIndex
  private var cell: JupytextCell { document.cells[index] }
  private var lines: TextLines { document.lines }

  init(_ document: JupytextDocument, _ index: CellIndex) {
    self.document = document
    self.index = index
  }

  /// The replacements that make the changes; nil where the cell has no place for tags.
  func edits(_ changes: TagListChanges) -> [SourceEdit]? {
    guard let options = cell.options else { return changes.added.isEmpty ? [] : newMarker(changes.added) }
    let quote = options.isYAML ? YAMLScalar.text : { JSONWriter.quoted($0) }
    guard let place = options.index(of: "tags") else {
      return changes.added.isEmpty ? [] : [newMember(changes.added, options)]
    }
    let member = options.members[place]
    guard member.value.isList else {
      if changes.added.isEmpty { return [] }
      let list = "[" + changes.added.map(quote).joined(separator: ", ") + "]"
      let sign = options.isYAML ? " " : "="
      let front = member.value.range.isEmpty ? sign : ""
      return [SourceEdit(range: member.value.range, replacement: front + list)]
    }
    let list = MarkerList(TagArray(member.value.elements.map(\.range)), changes, quote)
    if list.isEmptied, let range = memberRange(member, options) {
      return [SourceEdit(range: range, replacement: "")]
    }
    return member.value.isBlock
      ? list.blockEdits(lines, document.lineBreak) : list.edits(in: member.value.range)
  }

  /// What goes with an option that goes; nil where an empty list has to stay.
  private func memberRange(_ member: TextMember, _ options: CellOptions) -> Range<Int>? {
    switch options.notation {
    case .json: return nil
    case .pairs:
      var start = member.range.lowerBound
      while start > 0, [0x20, 0x09].contains(lines.bytes[start - 1]) { start -= 1 }
      return start..<member.range.upperBound
    case .fields, .yaml:
      let first = lines.line(containing: member.range.lowerBound)
      let last = lines.line(containing: member.range.upperBound)
      return lines.start(of: first)..<lines.start(of: last + 1)
    }
  }

  private func newMember(_ tags: [String], _ options: CellOptions) -> SourceEdit {
    let yaml = "tags: [" + tags.map(YAMLScalar.text).joined(separator: ", ") + "]" + document.lineBreak
    switch options.notation {
    case .pairs(let end):
      return SourceEdit(range: end..<end, replacement: " tags=" + MarkerList.text(of: tags))
    case .json:
      let end = options.range.upperBound - 1
      let comma = options.members.isEmpty ? "" : ", "
      return SourceEdit(range: end..<end, replacement: comma + "\"tags\": " + MarkerList.text(of: tags))
    case .fields(let end):
      // A blank line parts options from code.
      let body = lines.line(containing: end)
      let isParted = !options.members.isEmpty || lines[body].isBlank && cell.contentLines.contains(body + 1)
      return SourceEdit(range: end..<end, replacement: ":" + yaml + (isParted ? "" : document.lineBreak))
    case .yaml(let end): return SourceEdit(range: end..<end, replacement: yaml)
    }
  }

  /// A marker for a cell that has none, or one without room for tags.
  private func newMarker(_ tags: [String]) -> [SourceEdit]? {
    let options = " tags=" + MarkerList.text(of: tags)
    let first = lines.range(of: cell.lines.lowerBound)
    switch document.format {
    case .percent:
      if cell.hasMarker { return [SourceEdit(range: first, replacement: "# %%" + options)] }
      return [
        SourceEdit(
          range: first.lowerBound..<first.lowerBound, replacement: "# %%" + options + document.lineBreak)
      ]
    case .light(_, let markers):
      let (start, end) = markers.map { ($0.start, $0.end) } ?? ("+", "-")
      let content = lines.range(of: cell.contentLines)
      var edits = [
        SourceEdit(
          range: content.lowerBound..<content.lowerBound,
          replacement: "# \(start)\(options)" + document.lineBreak)
      ]
      // The next marker ends the cell too.
      if markers != nil || document.cells[checked: index.advanced(by: 1)].map({ !$0.hasMarker }) ?? false {
        edits.append(
          SourceEdit(
            range: content.upperBound..<content.upperBound, replacement: document.lineBreak + "# \(end)"))
      }
      return edits
    case .markdown, .myst: return nil
    }
  }
}

/// A list of tags in a text, and what becomes of it.
struct MarkerList {
  private let elements: TagArray<Range<Int>>
  private let changes: TagListChanges
  private let quote: (String) -> String
  private let lastKept: TagIndex?

  init(_ elements: TagArray<Range<Int>>, _ changes: TagListChanges, _ quote: @escaping (String) -> String) {
    self.elements = elements
    self.changes = changes
    self.quote = quote
    lastKept = elements.indices.last { !changes.removed.contains($0) }
  }

  /// A list of tags as it stands on a marker.
  static func text(of tags: [String]) -> String {
    "[" + tags.map { JSONWriter.quoted($0) }.joined(separator: ", ") + "]"
  }

  /// Whether all tags go and none comes.
  var isEmptied: Bool { !elements.isEmpty && lastKept == nil && changes.added.isEmpty }

  private var replacements: [SourceEdit] {
    changes.replaced.filter { !changes.removed.contains($0.key) && elements.indices.contains($0.key) }
      .map { SourceEdit(range: elements[$0.key], replacement: quote($0.value)) }
  }

  /// The replacements for a list in brackets.
  func edits(in list: Range<Int>) -> [SourceEdit] {
    let added = changes.added.map(quote).joined(separator: ", ")
    guard let first = elements.first, let last = elements.last else {
      let start = list.lowerBound + 1
      return added.isEmpty ? [] : [SourceEdit(range: start..<start, replacement: added)]
    }
    guard let lastKept else {
      return [SourceEdit(range: first.lowerBound..<last.upperBound, replacement: added)]
    }
    var edits = replacements
    for index in changes.removed where index < lastKept {
      edits.append(
        SourceEdit(
          range: elements[index].lowerBound..<elements[index.advanced(by: 1)].lowerBound, replacement: ""))
    }
    let end = elements[lastKept].upperBound..<last.upperBound
    if !end.isEmpty || !added.isEmpty {
      edits.append(SourceEdit(range: end, replacement: added.isEmpty ? "" : ", " + added))
    }
    return edits
  }

  /// The replacements for a list with a line for each tag.
  func blockEdits(_ lines: TextLines, _ lineBreak: String) -> [SourceEdit] {
    guard let last = elements.last else { return [] }
    var edits = replacements
    for index in changes.removed {
      let line = lines.line(containing: elements[index].lowerBound)
      edits.append(SourceEdit(range: lines.start(of: line)..<lines.start(of: line + 1), replacement: ""))
    }
    let line = lines.line(containing: last.upperBound)
    let front = lines.bytes[lines.start(of: lines.line(containing: last.lowerBound))..<last.lowerBound].string
    let place = lines.start(of: line + 1)
    let added = changes.added.map { front + quote($0) + lineBreak }.joined()
    return added.isEmpty ? edits : edits + [SourceEdit(range: place..<place, replacement: added)]
  }
}
