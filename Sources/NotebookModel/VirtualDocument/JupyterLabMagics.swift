/// What jupyterlab-lsp 5.3 makes of IPython's magics and commands so that they are Python, and the way back.
enum JupyterLabMagics {
  // MARK: - There

  /// The text of a cell as it stands in a virtual document.
  static func rendering(_ cell: [UInt8]) -> [UInt8] {
    // Most cells have nothing to rewrite.
    guard
      cell.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "!") || $0 == UInt8(ascii: "?") })
    else {
      return cell
    }
    if let rewritten = cellMagic(cell[...]) { return rewritten }
    return Array(
      cell.split(separator: 0x0A, omittingEmptySubsequences: false).map { lineMagic($0) ?? Array($0) }
        .joined(separator: [0x0A]))
  }

  private static let unwrapped: Set<String> = ["time", "capture"]

  private static func cellMagic(_ cell: ArraySlice<UInt8>) -> [UInt8]? {
    guard cell.hasPrefix("%%"), let end = cell.firstIndex(of: 0x0A) else { return nil }
    let name = cell[..<end].dropFirst(2).prefix { !isSpace($0) }
    guard !name.isEmpty else { return nil }
    let arguments = escaped(cell[name.endIndex..<end])
    let content = cell[(end + 1)...].string.replacing("\"\"\"", with: "\\\"\\\"\\\"")
    let text =
      unwrapped.contains(name.string)
      ? "# START_CELL_MAGIC(\"\(name.string)\", \"\(arguments)\")\n\(content)\n# END_CELL_MAGIC"
      : "get_ipython().run_cell_magic(\"\(name.string)\", \"\(arguments)\", \"\"\"\(content)\"\"\")"
    return Array(text.utf8)
  }

  private static func lineMagic(_ line: ArraySlice<UInt8>) -> [UInt8]? {
    if let (front, rest) = split(line, before: UInt8(ascii: "!")), let first = rest.first, !isSpace(first),
      first != UInt8(ascii: "=")
    {
      return Array("\(front.string)get_ipython().getoutput(\"\(rest.string)\")".utf8)
    }
    if let question = question(line) { return question }
    guard let (front, rest) = split(line, before: UInt8(ascii: "%")) else { return nil }
    let name = rest.prefix { !isSpace($0) }
    guard !name.isEmpty else { return nil }
    let arguments = escaped(rest[name.endIndex...])
    return Array("\(front.string)get_ipython().run_line_magic(\"\(name.string)\", \"\(arguments)\")".utf8)
  }

  /// A line parted at a sign that stands at its start or after `name =`.
  private static func split(_ line: ArraySlice<UInt8>, before sign: UInt8)
    -> (front: ArraySlice<UInt8>, rest: ArraySlice<UInt8>)?
  {
    let start = line.drop(while: isSpace)
    if start.first == sign { return (line[..<start.startIndex], start.dropFirst()) }
    guard let place = line.firstIndex(of: sign) else { return nil }
    var front = line[..<place]
    while let last = front.last, isSpace(last) { front.removeLast() }
    guard front.last == UInt8(ascii: "=") else { return nil }
    var name = front.dropLast()
    while let last = name.last, isSpace(last) { name.removeLast() }
    name = name.drop(while: isSpace)
    guard !name.isEmpty, !name.contains(where: isSpace) else { return nil }
    return (line[..<place], line[(place + 1)...])
  }

  private static func question(_ line: ArraySlice<UInt8>) -> [UInt8]? {
    let text = line.drop(while: isSpace)
    let marks = text.prefix(2).prefix { $0 == UInt8(ascii: "?") }
    let name = text[marks.endIndex...].prefix(while: isOfName)
    guard !name.isEmpty else { return nil }
    let front = line[..<text.startIndex].string
    if !marks.isEmpty {
      guard name.endIndex == line.endIndex else { return nil }
      return Array("\(front)get_ipython().run_line_magic('\(command(marks.count))', '\(name.string)')".utf8)
    }
    let behind = text[name.endIndex...].prefix(2).prefix { $0 == UInt8(ascii: "?") }
    guard !behind.isEmpty else { return nil }
    // Two spaces tell it from a question mark in front.
    return Array(
      ("\(front)get_ipython().run_line_magic('\(command(behind.count))',  '\(name.string)')"
        + line[behind.endIndex...].string).utf8)
  }

  private static func command(_ marks: Int) -> String { marks == 1 ? "pinfo" : "pinfo2" }

  private static func isOfName(_ byte: UInt8) -> Bool {
    !isSpace(byte) && !"?'\"()*+/#".utf8.contains(byte)
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || 0x09...0x0D ~= byte }

  private static func escaped(_ text: ArraySlice<UInt8>) -> String {
    text.string.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
  }

  // MARK: - And back

  /// The source of a cell of a virtual document, and where it stands.
  static func source(of cell: ArraySlice<UInt8>) -> CellSource {
    var source = CellSource()
    let lines = cell.split(separator: 0x0A, omittingEmptySubsequences: false)
    guard let first = lines.first, let last = lines.last else { return source }
    if let magic = call(in: first, of: "get_ipython().run_cell_magic(", opensText: true), lines.count > 0,
      last.hasSuffix("\"\"\")")
    {
      source.append(line: "%%" + magic.name + magic.arguments, shownAt: first.startIndex)
      for line in lines {
        let start = line.startIndex == first.startIndex ? magic.end : line.startIndex
        let end = line.endIndex == last.endIndex ? line.endIndex - 4 : line.endIndex
        source.append(line: line[min(start, end)..<max(start, end)])
      }
    } else if let magic = call(in: first, of: "# START_CELL_MAGIC(", opensText: false),
      last.elementsEqual("# END_CELL_MAGIC".utf8)
    {
      source.append(line: "%%" + magic.name + magic.arguments, shownAt: first.startIndex)
      for line in lines.dropFirst().dropLast() { source.append(line: line) }
    } else {
      for line in lines { appendLine(line, to: &source) }
    }
    return source
  }

  private static func appendLine(_ line: ArraySlice<UInt8>, to source: inout CellSource) {
    guard let place = line.firstPlace(of: "get_ipython().") else { return source.append(line: line) }
    let front = line[..<place]
    let rest = line[place...]
    if let call = call(in: rest, of: "get_ipython().run_line_magic(", opensText: false) {
      let isQuestion = call.name == "pinfo" || call.name == "pinfo2"
      let marks = call.name == "pinfo" ? "?" : "??"
      let text =
        !isQuestion || call.isInDoubleQuotes
        ? "%" + call.name + call.arguments
        : call.spaces == 2 ? call.arguments + marks : marks + call.arguments
      source.append(line: front, thenMade: text, thenText: line[call.end...])
    } else if rest.hasPrefix("get_ipython().getoutput(\""), rest.hasSuffix("\")") {
      let command = rest.dropFirst("get_ipython().getoutput(\"".utf8.count).dropLast(2)
      source.append(line: front, thenMade: "!", thenText: command)
    } else {
      source.append(line: line)
    }
  }

  private struct Call {
    var name: String
    var arguments: String
    /// Spaces between the two.
    var spaces: Int
    var isInDoubleQuotes: Bool
    /// Where what follows starts.
    var end: Int
  }

  /// The two texts in quotes that a call hands on.
  private static func call(in line: ArraySlice<UInt8>, of function: String, opensText: Bool) -> Call? {
    guard line.hasPrefix(function) else { return nil }
    let start = line.startIndex + function.utf8.count
    guard let (name, behindName) = quoted(line[start...]), line[behindName...].first == UInt8(ascii: ",")
    else {
      return nil
    }
    let spaces = line[(behindName + 1)...].prefix { $0 == 0x20 }
    guard let (arguments, behind) = quoted(line[spaces.endIndex...]) else { return nil }
    let close = opensText ? ", \"\"\"" : ")"
    guard line[behind...].hasPrefix(close) else { return nil }
    return Call(
      name: name, arguments: arguments, spaces: spaces.count,
      isInDoubleQuotes: line[start] == UInt8(ascii: "\""),
      end: behind + close.utf8.count)
  }

  private static func quoted(_ text: ArraySlice<UInt8>) -> (content: String, end: Int)? {
    guard let quote = text.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
      return nil
    }
    var bytes: [UInt8] = []
    var offset = text.startIndex + 1
    while offset < text.endIndex {
      let byte = text[offset]
      if byte == quote { return (bytes[...].string, offset + 1) }
      if byte == UInt8(ascii: "\\"), offset + 1 < text.endIndex, "\"\\".utf8.contains(text[offset + 1]) {
        offset += 1
      }
      bytes.append(text[offset])
      offset += 1
    }
    return nil
  }
}

extension String {
  /// The text with another in place of a part of it, wherever that stands.
  fileprivate func replacing(_ part: String, with new: String) -> String {
    utf8.contains(part.utf8.first ?? 0)
      ? split(separator: part, omittingEmptySubsequences: false).joined(separator: new) : self
  }
}
