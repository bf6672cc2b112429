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

  /// What tables and columns have themselves, and keep.
  fileprivate static let ownAttributes: Set<String> = ["attrs", "columns", "flags", "index", "name"]
}

/// Finds the attributes of tables that steps lack.
struct TableAttributeSearch {
  private let analysis: NotebookAnalysis
  /// For each unit that was looked at and each variable the attributes that the unit's own code gives it.
  private var given: [UnitIndex: [String: [String]]] = [:]
  private lazy var columns = analysis.columnKeys

  init(_ analysis: NotebookAnalysis) { self.analysis = analysis }

  /// Returns the attribute that a step lacks, of the table that a unit passes on under a name.
  mutating func attribute(
    of name: String, passedBy unit: UnitIndex, _ reader: inout ValueReader, _ reads: inout AttributeReads
  ) -> TableAttribute? {
    switch reader.value(of: name, atEndOf: unit) {
    case .frame, .series: break
    default: return nil
    }
    var first: TableAttribute?
    // With the name of a column, it is the column that is assigned.
    for attribute in attributesGiven(by: unit)[name] ?? [] where !columns.contains(attribute) {
      guard let user = reads.takers(of: name, reading: attribute, besides: unit).first else { continue }
      if first.map({ user < $0.user }) ?? true {
        first = TableAttribute(name: name, attribute: attribute, user: user)
      }
    }
    return first
  }

  private mutating func attributesGiven(by unit: UnitIndex) -> [String: [String]] {
    if let known = given[unit] { return known }
    let additions = analysis.outline.units[unit].cells.flatMap { analysis.facts[$0].values.additions }
    let attributes = additions.reduce(into: [String: [String]]()) { attributes, addition in
      guard let attribute = addition.attribute, !TableAttribute.ownAttributes.contains(attribute) else {
        return
      }
      attributes[addition.name, default: []].append(attribute)
    }
    given[unit] = attributes
    return attributes
  }
}

extension NotebookAnalysis {
  /// The strings that some code has as the key of a column: `table["key"]`, `{"key": …}`.
  fileprivate var columnKeys: Set<String> {
    facts.indices.reduce(into: []) { keys, cell in
      let source = Array(notebook.cells[cell].source.utf8)
      for quote in [UInt8(ascii: "\""), UInt8(ascii: "'")] {
        let places = source.indices.filter { source[$0] == quote }
        for (start, end) in zip(places, places.dropFirst()) {
          let isIndex = start > 0 && source[start - 1] == UInt8(ascii: "[")
          let isKey = end + 1 < source.count && source[end + 1] == UInt8(ascii: ":")
          if isIndex || isKey { keys.insert(String(decoding: source[(start + 1)..<end], as: UTF8.self)) }
        }
      }
    }
  }
}
