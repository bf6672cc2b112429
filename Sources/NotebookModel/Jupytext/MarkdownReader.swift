/// Reads the cells of a Markdown text: fenced code blocks in a language that Jupyter knows, regions between HTML comments,
/// and the prose between those, parted by two blank lines.
struct MarkdownReader {
  private let text: TextLines
  private let splitsAtHeadings: Bool
  /// What ends a fenced block that is prose.
  private var blockEnd = BlockEnd(backticks: 3, isWholeLine: true)

  init(_ text: TextLines, splitsAtHeadings: Bool) {
    self.text = text
    self.splitsAtHeadings = splitsAtHeadings
  }

  /// A line of backticks, or one that starts with them.
  private struct BlockEnd {
    var backticks: Int
    var isWholeLine: Bool

    func matches(_ line: ArraySlice<UInt8>) -> Bool {
      guard line.prefix(backticks).count == backticks,
        line.prefix(backticks).allSatisfy({ $0 == UInt8(ascii: "`") })
      else { return false }
      return !isWholeLine || line.dropFirst(backticks).isBlank
    }
  }
  /// The cells from a line on.
  mutating func cells(from start: Int) -> [JupytextCell] {
    var cells: [JupytextCell] = []
    var line = start
    while line < text.count {
      blockEnd = BlockEnd(backticks: 3, isWholeLine: true)
      let cell = cell(at: line)
      line = max(line + 1, cell.lines.upperBound)
      cells.append(cell)
    }
    return cells
  }

  private mutating func cell(at first: Int) -> JupytextCell {
    var kind = NotebookCell.Kind.markdown
    var options: CellOptions?
    var language: String?
    let end: CellEnd
    if let region = MarkdownRegion(text[first]) {
      kind = region.name == "raw" ? .raw : .markdown
      options = region.options
      end = regionEnd(from: first, region.name)
    } else if let fence = CodeFence(text[first]) {
      kind = fence.isProse ? .markdown : .code
      options = fence.options
      if !fence.isProse { language = fence.options.language ?? fence.language }
      end = codeEnd(from: first, fence)
    } else {
      end = proseEnd(from: first)
    }
    let contentStart = options == nil ? first : first + 1
    let lines = contentStart..<max(contentStart, end.content)
    if kind == .code, options?.isActiveInNotebook == false { kind = .raw }
    return JupytextCell(
      kind: kind, lines: first..<end.start(ofNextIn: text), hasMarker: options != nil, options: options,
      contentLines: lines,
      source: CellSource(lines, of: text), language: language)
  }

  private func regionEnd(from first: Int, _ name: String) -> CellEnd {
    for index in first..<text.count where MarkdownRegion.isEnd(text[index], of: name) {
      return CellEnd(content: index, next: index + 1, isMarked: true)
    }
    return CellEnd(content: text.count, next: text.count)
  }

  private func codeEnd(from first: Int, _ fence: CodeFence) -> CellEnd {
    let end = BlockEnd(backticks: fence.backticks, isWholeLine: false)
    var quotes = QuoteState()
    for index in (first + 1)..<max(first + 1, text.count) {
      let isQuoted = quotes.isQuoted
      quotes.read(text[index])
      if !isQuoted, end.matches(text[index]) {
        return CellEnd(content: index, next: index + 1, isMarked: true)
      }
    }
    return CellEnd(content: text.count, next: text.count)
  }

  private mutating func proseEnd(from first: Int) -> CellEnd {
    var blanks = 0
    var isInBlock = false
    var isInIndentedBlock = false
    for index in first..<text.count {
      let line = text[index]
      if isInBlock, blockEnd.matches(line) {
        isInBlock = false
        continue
      }
      if blanks > 0, line.hasPrefix("    "), !line.isBlank {
        isInIndentedBlock = true
        blanks = 0
        continue
      }
      if isInIndentedBlock, !line.isBlank, !line.hasPrefix("    ") { isInIndentedBlock = false }
      if isInIndentedBlock || isInBlock { continue }
      switch start(of: line) {
      case .cell:
        return CellEnd(content: index - first > 1 && blanks > 0 ? index - 1 : index, next: index)
      case .block:
        isInBlock = true
        blanks = 0
      case .otherBlock where blanks >= 2: return CellEnd(content: index - 2, next: index, isMarked: true)
      case .otherBlock:
        isInBlock = true
        blanks = 0
      case .prose:
        if splitsAtHeadings, line.first == UInt8(ascii: "#"), blanks >= 1 {
          return CellEnd(content: index - 1, next: index)
        }
        if line.isBlank {
          blanks += 1
        } else if blanks >= 2 {
          return CellEnd(content: index - 2, next: index, isMarked: true)
        } else {
          blanks = 0
        }
      }
    }
    return CellEnd(content: text.count, next: text.count)
  }

  private enum Start {
    case cell
    /// A fenced block that is prose, with a language or braces after its sign.
    case block
    /// A fenced block of another kind.
    case otherBlock
    case prose
  }

  private mutating func start(of line: ArraySlice<UInt8>) -> Start {
    guard let first = line.first else { return .prose }
    if first == UInt8(ascii: "<") { return MarkdownRegion(line) == nil ? .prose : .cell }
    guard first == UInt8(ascii: "`"), line.hasPrefix("```") else { return .prose }
    if let fence = CodeFence(line) {
      blockEnd = BlockEnd(backticks: fence.backticks, isWholeLine: false)
      return fence.isProse ? .block : .cell
    }
    return line.hasPrefix("```{") ? .block : .otherBlock
  }
}

/// The first line of a cell of code in Markdown: ```` ```python tags=["step:a"] ````.
struct CodeFence {
  let backticks: Int
  let language: String
  let options: CellOptions
  /// Whether the block is not to be run: `.noeval`.
  let isProse: Bool

  /// Nil for a line that starts no cell.
  init?(_ line: ArraySlice<UInt8>) {
    let behind = line.drop { $0 == UInt8(ascii: "`") }
    backticks = behind.startIndex - line.startIndex
    guard backticks >= 3 else { return nil }
    let info = behind[behind.trimmedStart...]
    let word = info.prefix { $0 != 0x20 && !(0x09...0x0D ~= $0) }
    guard JupytextLanguages.contains(word) else { return nil }
    language = word.string
    options = CellOptions(reading: info, isTitled: false)
    isProse = options[".noeval"] != nil
  }
}

/// A line `<!-- #region tags=["a"] -->`, which starts a cell of prose.
struct MarkdownRegion {
  let name: String
  let options: CellOptions

  /// Nil for another line.
  init?(_ line: ArraySlice<UInt8>) {
    guard line.hasPrefix("<!--") else { return nil }
    let trimmed = line.trimmed
    guard trimmed.hasSuffix("-->"), trimmed.count >= 7 else { return nil }
    let inside = trimmed.dropFirst(4).dropLast(3)
    let mark = inside[inside.trimmedStart...]
    guard mark.first == UInt8(ascii: "#"),
      let name = ["region", "markdown", "md", "raw"].first(where: mark.dropFirst().hasPrefix)
    else { return nil }
    self.name = name
    options = CellOptions(reading: mark.dropFirst(1 + name.utf8.count), isTitled: true)
  }

  static func isEnd(_ line: ArraySlice<UInt8>, of name: String) -> Bool {
    guard line.hasPrefix("<!--") else { return false }
    let trimmed = line.trimmed
    guard trimmed.hasSuffix("-->"), trimmed.count >= 7 else { return false }
    return trimmed.dropFirst(4).dropLast(3).trimmed.elementsEqual("#end\(name)".utf8)
  }
}
