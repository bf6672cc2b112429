import PythonSyntax

/// A shared block and its statements.
struct SharedBlock {
  let block: CodeBlock
  let bytes: [UInt8]
  let facts: CellFacts
  let statements: [ModuleStatement]
  /// For each statement the imports inside of it.
  let imports: [[ImportFact]]
  /// For each statement the magics in it.
  let magics: [[MagicUse]]
  /// For each line its bytes without its end, and where the next one begins.
  let lines: [(range: Range<Int>, next: Int)]
  /// The lines of each statement.
  let linesOfStatement: [Range<Int>]
  /// Whether each statement can be left out, because no other code is on its lines.
  private(set) var isRemovable: [Bool] = []

  init(_ block: CodeBlock) {
    self.block = block
    let source = PythonSource(block.source)
    bytes = source.bytes
    facts = source.facts
    statements = source.moduleStatements
    imports = Self.group(facts.imports, by: \.range, in: statements)
    let bytes = bytes
    magics = Self.group(facts.escapes, by: \.range, in: statements).map { MagicUse.all($0, in: bytes) }
    lines = Self.lines(of: source.bytes)
    linesOfStatement = Self.lines(of: statements, lines)
    // A cell magic gets the text of the cell as it is.
    let hasCellMagic = facts.escapes.contains { $0.kind == .cellMagic }
    isRemovable = statements.indices.map { !hasCellMagic && isAlone($0) }
  }

  /// Whether the lines of a statement contain no other code.
  private func isAlone(_ index: Int) -> Bool {
    let (own, range) = (linesOfStatement[index], statements[index].range)
    guard let first = own.first, let last = own.last, range.upperBound <= lines[last].range.upperBound,
      bytes[lines[first].range.lowerBound..<range.lowerBound].allSatisfy(\.isSpaceOrTab)
    else { return false }
    let rest = bytes[range.upperBound..<lines[last].range.upperBound]
      .drop { $0.isSpaceOrTab || $0 == UInt8(ascii: ";") }
    let isShared = index + 1 < statements.count && linesOfStatement[index + 1].lowerBound <= last
    // The names of an import on a line that goes on after a backslash cannot be taken out one by one.
    let isContinued = statements[index].imports.count > 1 && bytes[range].contains(UInt8(ascii: "\\"))
    return !isShared && !isContinued && (rest.isEmpty || rest.first == UInt8(ascii: "#"))
  }

  /// For each statement those facts that begin in it.
  private static func group<Fact>(
    _ facts: [Fact], by range: (Fact) -> Range<Int>, in statements: [ModuleStatement]
  ) -> [[Fact]] {
    let sorted = facts.sorted { range($0).lowerBound < range($1).lowerBound }
    var next = 0
    return statements.map { statement in
      var group: [Fact] = []
      while next < sorted.count, range(sorted[next]).lowerBound < statement.range.upperBound {
        group.append(sorted[next])
        next += 1
      }
      return group
    }
  }

  // MARK: Lines

  private static func lines(of bytes: [UInt8]) -> [(range: Range<Int>, next: Int)] {
    var lines: [(range: Range<Int>, next: Int)] = []
    var (start, place) = (0, 0)
    while place < bytes.count {
      let byte = bytes[place]
      place += 1
      guard byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") else { continue }
      let end = place - 1
      if byte == UInt8(ascii: "\r"), place < bytes.count, bytes[place] == UInt8(ascii: "\n") { place += 1 }
      lines.append((start..<end, place))
      start = place
    }
    lines.append((start..<bytes.count, bytes.count))
    return lines
  }

  private static func lines(
    of statements: [ModuleStatement], _ lines: [(range: Range<Int>, next: Int)]
  ) -> [Range<Int>] {
    var line = 0
    return statements.map { statement in
      while line + 1 < lines.count, lines[line].next <= statement.range.lowerBound { line += 1 }
      let first = line
      while line + 1 < lines.count, lines[line].next < statement.range.upperBound { line += 1 }
      return first..<line + 1
    }
  }
}

extension UInt8 {
  /// Whether it is a space or a tab.
  var isSpaceOrTab: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }
}
