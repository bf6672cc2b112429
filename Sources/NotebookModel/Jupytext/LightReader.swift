/// Reads the cells of a script in the light format: paragraphs, and `# + tags=["step:a"]` … `# -` where a cell has
/// metadata or blank lines.
struct LightReader {
  /// Other signs for the start and the end of a cell, such as `region` and `endregion`.
  struct Markers {
    var start: String
    var end: String
  }

  private let text: TextLines
  private let content: CellContent
  private let markers: Markers?
  /// For each line whether the next one that is not blank is indented.
  private let indentedNext: [Bool]
  /// For each line whether it and all after it up to the next blank one are comments, and none of them a magic.
  private let isCommentParagraph: [Bool]

  init(_ text: TextLines, hasCommentedMagics: Bool, markers: Markers?) {
    self.text = text
    self.markers = markers
    content = CellContent(text: text, hasCommentedMagics: hasCommentedMagics)
    var indented = false
    var isParagraph = true
    var indentations: [Bool] = []
    var paragraphs: [Bool] = []
    for index in text.indices.reversed() {
      let line = text[index]
      if !line.isBlank { indented = line.trimmedStart > line.startIndex }
      indentations.append(indented)
      let isComment = line.first == UInt8(ascii: "#")
      isParagraph = isComment ? isParagraph && !Self.isMagic(line) : line.isBlank
      paragraphs.append(isComment && isParagraph)
    }
    indentedNext = indentations.reversed()
    isCommentParagraph = paragraphs.reversed()
  }

  /// Whether a comment is a magic of IPython's; titles are none.
  private static func isMagic(_ line: ArraySlice<UInt8>) -> Bool {
    line.dropFirst().trimmedFirst != UInt8(ascii: "#") && JupytextMagics.isMagic(line, isSurelyCode: false)
  }

  /// The cells from a line on.
  func cells(from start: Int) -> [JupytextCell] {
    var cells: [JupytextCell] = []
    var line = start
    while line < text.count {
      let cell = cell(at: line)
      line = max(line + 1, cell.lines.upperBound)
      cells.append(cell)
    }
    return cells
  }

  private func cell(at first: Int) -> JupytextCell {
    var options = startOptions(of: text[first]).map { CellOptions(reading: $0, isTitled: true) }
    var kind = options?.declaredKind ?? .code
    let end: CellEnd
    if options == nil, !isEndMarker(text[first]), isCommentParagraph[first] {
      kind = .markdown
      let blank = (first..<text.count).first { text[$0].isBlank }
      end = CellEnd(content: blank ?? text.count, next: blank.map { $0 + 1 } ?? text.count)
    } else {
      let (found, isDismissed) = codeEnd(from: first, options)
      end = found
      // Of markers within each other the innermost counts.
      if isDismissed { options = nil }
    }
    let contentStart = options == nil ? first : first + 1
    var lines = contentStart..<max(contentStart, end.content)
    if end.isMarked, text.endWithTwoBlankLines(lines) { lines = contentStart..<end.content - 2 }
    var cell = JupytextCell(
      kind: kind, lines: first..<end.start(ofNextIn: text), hasMarker: options != nil, options: options,
      contentLines: lines,
      source: CellSource())
    readSource(of: &cell)
    if kind == .code, options?.isActiveInNotebook == false { cell.kind = .raw }
    return cell
  }

  private func startOptions(of line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    guard let markers else { return LightMarker.options(of: line) }
    guard line.first == UInt8(ascii: "#") else { return nil }
    let rest = line[line.dropFirst().trimmedStart...]
    return rest.hasPrefix(markers.start) ? rest.dropFirst(markers.start.utf8.count) : nil
  }

  /// Whether a line ends a cell that has markers of its own.
  private func isEndMarker(_ line: ArraySlice<UInt8>) -> Bool {
    guard let markers, line.first == UInt8(ascii: "#") else { return false }
    return line.dropFirst().trimmed.elementsEqual(markers.end.utf8)
  }

  /// Whether a line is the end of the cell with these options.
  private func isEnd(_ line: ArraySlice<UInt8>, _ options: CellOptions) -> Bool {
    guard markers == nil else { return isEndMarker(line) }
    guard line.hasPrefix("# ") else { return false }
    let sign = options.string("endofcell") ?? "-"
    let rest = line.dropFirst(2)
    return rest.hasPrefix(sign) && rest.dropFirst(sign.utf8.count).isBlank
  }

  private func codeEnd(from first: Int, _ options: CellOptions?) -> (CellEnd, isDismissed: Bool) {
    var quotes = QuoteState()
    for index in (options == nil ? first : first + 1)..<max(first + 1, text.count) {
      let line = text[index]
      let isQuoted = quotes.isQuoted
      quotes.read(line)
      if isQuoted { continue }
      if startOptions(of: line) != nil {
        var blanks = 0
        while blanks < 2, index - blanks > first, text[index - blanks - 1].isBlank { blanks += 1 }
        return (CellEnd(content: index - blanks, next: index), options != nil && markers != nil)
      }
      if let options {
        if isEnd(line, options) { return (CellEnd(content: index, next: index + 1, isMarked: true), false) }
      } else if line.isBlank, !indentedNext[index] {
        if index > first { return (CellEnd(content: index, next: index + 1), false) }
        let isTextNext = index + 1 < text.count && !text[index + 1].isBlank
        return (CellEnd(content: first + 1, next: isTextNext ? first + 1 : first + 2), false)
      }
    }
    return (CellEnd(content: text.count, next: text.count), false)
  }

  private func readSource(of cell: inout JupytextCell) {
    let options = cell.options
    let lines = cell.contentLines
    cell.language = options?.language
    let isOtherLanguage = cell.language.map { !JupytextLanguages.isPython($0) } ?? false
    if options?.isActiveInScript(default: cell.kind == .code) ?? (cell.kind == .code) == false,
      let quoted = content.quoted(lines)
    {
      cell.source = quoted
    } else if options?.isActiveInScript() == false || isOtherLanguage && options?["active"] == nil {
      cell.isCommented = true
      cell.source = content.comments(lines, areProse: false)
    } else if cell.kind == .code {
      cell.source = content.code(lines, isSurelyCode: cell.hasMarker)
    } else {
      cell.isCommented = true
      cell.source = content.comments(lines, areProse: true, isSurelyCode: cell.hasMarker)
    }
  }
}
