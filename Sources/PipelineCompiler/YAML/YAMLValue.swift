/// A YAML document as a tree: what the pipeline spec's types turn themselves into, and what `YAMLWriter` writes.
///
/// It has what JSON has and no more, since the pipeline spec is a protobuf message in its JSON form.
enum YAMLValue: Sendable, Equatable {
  /// Any text. It stays a string, even where YAML would read `true` or a number.
  case string(String)
  /// `true` or `false`.
  case boolean(Bool)
  /// A number. Must be finite: YAML could say infinity, the JSON form of a protobuf value cannot.
  case number(Double)
  /// Elements in their order.
  case sequence([YAMLValue])
  /// Written in the order of the keys' code points, so that equal mappings give equal text.
  case mapping([String: YAMLValue])

  /// A mapping of those fields that have a value: a protobuf field that is not set is not written.
  static func message(_ fields: [String: YAMLValue?]) -> YAMLValue {
    .mapping(fields.compactMapValues { $0 })
  }

  /// A sequence of strings.
  static func strings(_ values: [String]) -> YAMLValue {
    .sequence(values.map { .string($0) })
  }

  /// A 64-bit integer in protobuf's JSON form, which is a string, since JSON readers lose the last bits of a number.
  static func integer64(_ value: Int) -> YAMLValue {
    .string(String(value))
  }

  /// This value, or nil where it is an empty sequence or mapping, which a protobuf message leaves out.
  var unlessEmpty: YAMLValue? {
    switch self {
    case .sequence(let items) where items.isEmpty: nil
    case .mapping(let fields) where fields.isEmpty: nil
    default: self
    }
  }
}

/// A type of the pipeline spec that knows its own YAML.
protocol YAMLConvertible {
  /// The value as YAML. What is absent is left out, and not written as null.
  var yaml: YAMLValue { get }
}

extension Array where Element: YAMLConvertible {
  /// The elements' YAML in order; nil when there are none.
  var yaml: YAMLValue? { YAMLValue.sequence(map(\.yaml)).unlessEmpty }
}

extension Dictionary where Key == String, Value: YAMLConvertible {
  /// The values' YAML under their keys; nil when there are none.
  var yaml: YAMLValue? { YAMLValue.mapping(mapValues(\.yaml)).unlessEmpty }
}
