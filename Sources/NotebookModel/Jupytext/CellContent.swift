/// Turns the lines of a cell into its source: what a script has as comments becomes text, magics and prose.
struct CellContent {
  let text: TextLines
  /// Whether magics stand as comments.
  let hasCommentedMagics: Bool

  /// The source of lines that are code. Where they surely are, since the cell has a marker, `name?` is a question.
  func code(_ lines: Range<Int>, isSurelyCode: Bool) -> CellSource {
    var quotes = QuoteState()
    var isContinued = false
    var result: [(line: Int, indentation: ArraySlice<UInt8>, rest: ArraySlice<UInt8>)] = []
    for index in lines {
      let line = text[index]
      if hasCommentedMagics, !quotes.isQuoted,
        isContinued || JupytextMagics.isMagic(line, isSurelyCode: isSurelyCode)
      {
        if let (indentation, rest) = JupytextMagics.uncommented(line) {
          result.append((index, indentation, rest))
        }
        isContinued = JupytextMagics.goesOn(line)
      }
      quotes.read(line)
    }
    return source(of: lines, changed: unescapingMarkers(lines, result))
  }

  /// A line that would be a cell marker of the light format has one comment sign more.
  private func unescapingMarkers(
    _ lines: Range<Int>, _ changed: [(line: Int, indentation: ArraySlice<UInt8>, rest: ArraySlice<UInt8>)]
  ) -> [(line: Int, indentation: ArraySlice<UInt8>, rest: ArraySlice<UInt8>)] {
    // Most cells have none.
    guard lines.contains(where: { LightMarker.isEscaped(text[$0]) }) else { return changed }
    var quotes = QuoteState()
    var result: [(line: Int, indentation: ArraySlice<UInt8>, rest: ArraySlice<UInt8>)] = []
    var left = changed[...]
    for index in lines {
      let known = left.first?.line == index ? left.popFirst() : nil
      let line = known?.rest ?? text[index]
      let isWhole = known?.indentation.isEmpty ?? true
      if isWhole, !quotes.isQuoted, LightMarker.isEscaped(line), let rest = line.behindComment,
        LightMarker.isEscaped(rest)
      {
        result.append((index, line[line.startIndex..<line.startIndex], rest))
      } else if let known {
        result.append(known)
      }
      quotes.read(line)
    }
    return result
  }

  /// The source of lines that stand as comments: prose, or code that is not for Python.
  func comments(_ lines: Range<Int>, areProse: Bool, isSurelyCode: Bool = true) -> CellSource {
    var quotes = QuoteState()
    var isContinued = false
    var result = CellSource()
    for index in lines {
      var line = text[index]
      let isMagic =
        areProse && hasCommentedMagics && !quotes.isQuoted
        && (isContinued || JupytextMagics.isMagic(line, isSurelyCode: isSurelyCode))
      quotes.read(line)
      if isMagic {
        isContinued = JupytextMagics.goesOn(line)
        // An indented one keeps its indentation, and with it the other comment signs.
        if let (indentation, rest) = JupytextMagics.uncommented(line) {
          if !indentation.isEmpty {
            result.append(line: indentation, rest)
            continue
          }
          line = rest
        }
      }
      result.append(line: line.behindComment ?? line)
    }
    return result
  }

  /// The source of prose between three quotes; nil where the lines are none.
  func quoted(_ lines: Range<Int>) -> CellSource? {
    let whole = text.range(of: lines)
    var content = text.bytes[whole].trimmed
    if content.first == UInt8(ascii: "r") || content.first == UInt8(ascii: "R") {
      content = content.dropFirst()
    }
    guard let quote = ["\"\"\"", "'''"].first(where: content.hasPrefix), content.hasSuffix(quote),
      content.count >= 6
    else { return nil }
    content = content.dropFirst(3).dropLast(3)
    var lines = Array(text.line(containing: content.startIndex)...text.line(containing: content.endIndex))
    let part = { (index: Int) in
      let line = text[index]
      let start = min(max(line.startIndex, content.startIndex), content.endIndex)
      return line[start..<max(start, min(line.endIndex, content.endIndex))]
    }
    // The quotes may stand on lines of their own, and one empty line before the last is lost.
    if lines.count > 1, part(lines[0]).isEmpty { lines.removeFirst() }
    for _ in 0..<2 where lines.count > 1 {
      if part(lines[lines.count - 1]).isEmpty { lines.removeLast() }
    }
    var result = CellSource()
    for index in lines { result.append(line: part(index)) }
    return result
  }

  private func source(
    of lines: Range<Int>, changed: [(line: Int, indentation: ArraySlice<UInt8>, rest: ArraySlice<UInt8>)]
  ) -> CellSource {
    guard !changed.isEmpty else { return CellSource(lines, of: text) }
    var source = CellSource()
    var left = changed[...]
    for index in lines {
      if let change = left.first, change.line == index {
        left.removeFirst()
        source.append(line: change.indentation, change.rest)
      } else {
        source.append(line: text[index])
      }
    }
    return source
  }
}

/// Cell markers of the light format: `# + tags=["step:a"]`.
enum LightMarker {
  /// What follows the marker of a line; nil for another line.
  static func options(of line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    guard line.first == UInt8(ascii: "#") else { return nil }
    let rest = line[line.dropFirst().trimmedStart...]
    return rest.first == UInt8(ascii: "+") ? rest.dropFirst() : nil
  }

  /// Whether a line is a marker with comment signs before it, or without.
  static func isEscaped(_ line: ArraySlice<UInt8>) -> Bool {
    var rest = line
    while let next = rest.behindComment { rest = next }
    return rest.startIndex > line.startIndex && rest.first == UInt8(ascii: "+")
  }
}
