import PythonSyntax

/// What a cell's code shows of the columns of tables.
struct TextColumns: Sendable {
  /// The columns that it uses as strings.
  fileprivate(set) var withText: Set<String> = []
  /// Those that it assigns: it may put numbers in the place of strings.
  fileprivate(set) var assigned: Set<String> = []

  /// Returns the columns of a notebook's tables that contain strings: no cell assigns them.
  static func all(in cells: some Sequence<CodeFacts>) -> Set<String> {
    var (withText, assigned): (Set<String>, Set<String>) = ([], [])
    for cell in cells {
      let columns = cell.textColumns
      withText.formUnion(columns.withText)
      assigned.formUnion(columns.assigned)
    }
    return withText.subtracting(assigned)
  }
}

/// Finds columns of tables that contain strings, by what code does with them: `df["city"].str.lower()`,
/// `df["city"] == "Oslo"`, `{"city": ["Oslo", "Bergen"]}`, `encoder.transform(df["city"])`.
struct TextColumnSearch {
  /// What was found.
  private(set) var found = TextColumns()
  private var makers = TextMakerScan()

  private static let longestName = 64

  /// Reads the text of a cell.
  init(_ source: [UInt8]) {
    var place = source.startIndex
    while let start = source[place...].firstIndex(where: Self.isQuote) {
      let content = source.index(after: start)
      let limit = min(source.endIndex, content + Self.longestName)
      guard
        let end = source[content..<limit].firstIndex(where: {
          $0 == source[start] || $0 == UInt8(ascii: "\n")
        }),
        source[end] == source[start]
      else {
        place = content
        continue
      }
      note(source[content..<end], before: source[..<start], after: source[(end + 1)...])
      place = end + 1
    }
  }

  private mutating func note(
    _ name: ArraySlice<UInt8>, before: ArraySlice<UInt8>, after: ArraySlice<UInt8>
  ) {
    guard let next = after.first else { return }
    if next == UInt8(ascii: ":") {
      // A column of a table, or a value of another dictionary.
      let value = after.dropFirst().drop(while: Self.isSpace)
      guard value.first == UInt8(ascii: "["), value.dropFirst().first.map(Self.isQuote) == true else {
        return
      }
      found.withText.insert(String(decoding: name, as: UTF8.self))
    } else if next == UInt8(ascii: "]"), before.last == UInt8(ascii: "["),
      before.dropLast().last.map({ $0 != UInt8(ascii: "[") && !Self.isSpace($0) }) == true
    {
      noteUse(String(decoding: name, as: UTF8.self), before.dropLast(), after.dropFirst())
    }
  }

  /// Notes what code does with a column: `table` ends with the table's name, `rest` begins after the subscript.
  private mutating func noteUse(_ name: String, _ table: ArraySlice<UInt8>, _ rest: ArraySlice<UInt8>) {
    if Self.texts.contains(where: { rest.starts(with: $0) }) {
      found.withText.insert(name)
      return
    }
    let rest = rest.drop(while: Self.isSpace)
    if rest.starts(with: "==".utf8) || rest.starts(with: "!=".utf8) {
      if rest.dropFirst(2).first(where: { !Self.isSpace($0) }).map(Self.isQuote) == true {
        found.withText.insert(name)
      }
    } else if rest.first == UInt8(ascii: "=") {
      if makers.isMaker(behind: rest) { found.withText.insert(name) } else { found.assigned.insert(name) }
    } else if rest.first == UInt8(ascii: ")") {
      // An encoder of labels takes one column; those of numbers take a table.
      let callee = table.reversed().drop(while: Self.isPartOfName)
      if callee.starts(with: "(mrofsnart".utf8) { found.withText.insert(name) }
    }
  }

  /// What follows a column of strings.
  private static let texts: [[UInt8]] = [
    ".str.", ".str[", ".isin([\"", ".isin(['", ".map({\"", ".map({'", ".replace({\"", ".replace({'",
    ".fillna(\"",
    ".fillna('", ".astype(str)",
  ].map { Array($0.utf8) }

  private static func isQuote(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") }

  private static func isPartOfName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."):
      true
    default: false
    }
  }
}

/// Looks for what makes strings of whatever is assigned, behind one place of a code after the other.
///
/// It goes through the code once, however many places are on a line.
private struct TextMakerScan {
  // The end of the last line that was looked at, and the first maker that was not passed yet.
  private var lineEnd = -1
  private var maker = -1

  /// Returns whether the rest of the line makes strings; the next rest that is asked for begins later.
  mutating func isMaker(behind rest: ArraySlice<UInt8>) -> Bool {
    if lineEnd < rest.startIndex {
      lineEnd = rest.firstIndex(of: UInt8(ascii: "\n")) ?? rest.endIndex
    }
    if maker < rest.startIndex {
      maker =
        rest.indices.first { place in
          rest[place] == UInt8(ascii: ".") && Self.makers.contains { rest[place...].starts(with: $0) }
        } ?? rest.endIndex
    }
    return maker < lineEnd
  }

  private static let makers = [".str.lower()", ".str.upper()", ".str.strip()", ".astype(str)"].map {
    Array($0.utf8)
  }
}
