/// Reads the cells of a percent script: each starts with a line `# %%`.
struct PercentReader {
  private let content: CellContent
  private let text: TextLines
  private var fences = MarkdownFences()

  /// A reader of a script; in hydrogen scripts magics are no comments, but stand as they are.
  init(_ text: TextLines, hasCommentedMagics: Bool) {
    self.text = text
    content = CellContent(text: text, hasCommentedMagics: hasCommentedMagics)
  }

  /// The cells from a line on.
  mutating func cells(from start: Int) -> [JupytextCell] {
    var cells: [JupytextCell] = []
    var line = start
    while line < text.count {
      let cell = cell(at: line)
      line = cell.lines.upperBound
      cells.append(cell)
    }
    return cells
  }

  private mutating func cell(at first: Int) -> JupytextCell {
    let marker = PercentMarker(text[first])
    var options: CellOptions?
    if case .options(let text) = marker { options = CellOptions(reading: text, isTitled: true) }
    let isLeftOut = options?.isActiveInNotebook == false
    let kind = options?.declaredKind ?? (isLeftOut ? .raw : .code)
    let next = nextMarker(after: first, isProse: kind != .code)
    var end = next
    if text.endWithTwoBlankLines(first..<next) {
      end = next - 2
    } else if text[next - 1].isEmpty {
      // A line of white space alone belongs to the cell.
      end = next - 1
    }
    let contentStart = marker == nil ? first : first + 1
    var cell = JupytextCell(
      kind: kind, lines: first..<next, hasMarker: marker != nil, options: options,
      contentLines: contentStart..<max(contentStart, end), source: CellSource())
    readSource(of: &cell, isLeftOut: isLeftOut && options?.declaredKind == nil)
    return cell
  }

  private func readSource(of cell: inout JupytextCell, isLeftOut: Bool) {
    let options = cell.options
    let lines = cell.contentLines
    cell.language = options?.language
    let isOtherLanguage = cell.language.map { !JupytextLanguages.isPython($0) } ?? false
    if options?.isActiveInScript(default: cell.kind == .code) ?? (cell.kind == .code) == false,
      let quoted = content.quoted(lines)
    {
      cell.source = quoted
    } else if options?.isActiveInScript() == false && !(isLeftOut && options?.string("active") == "")
      || isOtherLanguage && options?["active"] == nil
    {
      cell.isCommented = true
      cell.source = content.comments(lines, areProse: false)
    } else if cell.kind == .code || isLeftOut {
      cell.source = content.code(lines, isSurelyCode: true)
    } else {
      cell.isCommented = true
      cell.source = content.comments(lines, areProse: true)
    }
  }

  /// The line of the next marker; the end of the text where there is none.
  private mutating func nextMarker(after first: Int, isProse: Bool) -> Int {
    var quotes = QuoteState()
    var fence: MarkdownFences.Fence?
    for index in first..<text.count {
      let line = text[index]
      let isQuoted = quotes.isQuoted
      quotes.read(line)
      if isQuoted { continue }
      if isProse {
        // A fenced block of prose may hold lines that look like markers.
        let prose = line.behindComment ?? line
        if let open = fence {
          if open.isClosed(by: prose) { fence = nil }
          continue
        }
        if let opening = MarkdownFences.Fence(opening: prose),
          fences.isClosed(opening, behind: index, in: text)
        {
          fence = opening
          continue
        }
      }
      if index > first, PercentMarker(line) != nil { return index }
    }
    return text.count
  }
}

/// A line that starts a cell of a percent script.
enum PercentMarker {
  /// With what follows the percent signs.
  case options(ArraySlice<UInt8>)
  /// A form that says nothing more: `# <codecell>`, `# In[3]:`.
  case foreign

  /// Nil for a line that is no marker.
  init?(_ line: ArraySlice<UInt8>) {
    let start = line.trimmedStart
    guard start < line.endIndex, line[start] == UInt8(ascii: "#") else { return nil }
    let mark = line[line[(start + 1)...].trimmedStart...]
    if mark.hasPrefix("%%") {
      let rest = mark.dropFirst(2)
      let behind = rest.drop { $0 == UInt8(ascii: "%") }
      guard let next = behind.first else {
        if !rest.isEmpty { return nil }
        self = .options(rest)
        return
      }
      guard behind.prefix(3).prefix(1).isBlank || next >= 0x80 && behind.trimmedStart > behind.startIndex
      else {
        return nil
      }
      self = .options(rest)
    } else if Self.isForeign(mark.trimmed) {
      self = .foreign
    } else {
      return nil
    }
  }

  private static func isForeign(_ mark: ArraySlice<UInt8>) -> Bool {
    if mark.elementsEqual("<codecell>".utf8) { return true }
    guard mark.hasPrefix("In[") else { return false }
    let rest = mark.dropFirst(3).drop { $0.isASCIIDigit || $0 == 0x20 }
    return rest.elementsEqual("]".utf8) || rest.elementsEqual("]:".utf8)
  }
}

/// Fenced blocks in Markdown, and whether they are closed, found in one pass however many there are.
struct MarkdownFences {
  struct Fence {
    var sign: UInt8
    var length: Int

    /// The fence that a line opens; nil for another line.
    init?(opening line: ArraySlice<UInt8>) {
      guard let (fence, info) = Self.reading(line) else { return nil }
      if fence.sign == UInt8(ascii: "`"), info.contains(fence.sign) { return nil }
      self = fence
    }

    private init(sign: UInt8, length: Int) {
      self.sign = sign
      self.length = length
    }

    func isClosed(by line: ArraySlice<UInt8>) -> Bool {
      guard let (fence, info) = Self.reading(line) else { return false }
      return fence.sign == sign && fence.length >= length && info.isBlank
    }

    /// The fence at the start of a line, and what follows it.
    private static func reading(_ line: ArraySlice<UInt8>) -> (Fence, info: ArraySlice<UInt8>)? {
      let text = line.drop { $0 == 0x20 }
      guard text.startIndex - line.startIndex <= 3, let sign = text.first,
        sign == UInt8(ascii: "`") || sign == UInt8(ascii: "~")
      else { return nil }
      let info = text.drop { $0 == sign }
      let length = info.startIndex - text.startIndex
      return length >= 3 ? (Fence(sign: sign, length: length), info) : nil
    }
  }

  /// For each sign the length from which on no fence is closed any more.
  private var unclosed: [UInt8: Int] = [:]

  mutating func isClosed(_ fence: Fence, behind line: Int, in text: TextLines) -> Bool {
    if let length = unclosed[fence.sign], fence.length >= length { return false }
    for index in (line + 1)..<max(line + 1, text.count) {
      let prose = text[index].behindComment ?? text[index]
      if fence.isClosed(by: prose) { return true }
    }
    unclosed[fence.sign] = fence.length
    return false
  }
}
