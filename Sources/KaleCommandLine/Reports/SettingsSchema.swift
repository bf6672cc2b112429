import JSONSyntax
import KaleRules
import KaleSettings
import KaleWorkspace

/// The JSON schemas of the settings, so that editors can complete and check them.
enum SettingsSchema {
  /// The schema of the section of an editor's settings.
  static var ofEditors: String {
    text(
      of: .object([
        JSONMember(key: "$schema", value: .string(version)),
        JSONMember(
          key: "title", value: .string("kale-lsp settings: the section `kale` of the editor's settings")),
        JSONMember(key: "type", value: "object"),
        JSONMember(key: "properties", value: properties(Setting.allCases.filter(\.isInEditors))),
      ]))
  }

  /// The schema of `kale-lsp.toml` and of the section of `pyproject.toml`, in the form in which SchemaStore takes it.
  static var ofConfigurationFiles: String {
    text(
      of: .object([
        JSONMember(key: "$schema", value: .string(version)),
        JSONMember(key: "$id", value: "https://json.schemastore.org/kale-lsp.json"),
        JSONMember(key: "title", value: "kale-lsp"),
        JSONMember(
          key: "description",
          value: "Settings of kale-lsp: kale-lsp.toml, or the section [tool.kale-lsp] of pyproject.toml."),
        JSONMember(key: "type", value: "object"),
        JSONMember(key: "properties", value: properties(Setting.allCases)),
        JSONMember(key: "additionalProperties", value: .bool(false)),
      ]))
  }

  private static let version = "http://json-schema.org/draft-07/schema#"

  private static func text(of schema: JSONValue) -> String {
    String(decoding: schema.serialized(indent: 2), as: UTF8.self) + "\n"
  }

  private static func properties(_ settings: [Setting]) -> JSONValue {
    .object(settings.map { JSONMember(key: $0.rawValue, value: schema(of: $0)) })
  }

  private static func schema(of setting: Setting) -> JSONValue {
    var members = members(of: setting.form)
    if let standard = standardValue(of: setting) {
      members.insert(JSONMember(key: "default", value: standard), at: 1)
    }
    members.append(JSONMember(key: "description", value: .string(setting.summary)))
    return .object(members)
  }

  /// What counts if nothing sets it; nil where that is nothing, or depends on the release.
  private static func standardValue(of setting: Setting) -> JSONValue? {
    switch setting.standard {
    case .flag(let flag): .bool(flag)
    case .text(let text) where setting == .runtime: .string(text)
    case .pairs: [:]
    case .text, .words: nil
    }
  }

  // MARK: - Forms

  /// The members that describe a form, the type first.
  private static func members(of form: Setting.Form) -> [JSONMember] {
    switch form {
    case .flag: [type("boolean")]
    case .choice(let words):
      [type("string"), JSONMember(key: "enum", value: .array(words.map(JSONValue.string)))]
    case .image, .address: [type("string"), JSONMember(key: "minLength", value: 1)]
    case .addresses, .patterns: list(of: ["type": "string", "minLength": 1])
    case .rules: list(of: selector)
    case .levels: levels
    case .rulesOfPaths: map(to: .object(list(of: selector)))
    case .packages:
      map(to: ["anyOf": [["type": "string", "minLength": 1], ["type": "boolean", "enum": [false]]]])
    }
  }

  private static func type(_ name: String) -> JSONMember { JSONMember(key: "type", value: .string(name)) }

  private static func list(of items: JSONValue) -> [JSONMember] {
    [type("array"), JSONMember(key: "items", value: items)]
  }

  private static func map(to values: JSONValue) -> [JSONMember] {
    [type("object"), JSONMember(key: "additionalProperties", value: values)]
  }

  private static let codes = "^[Kk][Aa][Ll][Ee][0-9]{0,3}$"

  private static var selector: JSONValue {
    [
      "anyOf": [
        ["type": "string", "enum": .array(RuleCatalogue.rules.map { .string($0.description.name) })],
        ["type": "string", "pattern": .string(codes)],
      ]
    ]
  }

  private static var levels: [JSONMember] {
    let named = RuleCatalogue.rules.map { $0.description }.map { rule in
      JSONMember(key: rule.name, value: level("\(rule.code): \(rule.summary)"))
    }
    let patterns: JSONValue = .object([
      JSONMember(key: codes, value: level("A code, or a prefix of codes for several rules."))
    ])
    return [
      type("object"), JSONMember(key: "properties", value: .object(named)),
      JSONMember(key: "patternProperties", value: patterns),
      JSONMember(key: "additionalProperties", value: .bool(false)),
    ]
  }

  private static func level(_ description: String) -> JSONValue {
    [
      // Editors show a table of settings only where the type is said.
      "type": "string",
      "enum": .array(FindingSelection.Level.words.map(JSONValue.string)),
      "description": .string(description),
    ]
  }
}
