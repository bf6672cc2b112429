import PythonSyntax

/// What functions of the notebook do with the values that a library calls them with.
extension ValueReader {
  /// Returns what the functions that a call passes on do: `map(f, rows)`, `sorted(rows, key=f)`,
  /// `json.dumps(value, default=f)`.
  func usesInCallbacks(
    of callee: ValueExpression, _ arguments: [ValueArgument], _ call: PlacedUse
  ) -> [PlacedUse] {
    let positional = arguments.filter { $0.keyword == nil }.map(\.value)
    func given(_ keyword: String) -> ValueExpression? {
      arguments.first { $0.keyword == keyword }?.value
    }
    switch callee {
    case .name("filter"), .name("map"):
      return uses(ofCallback: positional.first, with: [positional.dropFirst().map { .part($0, nil) }], call)
    case .name("max"), .name("min"), .name("sorted"):
      guard positional.count == 1 else { return [] }
      return uses(ofCallback: given("key"), with: [[.part(positional[0], nil)]], call)
    case .attribute(let list, "sort"):
      return uses(ofCallback: given("key"), with: [[.part(list, nil)]], call)
    case .attribute(_, "dump"), .attribute(_, "dumps"), .name("dump"), .name("dumps"):
      let encoded = positional.first.map { Self.encodedParts(of: $0) } ?? []
      return uses(ofCallback: given("default"), with: encoded.map { [$0] }, call)
        + usesInEncoder(given("cls"), of: encoded, call)
    default: return []
    }
  }

  private func uses(
    ofCallback callback: ValueExpression?, with calls: [[ValueExpression]], _ call: PlacedUse
  ) -> [PlacedUse] {
    guard case .name(let name)? = callback,
      case .definition(let function) = definition(of: name, at: call.place)
    else { return [] }
    return uses(of: function.value, withEach: calls, call)
  }

  /// What a subclass of `json.JSONEncoder` does with the objects that JSON does not know.
  private func usesInEncoder(
    _ encoder: ValueExpression?, of objects: [ValueExpression], _ call: PlacedUse
  ) -> [PlacedUse] {
    guard case .name(let name)? = encoder, case .definition(let type) = definition(of: name, at: call.place),
      let method = type.value.body.definitions["default"]
    else { return [] }
    return uses(of: method, withEach: objects.map { [.other, $0] }, call)
  }

  private func uses(
    of function: DefinedValue, withEach calls: [[ValueExpression]], _ call: PlacedUse
  ) -> [PlacedUse] {
    calls.flatMap { values in
      uses(of: function, given: values.map { ValueArgument(keyword: nil, value: $0) }, call)
    }
  }

  /// The values that may be in what is written as JSON: those that the code puts there, a variable and its parts.
  private static func encodedParts(of value: ValueExpression) -> [ValueExpression] {
    let parts: [ValueExpression] =
      switch value {
      case .list(let parts): parts
      case .dictionary(_, let values): values
      default: [value]
      }
    return parts.prefix(8).flatMap { [$0, .part($0, nil)] }
  }
}
