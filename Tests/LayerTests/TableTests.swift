import Testing

/// Tables of what is known are data: a person can add a row without reading code.
@Suite struct TableTests {
  /// The files of the folders `Tables`.
  private static func tables() throws -> [SourceFile] {
    try SourceFile.sources.get().filter { $0.path.contains("/Tables/") }
  }

  /// What code needs and a literal does not.
  private static let wordsOfCode: Set<String> = [
    "case", "extension", "for", "func", "guard", "if", "import", "in", "init", "map", "private", "return",
    "self", "switch",
    "var", "while",
  ]

  @Test func aTableHasNoCode() throws {
    let tables = try Self.tables()
    #expect(tables.count > 5)
    for table in tables {
      #expect(table.words.isDisjoint(with: Self.wordsOfCode), "\(table.path)")
      #expect(table.calls.isEmpty, "\(table.path) calls \(table.calls)")
      #expect(table.types.count == 1, "\(table.path)")
    }
  }

  /// A dictionary literal that has a key twice ends the program when it is first used.
  @Test func rowsAreSortedAndDiffer() throws {
    for table in try Self.tables() {
      let lists = Self.keys(in: table.text)
      #expect(!lists.isEmpty, "\(table.path)")
      for keys in lists {
        #expect(!keys.isEmpty, "\(table.path)")
        for (key, next) in zip(keys, keys.dropFirst()) {
          let isSorted = (key.lowercased(), key) < (next.lowercased(), next)
          #expect(isSorted, "\(table.path): `\(next)` belongs in front of `\(key)`")
        }
      }
    }
  }

  /// For each literal the first text of each of its rows. A row begins a line, four columns in.
  private static func keys(in text: String) -> [[String]] {
    text.split(separator: " = [\n").dropFirst().map { rest in
      let rows = rest.split(separator: "\n", omittingEmptySubsequences: false).prefix { $0 != "  ]" }
      return rows.compactMap { row in
        guard row.hasPrefix("    \"") else { return nil }
        return row.dropFirst(5).prefix { $0 != "\"" }.description
      }
    }
  }
}
