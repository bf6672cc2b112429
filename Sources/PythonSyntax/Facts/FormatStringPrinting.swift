/// Whether astor 0.8.1 prints f-strings so that Python reads them again.
///
/// It prints the text between the quotes, the fields with their own strings quoted anew, as `repr` prints a string. Where
/// the text has quotes of both kinds those in the fields get a backslash, which Python does not read there. Text with
/// line ends it prints between triple quotes where that makes long lines, which is good Python.
struct FormatStringPrinting {
  /// What is known of printed text.
  private struct Text {
    var hasSingleQuotes = false
    var hasDoubleQuotes = false
    /// Whether single quotes stand where a backslash before them is an error.
    var hasBareSingleQuotes = false
    /// Whether it is no Python in any case.
    var isBroken = false

    mutating func add(_ other: Text) {
      hasSingleQuotes = hasSingleQuotes || other.hasSingleQuotes
      hasDoubleQuotes = hasDoubleQuotes || other.hasDoubleQuotes
      hasBareSingleQuotes = hasBareSingleQuotes || other.hasBareSingleQuotes
      isBroken = isBroken || other.isBroken
    }

    mutating func add(literal bytes: ArraySlice<UInt8>) {
      hasSingleQuotes = hasSingleQuotes || bytes.contains { $0 == "'" }
      hasDoubleQuotes = hasDoubleQuotes || bytes.contains { $0 == "\"" }
    }
  }

  let tree: SyntaxTree
  let source: [UInt8]
  /// Lines that this many characters make, or more, are printed between triple quotes.
  private static let longLine = 100
  /// Strings shorter than this are printed as they are.
  private static let shortString = 20

  /// Whether the f-string `node`, part of `statement` in so many blocks, is printed as something else than Python.
  func breaks(_ node: NodeIndex, in statement: NodeIndex, blocks: Int) -> Bool {
    let text = content(of: node)
    if text.isBroken { return true }
    guard text.hasSingleQuotes, text.hasDoubleQuotes, text.hasBareSingleQuotes else { return false }
    // At the start of a line triple quotes are taken.
    if tree[statement].kind == .expressionStatement, tree[node].start == tree[statement].start {
      return false
    }
    return !isPrintedAsBlock(node, in: statement, blocks: blocks)
  }

  // MARK: Quotes

  /// What stands between the quotes when the f-string is printed.
  private func content(of node: NodeIndex) -> Text {
    var text = Text()
    for part in literals(of: node) {
      let range = StringLiteral.parts(tree[part].range, source).content
      guard tree[part].kind == .formatString else {
        text.add(literal: source[range])
        continue
      }
      var start = range.lowerBound
      var field = tree[part].firstChild
      while field >= 0 {
        text.add(literal: source[start..<max(start, Int(tree[field].start))])
        text.add(self.field(field))
        start = Int(tree[field].end)
        field = tree[field].next
      }
      text.add(literal: source[start..<max(start, range.upperBound)])
    }
    return text
  }

  /// The adjacent literals that a string is made of.
  private func literals(of node: NodeIndex) -> [NodeIndex] {
    let first = tree[node].firstChild
    guard first >= 0, tree[first].kind != .replacementField else { return [node] }
    return Array(tree.children(node))
  }

  private func field(_ node: NodeIndex) -> Text {
    let expression = tree[node].firstChild
    guard expression >= 0 else { return Text() }
    var text = Text()
    addExpression(expression, to: &text)
    let behind = source[Int(tree[expression].end)..<max(Int(tree[expression].end), Int(tree[node].end))]
    // In `{x=}` the source of the expression is text as well.
    let sign = behind.first { !$0.isBlank && !$0.isLineEnd && $0 != ")" } ?? UInt8(ascii: "}")
    if sign == "=" { text.add(literal: source[tree[expression].range]) }
    let format = tree[expression].next
    if format >= 0 {
      for field in tree.children(format) { text.add(self.field(field)) }
    } else {
      text.add(literal: behind)
    }
    switch tree[expression].kind {
    case .lambda: text.isBroken = true
    case .set, .dictionary, .setComprehension, .dictionaryComprehension:
      // The braces are printed side by side, which makes text of the first two.
      if sign != "}" { text.isBroken = true }
    default: break
    }
    return text
  }

