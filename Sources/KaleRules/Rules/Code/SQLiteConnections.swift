import KaleAnalysis
import NotebookModel

/// Finds out what code does with connections to SQLite databases; each unit's code is read once for it.
struct SQLiteConnections {
  private let analysis: NotebookAnalysis
  /// For each unit that was looked at what is missed of its connections, and whether its own code names rows.
  private var missed: [UnitIndex: UnmarshallableValue?] = [:]
  private var namesRows: [UnitIndex: Bool] = [:]
  /// For each unit that was looked at what its code adds to connections.
  private var added: [UnitIndex: Set<String>] = [:]
  private lazy var sharedCodeMayCommit = analysis.sharedCells.contains {
    Self.committing.contains(where: text(of: $0).contains)
  }
  private lazy var sharedCodeNamesRows = analysis.sharedCells.contains { analysis.namesRows(in: $0) }

  init(_ analysis: NotebookAnalysis) { self.analysis = analysis }

  /// Returns what the exact runtime misses of a connection to a database that a unit passes on; nil if nothing is known to be
  /// missed. It opens a file again, passes what is in memory as a whole, and cannot ask for functions.
  mutating func missedState(in unit: UnitIndex, usedBy consumer: UnitIndex?) -> UnmarshallableValue? {
    if let consumer, case let names = addedNames(in: unit), !names.isEmpty {
      let texts = analysis.outline.units[consumer].cells.map { text(of: $0) }
      if texts.contains(where: { names.contains(where: $0.contains) }) { return .connectionWithFunctions }
    }
    if let known = missed[unit] { return known }
    let value = readMissedState(in: unit)
    missed[unit] = .some(value)
    return value
  }

  private mutating func readMissedState(in unit: UnitIndex) -> UnmarshallableValue? {
    let own = analysis.outline.units[unit].cells.map { text(of: $0) }
    func contains(_ words: [String]) -> Bool { own.contains { words.contains(where: $0.contains) } }
    if contains([":memory:"]) { return nil }
    if contains(Self.temporary) { return .connectionWithTemporaryTables }
    guard contains(Self.writing), !contains(Self.committing), !sharedCodeMayCommit else { return nil }
    return .connectionWithTransaction
  }

  /// Whether the code of a unit, or that of imports and functions cells, asks SQLite for rows with names:
  /// `con.row_factory = sqlite3.Row`.
  mutating func namesRows(in unit: UnitIndex) -> Bool {
    if let known = namesRows[unit] { return known || sharedCodeNamesRows }
    let own = analysis.outline.units[unit].cells.contains { analysis.namesRows(in: $0) }
    namesRows[unit] = own
    return own || sharedCodeNamesRows
  }

  /// The names of the functions, collations and files that a unit's own code adds to connections, in lower case.
  private mutating func addedNames(in unit: UnitIndex) -> Set<String> {
    if let known = added[unit] { return known }
    // `con.create_function("double", 1, f)`, `attach 'other.db' as other`
    let addition =
      /create_(?:function|aggregate|window_function|collation)\(\s*["'](\w+)|attach [^;"]*? as (\w+)/
    var names: Set<String> = []
    for text in analysis.outline.units[unit].cells.map({ text(of: $0) })
    where text.contains("create_") || text.contains("attach ") {
      names.formUnion(text.matches(of: addition).compactMap { $0.1 ?? $0.2 }.map { String($0) })
    }
    added[unit] = names
    return names
  }

  private func text(of cell: CellIndex) -> String {
    String(decoding: analysis.notebook.cells[cell].source.utf8, as: UTF8.self).lowercased()
  }

  private static let temporary = ["create temp ", "create temporary "]

  /// Statements with which SQLite begins a transaction by itself.
  private static let writing = ["delete from ", "insert into ", "insert or ", "replace into ", "update "]

  /// What ends a transaction, or leaves that to the code.
  private static let committing = ["autocommit", "commit", "executescript", "isolation_level", "with "]
}

extension NotebookAnalysis {
  fileprivate func namesRows(in cell: CellIndex) -> Bool {
    facts[cell].attributeNames.isSuperset(of: ["Row", "row_factory"])
  }
}
