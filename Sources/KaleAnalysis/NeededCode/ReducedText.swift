import PythonSyntax

/// The text of a block without what a step does not need, line by line as long as before.
struct ReducedText {
  private let block: SharedBlock
  /// The new text of each line that changes, and the number of lines that it replaces.
  private var changed: [Int: (text: [UInt8], lines: Int)] = [:]
  /// The first lines of successive statements that are left out, and what they are.
  private var runs: [(line: Int, end: Int, texts: [String])] = []

  /// The statements that are left out.
  private var leftOut: Set<Int> = []

  init(_ block: SharedBlock) { self.block = block }

  /// Leaves out a statement, or some names of an import statement.
  mutating func leaveOut(_ names: Set<Int>, of index: Int, isWhole: Bool) {
    let statement = block.statements[index]
    let lines = block.linesOfStatement[index]
    guard isWhole else {
      let texts = names.sorted().compactMap { statement.imports[$0].name }
      let bytes = ReducedImport(statement, names, block.bytes).bytes
      let (start, end) = (lines.lowerBound, lines.upperBound - 1)
      let front = block.bytes[block.lines[start].range.lowerBound..<statement.range.lowerBound]
      let back = block.bytes[statement.range.upperBound..<block.lines[end].range.upperBound]
      let code = (front + bytes + back).reversed().drop(while: \.isSpaceOrTab).reversed()
      let comment = "  " + LeftOutText.comment(texts, separator: ", ")
      changed[start] = (code + Array(comment.utf8), lines.count)
      return
    }
    let texts = LeftOutText.texts(of: statement, names: nil)
    leftOut.insert(index)
    if let last = runs.last, isBlank(last.end..<lines.lowerBound) {
      runs[runs.count - 1].texts += texts
      runs[runs.count - 1].end = lines.upperBound
    } else {
      runs.append((lines.lowerBound, lines.upperBound, texts))
    }
    for line in lines { changed[line] = ([], 1) }
  }

  private func isBlank(_ lines: Range<Int>) -> Bool {
    lines.allSatisfy { block.bytes[block.lines[$0].range].allSatisfy(\.isSpaceOrTab) }
  }

  /// Whether the last statement that stays is an expression and was not the last before: a notebook would show its value.
  private var endsWithValue: Bool {
    guard let last = block.statements.indices.last(where: { !leftOut.contains($0) }) else { return false }
    return block.statements[last].kind == .expression && last + 1 < block.statements.count
  }

  /// The text with what is left out removed.
  var text: String {
    var changed = changed
    for (index, run) in runs.enumerated() {
      let indent = block.bytes[block.lines[run.line].range].prefix(while: \.isSpaceOrTab)
      let isLast = index == runs.count - 1
      let comment =
        (isLast && endsWithValue ? "pass  " : "") + LeftOutText.comment(run.texts, separator: "; ")
      changed[run.line] = (indent + Array(comment.utf8), 1)
    }
    var bytes: [UInt8] = []
    var line = 0
    while line < block.lines.count {
      let (text, count) = changed[line] ?? (Array(block.bytes[block.lines[line].range]), 1)
      bytes += text
      line += count
      let last = block.lines[line - 1]
      bytes += block.bytes[last.range.upperBound..<last.next]
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// An import statement without some of its names, on as many lines.
private struct ReducedImport {
  private(set) var bytes: [UInt8] = []

  init(_ statement: ModuleStatement, _ dropped: Set<Int>, _ source: [UInt8]) {
    let imports = statement.imports
    let hasParentheses = source[..<statement.range.upperBound].last == UInt8(ascii: ")")
    let lastKept = imports.indices.last { !dropped.contains($0) } ?? 0
    var place = statement.range.lowerBound
    for (index, imported) in imports.enumerated() {
      bytes += source[place..<imported.range.lowerBound]
      place = imported.range.upperBound
      let next = index + 1 < imports.count ? imports[index + 1].range.lowerBound : statement.range.upperBound
      let comma = Self.comma(in: place..<next, source)
      if !dropped.contains(index) {
        bytes += source[imported.range]
        guard index == lastKept, !hasParentheses, let comma else { continue }
        bytes += source[place..<comma]
        place = comma + 1
      } else if let comma {
        place = comma + 1
        while place < next, source[place].isSpaceOrTab { place += 1 }
      }
    }
    bytes += source[place..<statement.range.upperBound]
  }

  /// The comma after a name, which a comment may precede.
  private static func comma(in range: Range<Int>, _ source: [UInt8]) -> Int? {
    var isComment = false
    for place in range {
      switch source[place] {
      case UInt8(ascii: "#"): isComment = true
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"): isComment = false
      case UInt8(ascii: ",") where !isComment: return place
      default: break
      }
    }
    return nil
  }
}

/// What comments say of code that is left out.
enum LeftOutText {
  /// The number of characters after which the remaining parts are only counted.
  private static let longestList = 100

  /// Returns the comment that lists what is left out.
  static func comment(_ texts: [String], separator: String) -> String {
    var list = ""
    var count = 0
    while count < texts.count, count == 0 || list.utf8.count + texts[count].utf8.count <= longestList {
      list += (count == 0 ? "" : separator) + texts[count]
      count += 1
    }
    return "# Left out (unused in this step): " + list
      + (count < texts.count ? " and \(texts.count - count) more" : "")
  }

  /// Returns a description of each name that a statement, or a part of an import statement, imports or defines.
  static func texts(of statement: ModuleStatement, names: Set<Int>?) -> [String] {
    let defined = statement.bindings.sorted()
    switch statement.kind {
    case .import:
      let imports = statement.imports.enumerated().filter { names?.contains($0.offset) ?? true }.map(
        \.element)
      guard let source = imports.first?.source else { return imports.map { "import " + text(of: $0) } }
      return ["from \(source) import " + imports.map(text).joined(separator: ", ")]
    case .function: return ["def \(statement.definedName ?? "")(…)"]
    case .class: return ["class \(statement.definedName ?? "")"]
    case .guarded, .expression, .other: return [defined.joined(separator: ", ")]
    }
  }

  private static func text(of imported: ImportedName) -> String {
    guard let name = imported.name, name != imported.member, imported.boundPath == imported.path else {
      return imported.member
    }
    return "\(imported.member) as \(name)"
  }
}
