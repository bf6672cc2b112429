import NotebookModel
import PythonSyntax

/// Which values of other units an expression gives as they are.
extension ValueReader {
  /// An expression, and where it is read.
  private typealias PlacedExpression = (value: ValueExpression, place: Place)

  /// How many expressions are looked at for one.
  private static let mostParts = 256

  /// Returns the names that a unit takes from others whose objects an expression gives, unchanged. `inside`: also those
  /// that it puts into a list or a dictionary.
  package func inputs(in expression: ValueExpression, at place: Place, inside: Bool) -> [PassedValue] {
    var budget = Self.mostParts
    return inputs(in: (expression, place), inside: inside, left: 12, &budget)
  }

  private func inputs(
    in expression: PlacedExpression, inside: Bool, left: Int, _ budget: inout Int
  ) -> [PassedValue] {
    budget -= 1
    guard left > 0, budget > 0 else { return [] }
    let place = expression.place
    var parts: [PlacedExpression] = []
    switch expression.value {
    case .name(let name):
      switch site(of: name, at: place) {
      case .input(let producer): return [PassedValue(name: name, producer: producer)]
      case .store(let store, let before): parts = [(store.value, before)]
      default: return []
      }
    case .list(let elements): if inside { parts = elements.map { ($0, place) } }
    case .dictionary(_, let values): if inside { parts = values.map { ($0, place) } }
    case .call(.name("dict"), let arguments): if inside { parts = arguments.map { ($0.value, place) } }
    case .part, .item, .call(.name("max"), _), .call(.name("min"), _):
      parts = self.parts(of: expression, left: left - 1, &budget)
    default: return []
    }
    return parts.flatMap { inputs(in: $0, inside: inside, left: left - 1, &budget) }
  }

  /// Returns the expressions that the elements of a container may be; of a tuple the one of a number.
  private func elements(
    of container: PlacedExpression, _ number: Int?, left: Int, _ budget: inout Int
  ) -> [PlacedExpression] {
    budget -= 1
    guard left > 0, budget > 0 else { return [] }
    let place = container.place
    switch container.value {
    case .name(let name):
      guard case .store(let store, let before) = site(of: name, at: place) else { return [] }
      return elements(of: (store.value, before), number, left: left - 1, &budget)
    case .list(let elements):
      if let number, elements.indices.contains(number) { return [(elements[number], place)] }
      return elements.map { ($0, place) }
    case .dictionary(_, let values): return values.map { ($0, place) }
    case .call(.attribute(let base, "values"), _):
      return elements(of: (base, place), nil, left: left - 1, &budget)
    case .call(.attribute(let base, "items"), _):
      return elements(of: (base, place), nil, left: left - 1, &budget)
        .map { (.list([.other, $0.value]), $0.place) }
    case .call(.name("list"), let arguments), .call(.name("sorted"), let arguments):
      guard let all = arguments.first?.value else { return [] }
      return elements(of: (all, place), nil, left: left - 1, &budget)
    case .part, .item, .call(.name("max"), _), .call(.name("min"), _):
      return parts(of: container, left: left - 1, &budget)
        .flatMap { elements(of: $0, number, left: left - 1, &budget) }
    default: return []
    }
  }

  /// Returns what an element of a container may be.
  private func parts(
    of expression: PlacedExpression, left: Int, _ budget: inout Int
  ) -> [PlacedExpression] {
    switch expression.value {
    case .part(let whole, let number): elements(of: (whole, expression.place), number, left: left, &budget)
    case .item(let base, .integer(let number)):
      elements(of: (base, expression.place), number, left: left, &budget)
    case .item(let base, _): elements(of: (base, expression.place), nil, left: left, &budget)
    case .call(_, let arguments):
      arguments.first.map { elements(of: ($0.value, expression.place), nil, left: left, &budget) } ?? []
    default: []
    }
  }
}
