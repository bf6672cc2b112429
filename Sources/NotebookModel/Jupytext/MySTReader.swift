import JSONSyntax

/// Reads the cells of a MyST text: ```` ```{code-cell} ````, ```` ```{raw-cell} ````, and prose between those and lines
/// `+++`.
struct MySTReader {
  private let text: TextLines
  private var cells: [JupytextCell] = []
  /// Options that cannot be read.
  private(set) var problems: [YAMLReader.Problem] = []
  /// The first line of the prose before the next cell.
  private var proseStart = 0
  private var proseOptions: CellOptions?

  init(_ text: TextLines) { self.text = text }

  /// The cells from a line on.
  mutating func readCells(from start: Int) -> [JupytextCell] {
    proseStart = start
    var blocks = MarkdownBlocks()
    var line = start
    while line < text.count {
      switch blocks.read(text[line]) {
      case .openedFence(let fence, let info):
        if let kind = Self.kind(of: info) {
          flushProse(until: line)
          let end = blocks.skipFence(from: line + 1, in: text)
          readCell(kind, line, end, indentation: fence.indentation)
          line = end
          proseStart = min(end + 1, text.count)
        }
      case .blockBreak(let metadata):
        flushProse(until: line)
        proseStart = line + 1
        proseOptions = metadata.isEmpty ? nil : CellOptions(reading: metadata, isTitled: true)
      case .other: break
      }
      line += 1
    }
    flushProse(until: text.count)
    return cells
  }

  /// Whether a text has a cell of code.
  static func hasCells(_ text: TextLines, from start: Int) -> Bool {
    var blocks = MarkdownBlocks()
    return (start..<max(start, text.count)).contains { line in
      guard case .openedFence(_, let info) = blocks.read(text[line]) else { return false }
      return kind(of: info) != nil
    }
  }

  private static func kind(of info: ArraySlice<UInt8>) -> NotebookCell.Kind? {
    if info.hasPrefix("{code-cell}") { return .code }
    return info.hasPrefix("{raw-cell}") ? .raw : nil
  }

  /// Makes a cell of the prose up to a line.
  private mutating func flushProse(until end: Int) {
    defer { proseOptions = nil }
    var first = proseStart
    var last = end
    while last > first, text[last - 1].isBlank { last -= 1 }
    while first < last, text[first].isEmpty { first += 1 }
    guard first < last else { return }
    var source = CellSource()
    if last - first > 1 { source = CellSource(first..<last - 1, of: text) }
    let lastLine = text[last - 1]
    source.append(line: lastLine[..<max(lastLine.startIndex, lastLine.trimmed.endIndex)])
    let marker = proseOptions == nil ? first : max(0, proseStart - 1)
    cells.append(
      JupytextCell(
        kind: .markdown, lines: marker..<end, hasMarker: proseOptions != nil, options: proseOptions,
        contentLines: first..<last, source: source))
  }

  private mutating func readCell(_ kind: NotebookCell.Kind, _ fence: Int, _ end: Int, indentation: Int) {
    var body = fence + 1..<max(fence + 1, end)
    var options = readOptions(&body)
    // Behind options one empty line at the end is lost.
    if options != nil, let last = body.last, text[last].isEmpty { body = body.dropLast() }
    if let first = body.first, text[first].isBlank { body = body.dropFirst() }
    var source = CellSource()
    if indentation == 0 {
      source = CellSource(body, of: text)
    } else {
      for line in body { source.append(line: unindented(text[line], indentation)) }
    }
    if options == nil {
      options = CellOptions(notation: .fields(end: text.start(of: fence + 1)), range: 0..<0)
    }
    cells.append(
      JupytextCell(
        kind: kind, lines: fence..<min(end + 1, text.count), hasMarker: true, options: options,
        contentLines: body,
        source: source))
  }

  private func unindented(_ line: ArraySlice<UInt8>, _ indentation: Int) -> ArraySlice<UInt8> {
    line.dropFirst(line.prefix(indentation).prefix { $0 == 0x20 }.count)
  }

  /// Reads the options at the start of a cell's lines and takes them away.
  private mutating func readOptions(_ body: inout Range<Int>) -> CellOptions? {
    guard let first = body.first else { return nil }
    var yaml: [ArraySlice<UInt8>] = []
    let notation: CellOptions.Notation
    if text[first].hasPrefix("---") {
      let end = body.dropFirst().first { text[$0].hasPrefix("---") }
      yaml = (first + 1..<(end ?? body.upperBound)).map { text[$0] }
      notation = .yaml(end: text.start(of: end ?? body.upperBound))
      body = min(body.upperBound, (end ?? body.upperBound) + 1)..<body.upperBound
    } else {
      var end = first
      while end < body.upperBound, text[end].trimmedFirst == UInt8(ascii: ":") {
        yaml.append(text[end][text[end].trimmedStart...].dropFirst())
        end += 1
      }
      guard end > first else { return nil }
      notation = .fields(end: text.start(of: end))
      body = end..<body.upperBound
    }
    var options = CellOptions(notation: notation, range: text.range(of: first))
    switch YAMLReader.read(yaml) {
    case .success(let node): options.members = node?.members ?? []
    case .failure(let problem): problems.append(problem)
    }
    return options
  }
}