  /// Adds the quotes of the strings in an expression, as they are printed.
  private func addExpression(_ node: NodeIndex, to text: inout Text) {
    switch tree[node].kind {
    case .string, .bytes:
      var content = Text()
      for part in literals(of: node) {
        content.add(literal: source[StringLiteral.parts(tree[part].range, source).content])
      }
      text.add(quoted(content, isFormat: false))
    case .formatString:
      text.add(quoted(content(of: node), isFormat: true))
    default:
      var child = tree[node].firstChild
      while child >= 0 {
        addExpression(child, to: &text)
        child = tree[child].next
      }
    }
  }

  /// A string inside a field, with its quotes: double ones only where it has single ones and no double ones.
  private func quoted(_ content: Text, isFormat: Bool) -> Text {
    var text = content
    if content.hasSingleQuotes, !content.hasDoubleQuotes {
      text.hasDoubleQuotes = true
      return text
    }
    if isFormat, content.hasBareSingleQuotes, content.hasDoubleQuotes { text.isBroken = true }
    text.hasSingleQuotes = true
    text.hasBareSingleQuotes = true
    return text
  }

  // MARK: Lines

  /// Whether an f-string with line ends is printed between triple quotes. Its length, and that of what is printed in
  /// front of it on the line, is taken from the source: spaces apart they are the same.
  private func isPrintedAsBlock(_ node: NodeIndex, in statement: NodeIndex, blocks: Int) -> Bool {
    let bytes = literals(of: node).flatMap { text(of: $0) }
    let lines = Self.lines(of: bytes)
    guard lines.count > 1 else { return false }
    let escapes = bytes.count { $0 == "'" || $0 == "\n" }
    let length = bytes.count + escapes + 2
    if length < Self.shortString { return false }
    let indentation = blocks * 4
    if indentation + widthOfLine(from: Int(tree[statement].start), to: Int(tree[node].start)) + length
      >= Self.longLine
    {
      return true
    }
    let others = lines.dropFirst().filter { !$0.allSatisfy(\.isBlank) }
    return !others.isEmpty && others.allSatisfy { $0.prefix(while: { $0 == " " }).count >= indentation }
  }

  /// What stands between the quotes of one literal. What is no escape has no backslash.
  private func text(of literal: NodeIndex) -> [UInt8] {
    let (prefix, content) = StringLiteral.parts(tree[literal].range, source)
    var bytes = Array(source[content])
    func hideBackslashes(_ range: Range<Int>) {
      for place in range.clamped(to: content) where bytes[place - content.lowerBound] == "\\" {
        bytes[place - content.lowerBound] = UInt8(ascii: "/")
      }
    }
    if prefix.contains(.raw) { hideBackslashes(content) }
    if tree[literal].kind == .formatString {
      for field in tree.children(literal) { hideBackslashes(tree[field].range) }
    }
    return bytes
  }

  /// The lines of a string as they are when it is read.
  private static func lines(of bytes: [UInt8]) -> [[UInt8]] {
    var lines: [[UInt8]] = [[]]
    var index = 0
    while index < bytes.count {
      let isEscape = bytes[index] == "\\" && index + 1 < bytes.count
      if bytes[index] == "\n" || (isEscape && bytes[index + 1] == "n") {
        lines.append([])
      } else {
        lines[lines.count - 1].append(bytes[index])
      }
      index += isEscape ? 2 : 1
    }
    return lines
  }

  /// How many characters the source between two places takes on one line.
  private func widthOfLine(from start: Int, to end: Int) -> Int {
    var width = 0
    var isSpace = true
    for byte in source[start..<max(start, end)] {
      let isBlank = byte.isBlank || byte.isLineEnd
      if !isBlank || !isSpace { width += 1 }
      isSpace = isBlank || byte == "(" || byte == "["
    }
    return width
  }
}
