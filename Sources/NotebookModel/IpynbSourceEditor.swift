import JSONSyntax

/// Makes edits in the strings that a cell's source is written as.
///
/// A list of strings keeps the form that Jupyter gives it: each string is a line and ends with its line break.
struct IpynbSourceEditor {
  private let node: IpynbCellNode
  /// The list of the strings; nil where there is one string alone.
  private let list: JSONNode?
  /// What stands between two strings of the list, quotes included.
  private let split: String

  /// The editor of a cell with one string of source at least, the cell's parts standing as `layout` says.
  init(_ node: IpynbCellNode, _ layout: JSONStyle.Layout, _ style: JSONStyle) {
    self.node = node
    let source = node.cell["source"] ?? node.cell["input"]
    guard let source, source.kind == .array else {
      (list, split) = (nil, "")
      return
    }
    list = source
    let ofList = style.layout(of: source, in: style.layout(of: node.cell, in: layout))
    split = "\"" + style.separator(in: source, ofList) + "\""
  }

  /// An offset in the source, as one of the strings and an offset in that.
  private struct Place {
    var string: Int
    var offset: Int
  }

  /// Makes one edit; its range counts in the source.
  func make(_ edit: SourceEdit, _ editor: inout JSONTextEditor) {
    let start = place(of: edit.range.lowerBound)
    var end = edit.range.isEmpty ? start : lastPlace(in: edit.range)
    guard let list else {
      editor.replace(textOffset(of: start)..<textOffset(of: end), with: Self.content(edit.replacement))
      return
    }
    let endsLine = edit.replacement.utf8.last == UInt8(ascii: "\n")
    if isAtEnd(end), !endsLine, end.string + 1 < node.sources.count, !edit.range.isEmpty {
      // The line break before the next string is gone, so that both become one line.
      end = Place(string: end.string + 1, offset: 0)
    }
    if edit.replacement.isEmpty, start.offset == 0, isAtEnd(end) {
      removeStrings(from: start.string, to: end.string, of: list, &editor)
      return
    }
    editor.replace(
      textOffset(of: start)..<textOffset(of: end),
      with: text(edit.replacement, startsLine: isBehindLineBreak(start), endsString: isAtEnd(end)))
  }

  /// A replacement as it stands between the quotes of the first string it is in and those of the last.
  private func text(_ replacement: String, startsLine: Bool, endsString: Bool) -> String {
    var lines = JupyterLines.split(replacement)
    // What follows a line break stands in a string of its own.
    if startsLine, !lines.isEmpty { lines.insert("", at: 0) }
    if !endsString, replacement.utf8.last == UInt8(ascii: "\n") { lines.append("") }
    return lines.map(Self.content).joined(separator: split)
  }

  private func removeStrings(
    from first: Int, to last: Int, of list: JSONNode, _ editor: inout JSONTextEditor
  ) {
    let strings = node.sources
    if last + 1 < strings.count {
      editor.replace(strings[first].range.lowerBound..<strings[last + 1].range.lowerBound, with: "")
    } else if first > 0 {
      editor.replace(strings[first - 1].range.upperBound..<strings[last].range.upperBound, with: "")
    } else {
      editor.replace(list.range.lowerBound + 1..<list.range.upperBound - 1, with: "")
    }
  }

  /// The place of an offset: of two strings that meet there, in the second.
  private func place(of offset: Int) -> Place {
    let string = node.sourceStarts.lastIndex(notAfter: offset) ?? 0
    return Place(string: string, offset: offset - node.sourceStarts[string])
  }

  /// The place of a range's end: of two strings that meet there, in the first.
  private func lastPlace(in range: Range<Int>) -> Place {
    let string = place(of: range.upperBound - 1).string
    return Place(string: string, offset: range.upperBound - node.sourceStarts[string])
  }

  private func isAtEnd(_ place: Place) -> Bool {
    place.offset >= node.sources[place.string].stringMap?.decodedCount ?? 0
  }

  /// Whether a place is the end of a string that ends with a line break.
  private func isBehindLineBreak(_ place: Place) -> Bool {
    place.offset > 0 && isAtEnd(place)
      && node.sources[place.string].utf8Content?.last == UInt8(ascii: "\n")
  }

  private func textOffset(of place: Place) -> Int {
    node.sources[place.string].stringMap?.textOffset(ofDecoded: place.offset) ?? 0
  }

  /// Text as it stands between quotes.
  private static func content(_ text: some StringProtocol) -> String {
    String(JSONWriter.quoted(String(text)).dropFirst().dropLast())
  }
}

/// Splits text into the lines that Jupyter writes a source as.
enum JupyterLines {
  /// The lines with their line breaks; none for empty text.
  static func split(_ text: String) -> [String] {
    var lines: [String] = []
    var rest = Substring(text).utf8
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      let next = rest.index(after: end)
      lines.append(String(Substring(rest[..<next])))
      rest = rest[next...]
    }
    return rest.isEmpty ? lines : lines + [String(Substring(rest))]
  }
}
