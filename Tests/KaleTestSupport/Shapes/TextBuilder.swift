import JSONSyntax
import NotebookModel

/// Puts a text together and tells where each part comes to stand.
struct TextBuilder {
  private(set) var text = ""

  var end: Int { text.utf8.count }

  /// Appends a part; returns its bytes.
  @discardableResult
  mutating func append(_ part: String) -> Range<Int> {
    let start = end
    text += part
    return start..<end
  }

  /// Appends tags between brackets, in the quotes of JSON; those of YAML are there only where a tag needs them.
  mutating func appendTags(_ tags: TagArray<NotebookTag>, to cell: inout RenderedCell, asYAML: Bool = false) {
    append("[")
    for (index, tag) in tags.enumerated() {
      if index > 0 { append(", ") }
      let text = tag.text ?? ""
      let isBare = asYAML && !text.contains(":")
      let whole = append(isBare ? text : asYAML ? "'\(text)'" : tag.json.text)
      // Of a tag that is not a string, one digit may be all.
      let hasQuotes = !isBare && whole.count > 1
      cell.tags.append((whole, hasQuotes ? whole.lowerBound + 1..<whole.upperBound - 1 : whole))
    }
    append("]")
  }

  /// Appends code as it is, each line behind a prefix that depends on the line.
  mutating func appendSource(_ source: String, to cell: inout RenderedCell, prefix: (Substring) -> String) {
    for (index, line) in source.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      if index > 0 { appendLineBreak(to: &cell) }
      append(prefix(line))
      for offset in append(String(line)) {
        cell.starts.append(offset)
        cell.ends.append(offset + 1)
      }
    }
    cell.starts.append(end)
  }

  private mutating func appendLineBreak(to cell: inout RenderedCell) {
    let line = append("\n")
    cell.starts.append(line.lowerBound)
    cell.ends.append(line.upperBound)
  }

  /// Appends code as JSON has it: a list of strings, each with its line break, on lines of their own.
  mutating func appendSourceStrings(_ source: String, to cell: inout RenderedCell, indent: String) {
    append("[")
    var lines = source.split(separator: "\n", omittingEmptySubsequences: false).map { $0 + "\n" }
    if let last = lines.popLast(), last != "\n" { lines.append(Substring(last.dropLast())) }
    for (index, line) in lines.enumerated() {
      append((index > 0 ? "," : "") + "\n" + indent)
      append("\"")
      for scalar in line.unicodeScalars { appendEscaped(scalar, to: &cell) }
      // What starts behind a line break starts in the next string.
      if index == lines.count - 1 { cell.starts.append(end) }
      append("\"")
    }
    if lines.isEmpty { cell.starts.append(end) }
    append("]")
  }

  /// Appends a character as JSON writes it, all but ASCII escaped; its bytes share its place.
  private mutating func appendEscaped(_ scalar: Unicode.Scalar, to cell: inout RenderedCell) {
    let written =
      switch scalar {
      case "\n": "\\n"
      case "\"": "\\\""
      case "\\": "\\\\"
      case "\t": "\\t"
      case "é": "\\u00e9"
      default: String(scalar)
      }
    let place = append(written)
    let isWrittenAsItIs = written.unicodeScalars.count == 1
    for index in String(scalar).utf8.indices {
      let offset = String(scalar).utf8.distance(from: String(scalar).utf8.startIndex, to: index)
      cell.starts.append(place.lowerBound + (isWrittenAsItIs ? offset : 0))
      cell.ends.append(isWrittenAsItIs ? place.lowerBound + offset + 1 : place.upperBound)
    }
  }
}

extension JSONValue {
  /// The value as text.
  package var text: String { String(decoding: serialized(), as: UTF8.self) }
}

extension NotebookTag {
  /// The tag as a value of JSON.
  var json: JSONValue {
    switch self {
    case .text(let text): .string(text)
    case .other(let value): value
    }
  }
}
