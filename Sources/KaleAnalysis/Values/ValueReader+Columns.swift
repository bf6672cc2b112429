import PythonSyntax

/// What is known of the columns of tables.
extension ValueReader {
  /// The columns of the notebook's tables that contain strings, as other code shows.
  var textColumns: Set<String> {
    memo.textColumns { TextColumns.all(in: analysis.facts) }
  }

  /// Whether some of the columns that code selects contain strings; code shows that by the way, and not for certain.
  mutating func hasText(in columns: [ValueExpression]) -> Bool {
    let hasText = columns.contains { column in
      if case .text(let name) = column { textColumns.contains(name) } else { false }
    }
    if hasText { doubt() }
    return hasText
  }
}
