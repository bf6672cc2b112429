extension Lexer {
  /// Reads blank lines and then the indentation of the next line that holds something.
  mutating func readIndentation() {
    while position < limit {
      let lineBegin = position
      let found = measureIndentation()
      let byte = peek()
      if position >= limit { return }
      if byte == "#" {
        skipComment()
        if position < limit { skipLineEnd() }
      } else if byte.isLineEnd {
        skipLineEnd()
      } else {
        isAtLineStart = false
        apply(found, lineBegin: lineBegin)
        lineStart = position
        lineFirstToken = tokens.count
        if dialect == .notebook, byte == "%" || byte == "!" || byte == "?" { readLineEscape() }
        return
      }
    }
  }

  private mutating func measureIndentation() -> Indentation {
    var width = Indentation(column: 0, alternative: 0)
    var continued: Indentation?
    while true {
      switch peek() {
      case " ":
        width.column &+= 1
        width.alternative &+= 1
      case "\t":
        width.column = (width.column / 8 &+ 1) &* 8
        width.alternative &+= 1
      case "\u{c}":
        width = Indentation(column: 0, alternative: 0)
      case "\\" where peek(1).isLineEnd:
        continued = continued ?? width
        position += 1
        skipLineEnd()
        continue
      default:
        return continued ?? width
      }
      position &+= 1
    }
  }

  private mutating func apply(_ found: Indentation, lineBegin: Int) {
    guard let top = indents.last else { return }
    if found.column == top.column {
      if found.alternative != top.alternative { reportTabs(lineBegin) }
    } else if found.column > top.column {
      if indents.count >= Self.indentationLimit {
        log.add("too many levels of indentation", lineBegin..<position)
        return
      }
      if found.alternative <= top.alternative { reportTabs(lineBegin) }
      indents.append(found)
      add(.indent, from: lineBegin)
    } else {
      dedent(to: found, lineBegin: lineBegin)
    }
  }

  private mutating func dedent(to found: Indentation, lineBegin: Int) {
    while indents.count > 1, let top = indents.last, found.column < top.column {
      if found.column > indents[indents.count - 2].column {
        // Between two levels: the line stays in the inner block, whose width it now gives.
        log.add("unindent does not match any outer indentation level", lineBegin..<position)
        indents[indents.count - 1] = found
        return
      }
      indents.removeLast()
      tokens.append(Token(kind: .dedent, start: Int32(position), end: Int32(position)))
    }
    if let top = indents.last, found.alternative != top.alternative { reportTabs(lineBegin) }
  }

  private mutating func reportTabs(_ lineBegin: Int) {
    log.add("inconsistent use of tabs and spaces in indentation", lineBegin..<position)
  }
}
