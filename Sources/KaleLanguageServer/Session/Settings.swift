import JSONSyntax
import KaleAnalysis
import KaleRules

/// What a person has set in the editor, in the section `kale` of its settings. docs/configuration.md describes it.
struct Settings {
  static let section = "kale"

  /// What the client sent with `initialize`; it counts as long as the editor's own settings say nothing.
  var initial: JSONValue?
  /// Faults of the settings that the person has been told of.
  var reportedFaults: Set<String> = []
}

/// One reading of the settings: what they say, and what is wrong with them.
struct SettingsReading {
  private(set) var selection = FindingSelection()
  /// Sentences that say what is wrong and what to do. What is wrong has no effect; the rest holds.
  private(set) var faults: [String] = []

  /// Reads the section, or an object with the section in it. Keys that are not the server's own are the editor's, which
  /// keeps in the same section how to start it.
  init(_ json: JSONValue?) {
    guard let json, json != .null else { return }
    let section = json[Settings.section] ?? json
    guard case .object = section else {
      faults.append("The setting `kale` must be an object.")
      return
    }
    readStrict(section["strict"])
    readRuntime(section["runtime"])
    readRules(section["rules"])
  }

  private mutating func readStrict(_ value: JSONValue?) {
    switch value {
    case .bool(let isStrict): selection.isStrict = isStrict
    case nil, .null: break
    default: faults.append("The setting `kale.strict` must be true or false.")
    }
  }

  private mutating func readRuntime(_ value: JSONValue?) {
    if value == nil || value == .null { return }
    if case .string(let word) = value, let runtime = PipelineRuntime(rawValue: word) {
      selection.runtime.fallback = runtime
    } else {
      faults.append("The setting `kale.runtime` must be \(PipelineRuntime.choices).")
    }
  }

  private mutating func readRules(_ value: JSONValue?) {
    var levels: [(selector: RuleSelector, level: FindingSelection.Level)] = []
    switch value {
    case .object(let members):
      for member in members where member.value != .null {
        if let setting = readRule(member) { levels.append(setting) }
      }
    // What Lua writes for an empty object.
    case nil, .null, .array([]): break
    default: faults.append("The setting `kale.rules` must be an object whose keys are rules.")
    }
    selection.setLevels(levels)
  }

  private mutating func readRule(
    _ member: JSONMember
  ) -> (selector: RuleSelector, level: FindingSelection.Level)? {
    let selector: RuleSelector
    do {
      selector = try RuleSelector(member.key)
    } catch {
      faults.append("In the setting `kale.rules`: \(error.message)")
      return nil
    }
    guard case .string(let word) = member.value, let level = FindingSelection.Level(word) else {
      let words = FindingSelection.Level.words.map { "`\($0)`" }.joined(separator: ", ")
      faults.append("The setting `kale.rules.\(member.key)` must be one of \(words).")
      return nil
    }
    return (selector, level)
  }
}
