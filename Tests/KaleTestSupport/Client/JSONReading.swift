import JSONSyntax
import LanguageServerProtocol

extension JSONValue {
  /// The elements of an array; none of anything else.
  package var elements: [JSONValue] {
    if case .array(let elements) = self { elements } else { [] }
  }

  /// The text of a string; nil for anything else.
  package var asString: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// A whole number; nil for anything else.
  package var asInteger: Int? {
    if case .integer(let number) = self { number } else { nil }
  }

  /// A range of the protocol; nil for anything else.
  package var asRange: PositionRange? {
    guard let start = self["start"]?.asPosition, let end = self["end"]?.asPosition else { return nil }
    return PositionRange(start: start, end: end)
  }

  private var asPosition: Position? {
    guard let line = self["line"]?.asInteger, let character = self["character"]?.asInteger else { return nil }
    return Position(line: line, character: character)
  }

  /// A location of the protocol; nil for anything else.
  package var asLocation: Location? {
    guard let uri = self["uri"]?.asString, let range = self["range"]?.asRange else { return nil }
    return Location(uri: DocumentURI(uri), range: range)
  }

  /// Returns the value with other texts in place of its strings.
  package func mapStrings(_ transform: (String) -> String) -> JSONValue {
    switch self {
    case .string(let text): .string(transform(text))
    case .array(let elements): .array(elements.map { $0.mapStrings(transform) })
    case .object(let members):
      .object(members.map { JSONMember(key: $0.key, value: $0.value.mapStrings(transform)) })
    default: self
    }
  }
}
