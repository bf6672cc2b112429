import NotebookModel
import PythonSyntax

/// What a reader of values has found out so far and needs again.
final class ValueMemo {
  /// For each name the units that define what others take.
  var producers: [String: [UnitIndex: UnitIndex]] = [:]
  /// For each unit what its cells put into the objects of names.
  var additions: [UnitIndex: [String: [(CodeValues.Store, ValueReader.Place)]]] = [:]
  /// The columns of tables that are known to contain strings.
  var textColumns: Set<String>?
  /// For each cell the dotted paths of the names that it imports.
  private var imports: [CellIndex: [String: String]] = [:]

  /// Returns the dotted path of what a cell imports under a name.
  func importedPath(of name: String, in cell: CellIndex, _ facts: CodeFacts) -> String? {
    if let known = imports[cell] { return known[name] }
    let names = facts.facts.imports.lazy.flatMap(\.names)
    let paths = Dictionary(names.map { ($0.name, $0.path) }, uniquingKeysWith: { _, last in last })
    imports[cell] = paths
    return paths[name]
  }
}
