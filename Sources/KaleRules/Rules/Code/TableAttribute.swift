import KaleAnalysis
import NotebookModel
import PythonSyntax

/// An attribute that code has given to a table of pandas, and that the table does not have which Kale's runtime has loaded.
struct TableAttribute {
  /// The table's variable, and the attribute.
  let name: String
  let attribute: String
  /// The first step that may use the attribute.
  let user: UnitIndex

  /// Finds the attribute that a step lacks, of the table that a unit passes on under a name.
  init?(
    of name: String, passedBy unit: UnitIndex, _ reader: inout ValueReader, _ analysis: NotebookAnalysis
  ) {
    switch reader.value(of: name, atEndOf: unit) {
    case .frame, .series: break
    default: return nil
    }
    let given = analysis.outline.units[unit].cells.flatMap { cell in
      analysis.facts[cell].values.additions.compactMap { $0.name == name ? $0.attribute : nil }
    }.filter { !Self.ownAttributes.contains($0) }
    guard !given.isEmpty else { return nil }
    for user in analysis.outline.units.indices
    where user != unit && analysis.flow.flows[user].inputs.contains(name) {
      let read = analysis.attributesRead(by: user).union(analysis.attributesAskedFor(by: user))
      // With the name of a column, it is the column that is assigned.
      guard let attribute = given.first(where: { read.contains($0) && !analysis.names(column: $0) }) else {
        continue
      }
      (self.name, self.attribute, self.user) = (name, attribute, user)
      return
    }
    return nil
  }

  /// What tables and columns have themselves, and keep.
  private static let ownAttributes: Set<String> = ["attrs", "columns", "flags", "index", "name"]
}

extension NotebookAnalysis {
  /// The names that a unit gives to `getattr`.
  fileprivate func attributesAskedFor(by unit: UnitIndex) -> Set<String> {
    outline.units[unit].cells.reduce(into: []) { names, cell in
      for operation in facts[cell].operations.operations {
        guard case .call(.name("getattr", _), let arguments) = operation.kind, arguments.count > 1,
          case .text(let name) = arguments[1].value
        else { continue }
        names.insert(name)
      }
    }
  }

  /// Whether some code has a name as the key of a column.
  fileprivate func names(column: String) -> Bool {
    let strings = ["[\"\(column)\"", "['\(column)'", "\"\(column)\":", "'\(column)':"].map { Array($0.utf8) }
    return facts.indices.contains { cell in
      let source = notebook.cells[cell].source.utf8
      return strings.contains { source.firstRange(of: $0) != nil }
    }
  }
}
