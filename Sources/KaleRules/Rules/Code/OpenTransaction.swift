import KaleAnalysis
import NotebookModel

extension NotebookAnalysis {
  /// Returns what the exact runtime misses of a connection to a database file that a unit passes on, since it opens the file
  /// again; nil if nothing is known to be missed. What is in memory it passes as a whole.
  func missedDatabaseState(in unit: UnitIndex) -> UnmarshallableValue? {
    let own = outline.units[unit].cells.map { text(of: $0) }
    if own.contains(where: { $0.contains(":memory:") }) { return nil }
    if own.contains(where: { code in Self.temporary.contains(where: code.contains) }) {
      return .connectionWithTemporaryTables
    }
    guard own.contains(where: { code in Self.writing.contains(where: code.contains) }) else { return nil }
    let all = own + sharedCells.map { text(of: $0) }
    let mayCommit = all.contains { code in Self.committing.contains(where: code.contains) }
    return mayCommit ? nil : .connectionWithTransaction
  }

  private func text(of cell: CellIndex) -> String {
    String(decoding: notebook.cells[cell].source.utf8, as: UTF8.self).lowercased()
  }

  private static let temporary = ["create temp ", "create temporary "]

  /// Statements with which SQLite begins a transaction by itself.
  private static let writing = ["delete from ", "insert into ", "insert or ", "replace into ", "update "]

  /// What ends a transaction, or leaves that to the code.
  private static let committing = ["autocommit", "commit", "executescript", "isolation_level", "with "]
}
