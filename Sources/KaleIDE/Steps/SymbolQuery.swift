import KaleAnalysis

/// What you type to find a name: its letters in order, with others between them.
package struct SymbolQuery: Sendable, Hashable {
  private let letters: [Character]

  package init(_ text: String) { letters = Array(text.lowercased()) }

  package func matches(_ name: String) -> Bool {
    var rest = letters[...]
    for letter in name.lowercased() where letter == rest.first { rest.removeFirst() }
    return rest.isEmpty
  }
}
