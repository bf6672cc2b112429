import JSONSyntax
import SourceText
import TOMLSyntax

/// What is read from a TOML file, as `kale-lsp toml` prints it.
package struct TOMLReport {
  private let document: TOMLDocument

  /// Reads the bytes of a file.
  package init(_ bytes: [UInt8]) { document = TOMLDocument(parsing: bytes) }

  /// The report as one line of JSON, without its line break.
  package var line: String { String(decoding: json.serialized(), as: UTF8.self) }

  private var json: JSONValue {
    guard let error = document.error else { return ["ok": true, "value": Self.json(of: document.root)] }
    let position = SourceText(utf8: document.bytes).position(of: error.range.lowerBound, in: .utf16)
    return [
      "ok": false, "line": .integer(position.line + 1), "column": .integer(position.column + 1),
      "message": .string(error.message),
    ]
  }

  private static func json(of table: TOMLTable) -> JSONValue {
    .object(table.entries.map { JSONMember(key: $0.key, value: json(of: $0.value)) })
  }

  private static func json(of value: TOMLValue) -> JSONValue {
    switch value.content {
    case .table(let table): json(of: table)
    case .array(let elements): .array(elements.map(json))
    case .string(let text): ["type": "string", "value": .string(text)]
    case .integer(let number): ["type": "integer", "value": .string("\(number)")]
    case .float(let number): ["type": "float", "value": .string("\(number)")]
    case .boolean(let flag): ["type": "bool", "value": .string("\(flag)")]
    case .dateTime(let text): ["type": "datetime", "value": .string(text)]
    }
  }
}
