import KaleAnalysis

/// Python source text for values.
///
/// Whatever a value holds, its literal is one token that stands where it is put: on one line (`string`), or as a
/// triple-quoted string that no content can close (`block`). No literal holds what would be replaced wherever it stands
/// in a component's command: `{{$`, which KFP takes for a placeholder, `$(`, which Kubernetes takes for the name of an
/// environment variable, and `$$`, which it takes for a dollar sign.
enum PythonLiteral {
  /// A string in double quotes, on one line.
  static func string(_ text: String) -> String {
    "\"" + escapedOnOneLine(text) + "\""
  }

  /// Text of several lines as a triple-quoted string whose lines are the text's own, with a line feed added before
  /// and after so that they start at the margin. Raw where the text allows, so that backslashes read as typed.
  static func block(_ text: String) -> String {
    let text = withoutBlankPadding(text)
    if !needsEscapes(text) {
      if !text.holds("'''") { return "r'''\n\(text)\n'''" }
      if !text.holds("\"\"\"") { return "r\"\"\"\n\(text)\n\"\"\"" }
    }
    return "'''\n" + escapedLines(text) + "\n'''"
  }

  /// A string's content on one line, for a comment.
  static func comment(_ text: String) -> String {
    escapedOnOneLine(text)
  }

  static func boolean(_ value: Bool) -> String { value ? "True" : "False" }

  static func value(_ value: ParameterValue) -> String {
    switch value {
    case .integer(let number): String(number)
    case .float(let number): number.description
    case .boolean(let truth): boolean(truth)
    case .string(let text): string(text)
    }
  }

  /// A list of strings: on one line where that is short, else an item a line, indented for a line at `column`.
  static func list(_ items: [String], column: Int) -> String {
    let literals = items.map(string)
    let oneLine = "[" + literals.joined(separator: ", ") + "]"
    if oneLine.utf8.count <= 80 { return oneLine }
    let margin = String(repeating: " ", count: column)
    return "[\n" + literals.map { "\(margin)    \($0),\n" }.joined() + margin + "]"
  }
}

// MARK: - Escapes

extension PythonLiteral {
  /// Whether only an escape keeps the text whole on its way through the script, KFP and the YAML file.
  private static func needsEscapes(_ text: String) -> Bool {
    text.holds("{{$") || text.holds("$$") || text.holds("$(") || hasBlankLineWithPadding(text)
      || text.unicodeScalars.contains { $0 != "\n" && $0.needsEscape }
  }

  private static func escapedOnOneLine(_ text: String) -> String {
    var scalars = EscapedScalars(text)
    while let scalar = scalars.next() {
      switch scalar {
      case "\n": scalars.append("\\n")
      case "\r": scalars.append("\\r")
      case "\t": scalars.append("\\t")
      case "\\": scalars.append("\\\\")
      case "\"": scalars.append("\\\"")
      default: scalars.append(scalar)
      }
    }
    return scalars.escaped
  }

  private static func escapedLines(_ text: String) -> String {
    var scalars = EscapedScalars(text)
    var lineIsBlank = true
    while let scalar = scalars.next() {
      let endsBlankLine = lineIsBlank && (scalars.following == nil || scalars.following == "\n")
      switch scalar {
      case "\n": scalars.append("\n")
      case "\\": scalars.append("\\\\")
      case "'" where scalars.isPreceded(by: "''"): scalars.append("\\'")
      case " " where endsBlankLine: scalars.append("\\x20")
      case "\t" where endsBlankLine: scalars.append("\\t")
      default: scalars.append(scalar)
      }
      if scalar == "\n" { lineIsBlank = true } else if scalar != " " && scalar != "\t" { lineIsBlank = false }
    }
    return scalars.escaped
  }
}

// MARK: - Blank lines

extension PythonLiteral {
  /// The text with lines of nothing but blanks made empty, unless they may be part of a string.
  ///
  /// KFP empties such lines when it takes a component's source from the script, so a literal has to spell them with
  /// escapes where they matter. They matter in triple-quoted strings and in the body of a cell magic; elsewhere they
  /// are what an editor's automatic indentation leaves behind.
  private static func withoutBlankPadding(_ text: String) -> String {
    guard hasBlankLineWithPadding(text), !mayHoldText(text) else { return text }
    let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    return lines.map { isBlank($0) ? "" : String(Substring($0)) }.joined(separator: "\n")
  }

  private static func mayHoldText(_ text: String) -> Bool {
    text.holds("'''") || text.holds("\"\"\"") || text.holds("%%")
  }

  private static func hasBlankLineWithPadding(_ text: String) -> Bool {
    var isBlank = true
    var hasPadding = false
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\n"):
        if isBlank, hasPadding { return true }
        (isBlank, hasPadding) = (true, false)
      case UInt8(ascii: " "), UInt8(ascii: "\t"): hasPadding = true
      default: isBlank = false
      }
    }
    return isBlank && hasPadding
  }

  private static func isBlank(_ line: Substring.UTF8View) -> Bool {
    line.allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
  }
}
