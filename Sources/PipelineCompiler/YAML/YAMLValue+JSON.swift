import JSONSyntax

extension YAMLValue {
  /// The same value as JSON, with the keys in the order in which the YAML has them.
  var json: JSONValue {
    switch self {
    case .string(let text): .string(text)
    case .boolean(let value): .bool(value)
    case .number(let number): .double(number)
    case .sequence(let items): .array(items.map(\.json))
    case .mapping(let fields):
      .object(
        fields.sorted { $0.key.unicodeScalars.lexicographicallyPrecedes($1.key.unicodeScalars) }
          .map { JSONMember(key: $0.key, value: $0.value.json) })
    }
  }
}
