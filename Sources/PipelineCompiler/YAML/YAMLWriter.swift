/// Writes YAML: block style, keys sorted, two columns of indentation, as KFP's own files are.
///
/// The same value always gives the same bytes. Whatever a string holds, a reader gets that string back.
struct YAMLWriter {
  /// Columns that a level of nesting is indented by.
  static let indentation = 2

  private var text = ""
  /// As many spaces as any line has been indented by, and some more.
  private var spaces = ""

  /// The document's text, ending in a line feed.
  static func write(_ document: YAMLValue) -> String {
    var writer = YAMLWriter()
    switch document {
    case .mapping(let fields) where !fields.isEmpty: writer.write(fields: fields, column: 0)
    case .sequence(let items) where !items.isEmpty: writer.write(items: items, column: 0)
    default: writer.writeInline(document, column: 0)
    }
    return writer.text
  }

  /// Writes a mapping's fields, each on a line of its own; the first goes on the current line.
  private mutating func write(fields: [String: YAMLValue], column: Int) {
    let sorted = fields.sorted { $0.key.unicodeScalars.lexicographicallyPrecedes($1.key.unicodeScalars) }
    for (index, field) in sorted.enumerated() {
      if index > 0 { indent(column) }
      let needsMark = write(key: field.key)
      if needsMark { indent(column) }
      text += ":"
      write(field.value, afterKeyAt: column)
    }
  }

  /// Writes a key and says whether its value needs a line of its own: readers look for a key's colon within its
  /// first 1,024 characters only, unless the key is marked with `?`.
  private mutating func write(key: String) -> Bool {
    let longestUnmarkedKey = 128
    let needsMark = key.utf8.count > longestUnmarkedKey
    if needsMark { text += "? " }
    switch YAMLScalar(key, allowsLiteral: false) {
    case .plain(let scalar), .quoted(let scalar): text += scalar
    case .literal: break  // not allowed above
    }
    if needsMark { text += "\n" }
    return needsMark
  }

  private mutating func write(_ value: YAMLValue, afterKeyAt column: Int) {
    switch value {
    case .mapping(let fields) where !fields.isEmpty:
      text += "\n"
      indent(column + Self.indentation)
      write(fields: fields, column: column + Self.indentation)
    case .sequence(let items) where !items.isEmpty:
      // A sequence in a mapping stands in the column of its key.
      text += "\n"
      indent(column)
      write(items: items, column: column)
    default:
      text += " "
      writeInline(value, column: column)
    }
  }

  /// Writes a sequence's items, each on a line of its own; the first goes on the current line.
  private mutating func write(items: [YAMLValue], column: Int) {
    for (index, item) in items.enumerated() {
      if index > 0 { indent(column) }
      text += "- "
      switch item {
      case .mapping(let fields) where !fields.isEmpty:
        write(fields: fields, column: column + Self.indentation)
      case .sequence(let items) where !items.isEmpty: write(items: items, column: column + Self.indentation)
      default: writeInline(item, column: column)
      }
    }
  }

  /// Writes a value that starts on the current line, and the line feed after it.
  private mutating func writeInline(_ value: YAMLValue, column: Int) {
    switch value {
    case .string(let string): write(string: string, column: column)
    case .boolean(let value): text += value ? "true\n" : "false\n"
    case .number(let value): text += Self.number(value) + "\n"
    case .sequence: text += "[]\n"
    case .mapping: text += "{}\n"
    }
  }

  private mutating func write(string: String, column: Int) {
    switch YAMLScalar(string) {
    case .plain(let scalar), .quoted(let scalar):
      text += scalar + "\n"
    case .literal(let header, let lines):
      text += header + "\n"
      for line in lines {
        if !line.isEmpty {
          indent(column + Self.indentation)
          text += Substring(line)
        }
        text += "\n"
      }
    }
  }

  private mutating func indent(_ column: Int) {
    // Spaces that are there are copied at once; `String(repeating:count:)` puts them together one by one.
    while spaces.utf8.count < column { spaces += "                " }
    text += Substring(spaces.utf8.prefix(column))
  }

  /// A number that a reader of YAML 1.1 too takes for one: it wants a dot before an exponent.
  private static func number(_ value: Double) -> String {
    let digits = value.description
    guard let exponent = digits.firstIndex(of: "e"), !digits.contains(".") else { return digits }
    return digits[..<exponent] + ".0" + digits[exponent...]
  }
}
