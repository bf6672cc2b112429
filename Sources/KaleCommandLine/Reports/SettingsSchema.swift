import KaleAnalysis
import JSONSyntax
import KaleRules

/// The JSON schema of the settings, so that editors can complete and check them.
enum SettingsSchema {
  static var text: String { String(decoding: schema.serialized(indent: 2), as: UTF8.self) + "\n" }

  private static var schema: JSONValue {
    [
      "$schema": "http://json-schema.org/draft-07/schema#",
      "title": "The settings of kale-lsp: the section kale of an editor's settings",
      "type": "object",
      "properties": [
        "strict": [
          "type": "boolean", "default": false,
          "description":
            "Whether what \(KaleRelease.current) refuses is an error, though kale-lsp compiles it.",
        ],
        "rules": rules,
      ],
    ]
  }

  private static var rules: JSONValue {
    let named = RuleCatalogue.rules.map { $0.description }.map { rule in
      JSONMember(key: rule.name, value: level("\(rule.code): \(rule.summary)"))
    }
    return [
      "type": "object", "default": [:],
      "description": "Rules that are turned off or have another severity.",
      "properties": .object(named),
      "patternProperties": [
        "^[Kk][Aa][Ll][Ee][0-9]{0,3}$": level("A code, or the front of codes, for all rules that have it.")
      ],
      "additionalProperties": false,
    ]
  }

  private static func level(_ description: String) -> JSONValue {
    [
      "enum": .array(FindingSelection.Level.words.map(JSONValue.string)),
      "description": .string(description),
    ]
  }
}
