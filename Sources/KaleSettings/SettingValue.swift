import JSONSyntax
import TOMLSyntax

/// A value of a setting as written, in a configuration file or by an editor.
package struct SettingValue: Sendable {
  /// A key of a table, with its value.
  struct Member: Sendable {
    let key: String
    let keyRange: Range<Int>
    let value: SettingValue
  }

  enum Content: Sendable {
    case flag(Bool)
    case text(String)
    case number(String)
    case date(String)
    case list([SettingValue])
    case table([Member])
  }

  let content: Content
  /// The bytes of the value in its file; empty for the settings of an editor.
  let range: Range<Int>

  /// Creates the value that a TOML value describes.
  package init(_ value: TOMLValue) {
    range = value.range
    content =
      switch value.content {
      case .string(let text): .text(text)
      case .boolean(let flag): .flag(flag)
      case .integer(let number): .number("\(number)")
      case .float(let number): .number("\(number)")
      case .dateTime(let text): .date(text)
      case .array(let elements): .list(elements.map(SettingValue.init))
      case .table(let table):
        .table(
          table.entries.map { Member(key: $0.key, keyRange: $0.keyRange, value: SettingValue($0.value)) })
      }
  }

  /// Creates the value that a JSON value describes; nil for null, which says nothing.
  package init?(_ value: JSONValue) {
    range = 0..<0
    switch value {
    case .null: return nil
    case .bool(let flag): content = .flag(flag)
    case .string(let text): content = .text(text)
    case .array(let elements): content = .list(elements.compactMap(SettingValue.init))
    case .object(let members):
      content = .table(
        members.compactMap { member in
          SettingValue(member.value).map { Member(key: member.key, keyRange: 0..<0, value: $0) }
        })
    default: content = .number(String(decoding: value.serialized(), as: UTF8.self))
    }
  }

  /// The value as messages show it.
  var shown: String {
    switch content {
    case .flag(let flag): "`\(flag)`"
    case .text(let text):
      text.utf8.count <= Self.longestShown && !text.utf8.contains(UInt8(ascii: "`"))
        ? "`\"\(text)\"`" : "a string"
    case .number(let text): "`\(text)`"
    case .date(let text): "`\(text)`"
    case .list: "a list"
    case .table: "a table"
    }
  }

  /// Longer strings are not shown.
  private static let longestShown = 40
}
