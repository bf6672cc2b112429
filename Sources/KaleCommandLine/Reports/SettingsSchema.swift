import JSONSyntax
import KaleAnalysis
import KaleRules

/// The JSON schema of the settings, so that editors can complete and check them.
enum SettingsSchema {
  static var text: String { String(decoding: schema.serialized(indent: 2), as: UTF8.self) + "\n" }

  private static var schema: JSONValue {
    [
      "$schema": "http://json-schema.org/draft-07/schema#",
      "title": "kale-lsp settings: the section `kale` of the editor's settings",
      "type": "object",
      "properties": [
        "strict": [
          "type": "boolean", "default": false,
          "description": "Treat everything that Kale rejects or gets wrong as an error.",
        ],
        "runtime": [
          "type": "string", "default": .string(PipelineRuntime.standard.rawValue),
          "enum": .array(PipelineRuntime.allCases.map { .string($0.rawValue) }),
          "description": "Runtime of the steps of notebooks that name none: kale-lsp's own or Kale's.",
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
      "description": "Turn rules off, or change their severity.",
      "properties": .object(named),
      "patternProperties": [
        "^[Kk][Aa][Ll][Ee][0-9]{0,3}$": level("A code, or a prefix of codes for several rules.")
      ],
      "additionalProperties": false,
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
