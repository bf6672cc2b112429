import JSONSyntax
import KaleSettings

/// Writes values as TOML.
enum TOMLText {
  static func text(of content: SettingContent, _ setting: Setting) -> String {
    switch content {
    case .flag(let flag): "\(flag)"
    case .text(let text): string(text)
    case .words(let words): list(words)
    case .pairs(let pairs) where pairs.isEmpty: "{}"
    case .pairs(let pairs):
      "{ " + pairs.map { "\(key($0.key)) = \(text(of: $0.words, setting))" }.joined(separator: ", ") + " }"
    }
  }

  private static func text(of words: [String], _ setting: Setting) -> String {
    if setting.form == .rulesOfPaths { return "[" + words.map(string).joined(separator: ", ") + "]" }
    return words.first.map(string) ?? "false"
  }

  /// A list, on several lines if it is long.
  private static func list(_ words: [String]) -> String {
    let strings = words.map(string)
    let line = "[" + strings.joined(separator: ", ") + "]"
    guard line.count > longestList, !words.isEmpty else { return line }
    var lines = [indent]
    for string in strings {
      if (lines.last?.count ?? 0) + string.count + 2 > longestList { lines.append(indent) }
      lines[lines.count - 1] += (lines.last == indent ? "" : " ") + string + ","
    }
    return (["["] + lines + ["]"]).joined(separator: "\n")
  }

  private static let indent = "  "
  /// A list that is longer takes several lines.
  private static let longestList = 60

  private static func key(_ key: String) -> String {
    let isBare =
      !key.isEmpty
      && key.utf8.allSatisfy { byte in
        byte < 0x80 && (Character(Unicode.Scalar(byte)).isLetter || Character(Unicode.Scalar(byte)).isNumber)
          || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
      }
    return isBare ? key : string(key)
  }

  /// A basic string. The escapes of JSON are TOML's too, but for that of a slash, which the writer does not use.
  private static func string(_ text: String) -> String {
    let escaped = String(decoding: JSONValue.string(text).serialized(), as: UTF8.self)
    return escaped.split(separator: "\u{7F}", omittingEmptySubsequences: false).joined(separator: "\\u007F")
  }
}
