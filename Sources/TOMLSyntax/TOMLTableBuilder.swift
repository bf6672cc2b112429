/// A table while a document is read: which of its tables later lines may still extend.
///
/// A table is defined once: by a header, by the dotted keys of one section, or as an inline table. What only the headers of
/// tables inside it imply can still be defined.
final class TOMLTableBuilder {
  /// How a table was defined.
  enum Origin: Equatable {
    /// By the headers of tables inside it.
    case implied
    /// By a header of its own.
    case header
    /// By the dotted keys of a section.
    case dottedKeys(section: Int)
  }

  /// What a key stands for.
  private enum Node {
    /// A value that nothing can change: inline tables and arrays too.
    case value(TOMLValue)
    case table(TOMLTableBuilder)
    /// The tables of headers in double brackets.
    case tables([TOMLTableBuilder])
  }

  private var origin: Origin
  private var range: Range<Int>
  private var entries: [(key: TOMLKeyPart, node: Node)] = []
  /// The places of the entries. Bytes, because to Swift two keys that look alike are one.
  private var places: [[UInt8]: Int] = [:]

  init(_ origin: Origin, _ range: Range<Int>) {
    self.origin = origin
    self.range = range
  }

  /// Returns the table that a part of a header leads through.
  func descend(throughHeader part: TOMLKeyPart) throws(TOMLSyntaxError) -> TOMLTableBuilder {
    switch node(of: part) {
    case nil: return add(TOMLTableBuilder(.implied, part.range), at: part)
    case .table(let table): return table
    case .tables(let tables): return tables.last ?? add(TOMLTableBuilder(.implied, part.range), at: part)
    case .value: throw part.conflict("is not a table that can be extended")
    }
  }

  /// Returns the table that a part of a dotted key leads through.
  func descend(
    throughDottedKey part: TOMLKeyPart, section: Int
  ) throws(TOMLSyntaxError) -> TOMLTableBuilder {
    switch node(of: part) {
    case nil: return add(TOMLTableBuilder(.dottedKeys(section: section), part.range), at: part)
    case .table(let table) where table.origin == .implied || table.origin == .dottedKeys(section: section):
      table.origin = .dottedKeys(section: section)
      return table
    case .table, .tables: throw part.conflict("is defined by a header and cannot be extended by dotted keys")
    case .value: throw part.conflict("is not a table that can be extended")
    }
  }

  /// Returns the table that a header defines, whose last part is given.
  func define(_ part: TOMLKeyPart, header: Range<Int>) throws(TOMLSyntaxError) -> TOMLTableBuilder {
    switch node(of: part) {
    case nil: return add(TOMLTableBuilder(.header, header), at: part)
    case .table(let table) where table.origin == .implied:
      table.origin = .header
      table.range = header
      return table
    case .table, .tables, .value: throw part.conflict("is already defined")
    }
  }

  /// Returns the table that a header in double brackets appends, whose last part is given.
  func append(_ part: TOMLKeyPart, header: Range<Int>) throws(TOMLSyntaxError) -> TOMLTableBuilder {
    let table = TOMLTableBuilder(.header, header)
    guard let place = places[part.bytes] else {
      add(.tables([table]), at: part)
      return table
    }
    guard case .tables(var tables) = entries[place].node else { throw part.conflict("is already defined") }
    // The entry gives up its array, or each append would copy it.
    entries[place].node = .tables([])
    tables.append(table)
    entries[place].node = .tables(tables)
    return table
  }

  /// Gives a key its value.
  func insert(_ value: TOMLValue, at part: TOMLKeyPart) throws(TOMLSyntaxError) {
    if places[part.bytes] != nil { throw part.conflict("is already defined") }
    add(.value(value), at: part)
  }

  /// The table as it was read.
  var table: TOMLTable {
    TOMLTable(
      entries.map { key, node in
        TOMLTable.Entry(key: key.text, keyRange: key.range, value: Self.value(of: node, key.range))
      })
  }

  /// The table with its place.
  private var value: TOMLValue { TOMLValue(.table(table), range: range) }

  private static func value(of node: Node, _ range: Range<Int>) -> TOMLValue {
    switch node {
    case .value(let value): value
    case .table(let table): table.value
    case .tables(let tables): TOMLValue(.array(tables.map(\.value)), range: tables.first?.range ?? range)
    }
  }

  private func node(of part: TOMLKeyPart) -> Node? { places[part.bytes].map { entries[$0].node } }

  private func add(_ table: TOMLTableBuilder, at part: TOMLKeyPart) -> TOMLTableBuilder {
    add(.table(table), at: part)
    return table
  }

  private func add(_ node: Node, at part: TOMLKeyPart) {
    places[part.bytes] = entries.count
    entries.append((part, node))
  }
}

/// A part of a dotted key.
struct TOMLKeyPart {
  let text: String
  let range: Range<Int>

  var bytes: [UInt8] { Array(text.utf8) }

  func conflict(_ reason: String) -> TOMLSyntaxError {
    TOMLSyntaxError(
      text.utf8.contains(UInt8(ascii: "`")) ? "this key \(reason)" : "`\(text)` \(reason)", range)
  }
}
