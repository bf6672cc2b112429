import JSONSyntax
import KaleSettings
import KaleWorkspace

/// The settings that count for a notebook or a folder, as `kale-lsp config` prints them.
package struct ConfigurationReport {
  /// The forms that the report has.
  package enum Format: String, CaseIterable, Sendable {
    case toml, json
  }

  private let path: String
  private let effective: EffectiveSettings

  /// Creates the report for a path.
  package init(_ effective: EffectiveSettings, of path: String) {
    self.path = path
    self.effective = effective
  }

  /// The report; each line ends in a line break.
  package func text(_ format: Format) -> String {
    switch format {
    case .toml: toml
    case .json: String(decoding: json.serialized(indent: 2), as: UTF8.self) + "\n"
    }
  }

  // MARK: - TOML

  private var toml: String {
    let file = effective.file.map { "configuration file \(shown($0.path))" } ?? "no configuration file"
    let lines = Setting.allCases.map { setting in
      let sources = effective.settings[setting].map { Self.text(of: $0.source, shown) }
      let value = "\(setting.rawValue) = \(TOMLText.text(of: content(of: setting), setting))"
      return sources.isEmpty ? Self.comment(value) : Self.line(value, sources.joined(separator: ", "))
    }
    return
      "# \(Terminal.printable(path)): \(file)\n# Lines that are comments show what counts if nothing is set.\n\n"
      + lines.joined(separator: "\n") + "\n"
  }

  private static func comment(_ lines: String) -> String {
    lines.split(separator: "\n").map { "# \($0)" }.joined(separator: "\n")
  }

  /// A line with its source after it, or before it if they do not fit side by side.
  private static func line(_ value: String, _ source: String) -> String {
    guard value.count < sourceColumn, !value.contains("\n"),
      sourceColumn + source.count + 2 <= TextWrapping.width
    else {
      return "# \(source)\n\(value)"
    }
    return value + String(repeating: " ", count: sourceColumn - value.count) + "# " + source
  }

  /// The column of sources.
  private static let sourceColumn = 36

  private static func text(of source: SettingSource, _ shown: (String) -> String) -> String {
    switch source {
    case .editor: "editor"
    case .file(let path, let line, let column): "\(shown(path)):\(line):\(column)"
    case .notebook(let key): "notebook, \(key)"
    case .environment(let variable): "$\(variable)"
    case .option(let name): name
    }
  }

  /// A path as the user would name it.
  private func shown(_ path: String) -> String {
    Terminal.printable(FileSystem.relativeToWorkingFolder(path))
  }

  /// The value that counts: the last, or all joined.
  private func content(of setting: Setting) -> SettingContent {
    let entries = effective.settings[setting]
    switch entries.last?.content {
    case nil: return setting.standard
    case .words?: return .words(effective.settings.words(setting) ?? [])
    case .pairs?: return .pairs(effective.settings.pairs(setting).withLastOfEachKey)
    case .flag(let flag)?: return .flag(flag)
    case .text(let text)?: return .text(text)
    }
  }

  // MARK: - JSON

  private var json: JSONValue {
    [
      "path": .string(path),
      "configurationFile": effective.file.map { JSONValue.string($0.path) } ?? .null,
      "settings": .array(
        Setting.allCases.map { setting -> JSONValue in
          [
            "name": .string(setting.rawValue), "value": Self.json(of: content(of: setting), setting),
            "sources": .array(effective.settings[setting].map { Self.json(of: $0.source) }),
          ]
        }),
    ]
  }

  private static func json(of source: SettingSource) -> JSONValue {
    switch source {
    case .editor: ["kind": "editor"]
    case .file(let path, let line, let column):
      ["kind": "file", "path": .string(path), "line": .integer(line), "column": .integer(column)]
    case .notebook(let key): ["kind": "notebook", "key": .string(key)]
    case .environment(let variable): ["kind": "environment", "variable": .string(variable)]
    case .option(let name): ["kind": "option", "name": .string(name)]
    }
  }

  private static func json(of content: SettingContent, _ setting: Setting) -> JSONValue {
    switch content {
    case .flag(let flag): .bool(flag)
    case .text(let text): .string(text)
    case .words(let words): .array(words.map(JSONValue.string))
    case .pairs(let pairs):
      .object(pairs.map { JSONMember(key: $0.key, value: json(of: $0.words, setting)) })
    }
  }

  private static func json(of words: [String], _ setting: Setting) -> JSONValue {
    switch setting.form {
    case .rulesOfPaths: .array(words.map(JSONValue.string))
    default: words.first.map(JSONValue.string) ?? .bool(false)
    }
  }
}

extension [SettingContent.Pair] {
  /// Each key once, where it first is, with its last words.
  fileprivate var withLastOfEachKey: [SettingContent.Pair] {
    let last = Dictionary(map { ($0.key, $0) }) { _, last in last }
    var seen: Set<String> = []
    return filter { seen.insert($0.key).inserted }.compactMap { last[$0.key] }
  }
}
