import KaleAnalysis

/// What you type to find a name: its letters in order, with others between them.
package struct SymbolQuery: Sendable, Hashable {
  private let letters: [Character]

  /// Creates a query. Case does not matter, and an empty text matches every name.
  package init(_ text: String) { letters = Array(text.lowercased()) }

  /// Returns whether the query's letters occur in the name in their order.
  package func matches(_ name: String) -> Bool {
    var rest = letters[...]
    for letter in name.lowercased() where letter == rest.first { rest.removeFirst() }
    return rest.isEmpty
  }
}
