import PythonSyntax

/// Texts that the notebook spells.
extension ValueReader {
  /// Returns the texts that an expression may give, as far as the code of this step and of others spells them.
  package func texts(of expression: ValueExpression, at place: Place) -> [String] {
    texts(of: expression, at: place, left: 8)
  }

  private func texts(of expression: ValueExpression, at place: Place, left: Int) -> [String] {
    guard left > 0 else { return [] }
    switch expression {
    case .text(let text): return [text]
    case .name(let name):
      switch site(of: name, at: place) {
      case .store(let store, let before): return texts(of: store.value, at: before, left: left - 1)
      case .input(let producer): return texts(of: expression, at: end(of: producer), left: left - 1)
      default: return []
      }
    case .part(let whole, _), .item(let whole, _): return texts(of: whole, at: place, left: left - 1)
    case .call(.attribute(let base, let method), _) where ["get", "items", "values"].contains(method):
      return texts(of: base, at: place, left: left - 1)
    case .list(let parts), .dictionary(_, let parts):
      return Array(parts.lazy.flatMap { texts(of: $0, at: place, left: left - 1) }.prefix(Self.mostTexts))
    default: return []
    }
  }

  private static let mostTexts = 16
}
