import SourceText

/// Makes edits of a cell's source in the lines that it stands in, which may be comments.
struct JupytextSourceEditor {
  private let document: JupytextDocument
  private let cell: JupytextCell

  init(_ document: JupytextDocument, _ cell: JupytextCell) {
    self.document = document
    self.cell = cell
  }

  /// Lines of a source that edits touch, and the new ones in their place.
  private struct Window {
    var old: Range<Int>
    var new: Range<Int>
  }

  /// The replacements for edits of the source, which are in order and do not overlap; nil where its lines are not those of
  /// the text.
  func edits(_ edits: [SourceEdit], of source: SourceText) -> [SourceEdit]? {
    let old = Self.lines(of: source.string)
    // The cell magic of another language stands on the marker.
    let hidden = cell.source.textOffset(of: 0).map {
      $0 < document.lines.start(of: cell.contentLines.lowerBound)
    }
    let first = cell.contentLines.lowerBound - (hidden == true && cell.language != nil ? 1 : 0)
    let isEmpty = cell.contentLines.isEmpty && old == [""]
    guard isEmpty || first + old.count == cell.contentLines.upperBound else { return nil }
    let new = Self.lines(of: source.applying(edits).string)
    let rendered = rendering(new)
    return windows(edits, of: source, new.count - old.count).map { window in
      let text = rendered[window.new.clamped(to: 0..<rendered.count)].joined(separator: document.lineBreak)
      guard !isEmpty else {
        let place = document.lines.range(of: max(0, first - 1)).upperBound
        return SourceEdit(range: place..<place, replacement: document.lineBreak + text)
      }
      let lines = first + window.old.lowerBound..<first + window.old.upperBound
      return trimmed(SourceEdit(range: document.lines.range(of: lines), replacement: text))
    }
  }

  /// The lines that edits touch, those on one line together.
  private func windows(_ edits: [SourceEdit], of source: SourceText, _ growth: Int) -> [Window] {
    var windows: [Window] = []
    var shift = 0
    var starts = [0]
    for (offset, byte) in source.utf8.enumerated() where byte == UInt8(ascii: "\n") {
      starts.append(offset + 1)
    }
    for edit in edits {
      let first = starts.lastIndex(notAfter: edit.range.lowerBound) ?? 0
      let last = starts.lastIndex(notAfter: edit.range.upperBound) ?? first
      let lines = first..<last + 1
      let added = edit.replacement.utf8.count { $0 == UInt8(ascii: "\n") } - (lines.count - 1)
      if let last = windows.last, lines.lowerBound < last.old.upperBound {
        windows[windows.count - 1].old = last.old.lowerBound..<max(last.old.upperBound, lines.upperBound)
        let grown = lines.upperBound - last.old.upperBound + added
        windows[windows.count - 1].new =
          last.new.lowerBound..<max(last.new.lowerBound, last.new.upperBound + grown)
      } else {
        windows.append(Window(old: lines, new: lines.lowerBound + shift..<lines.upperBound + shift + added))
      }
      shift += added
    }
    return windows
  }

  /// Lines of a source as they stand in the text.
  private func rendering(_ lines: [String]) -> [String] {
    if cell.isCommented { return lines.map { $0.isEmpty ? "#" : "# " + $0 } }
    guard cell.kind == .code else { return lines }
    return Self.script(lines, format: document.format, hasMarker: cell.hasMarker)
  }

  /// Lines of code as a format has them: magics as comments, where it has them so.
  static func script(_ lines: [String], format: JupytextFormat, hasMarker: Bool) -> [String] {
    let (hasCommentedMagics, isLight) =
      switch format {
      case .percent(let hasCommentedMagics): (hasCommentedMagics, false)
      case .light(let hasCommentedMagics, _): (hasCommentedMagics, true)
      case .markdown, .myst: (false, false)
      }
    guard hasCommentedMagics || isLight else { return lines }
    var quotes = QuoteState()
    var isContinued = false
    return lines.map { text in
      let line = Array(text.utf8)[...]
      defer { quotes.read(line) }
      if quotes.isQuoted { return text }
      if hasCommentedMagics, isContinued || JupytextMagics.isMagic(line, isSurelyCode: hasMarker) {
        let start = isContinued ? line.startIndex : line.trimmedStart
        isContinued = JupytextMagics.goesOn(line)
        return line[..<start].string + "# " + line[start...].string
      }
      return isLight && LightMarker.isEscaped(line) ? "# " + text : text
    }
  }

  /// The lines of a source; one that ends with a line break ends with an empty line.
  static func lines(of source: String) -> [String] {
    source.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map {
      String(Substring($0))
    }
  }

  /// An edit without what stays the same at its ends.
  private func trimmed(_ edit: SourceEdit) -> SourceEdit {
    let old = document.text.utf8[edit.range]
    let new = Array(edit.replacement.utf8)
    let isInside = { (byte: UInt8?) in byte.map { $0 & 0xC0 == 0x80 } ?? false }
    var front = zip(old, new).prefix { $0 == $1 }.count
    while front > 0, isInside(old.dropFirst(front).first) || isInside(new.dropFirst(front).first) {
      front -= 1
    }
    let limit = min(old.count, new.count) - front
    var back = min(limit, zip(old.reversed(), new.reversed()).prefix { $0 == $1 }.count)
    while back > 0, isInside(old.suffix(back).first) { back -= 1 }
    let text = String(decoding: new[front..<new.count - back], as: UTF8.self)
    return SourceEdit(
      range: edit.range.lowerBound + front..<edit.range.upperBound - back, replacement: text)
  }
}
