import JSONSyntax
import KaleAnalysis

/// The settings that the configuration's `steps_defaults` gives to every step: fields of the pipeline's form.
enum StepDefaults {
  /// The key of the configuration.
  static let key = "steps_defaults"
  private static let prefix = "default-"

  /// The fields of the defaults; none where `steps_defaults` is not a list of tags, which is the only form that is edited.
  static func fields(in analysis: NotebookAnalysis) -> [FormField] {
    guard tags(in: analysis) != nil else { return [] }
    let values = StepSettingValues(ofDefaults: analysis.configuration.configuration.stepsDefaults)
    return settings(in: analysis).map { setting in
      let field = values.field(of: setting)
      var shown = FormField(
        prefix + field.id, "Default " + lowercased(field.label), field.group, field.kind,
        choices: field.choices, columns: field.columns, help: field.help)
      shown.value = field.value
      return shown
    }
  }

  /// The field of a value of the configuration.
  static func id(at path: [String], in analysis: NotebookAnalysis) -> String? {
    let tag = analysis.configuration.defaultTags.first { path.starts(with: $0.path) }
    guard let tag else { return nil }
    return settings(in: analysis).first { $0.isExpressed(by: tag.meaning) }.map { prefix + $0.id }
  }

  /// The setting that a field of the pipeline's form is the default of; nil for other fields.
  static func setting(of field: String, in analysis: NotebookAnalysis) -> StepSetting? {
    guard field.hasPrefix(prefix) else { return nil }
    let id = field.dropFirst(prefix.count)
    return settings(in: analysis).first { $0.id == id }
  }

  /// The tags after some defaults have changed.
  ///
  /// - Throws: If no tag expresses a value.
  static func tags(
    after changes: [String: JSONValue], in analysis: NotebookAnalysis
  ) throws(StepSettingTags.Fault) -> JSONValue {
    let values = Dictionary(
      changes.map { (String($0.key.dropFirst(prefix.count)), $0.value) }, uniquingKeysWith: { $1 })
    let writer = StepSettingTags(
      current: analysis.configuration.configuration.stepsDefaults, changes: values)
    var tags = tags(in: analysis) ?? []
    for setting in settings(in: analysis) where values[setting.id] != nil {
      let new = try writer.tags(for: setting)
      tags.removeAll { tag in
        guard case .string(let text) = tag, !new.contains(text) else { return false }
        return ParsedTag(text, of: analysis.release).meaning.map(setting.isExpressed) ?? false
      }
      tags += new.map(JSONValue.string).filter { !tags.contains($0) }
    }
    return .array(tags)
  }

  private static func tags(in analysis: NotebookAnalysis) -> [JSONValue]? {
    switch analysis.notebook.kaleMetadata?[key] {
    case nil, .null: []
    case .array(let tags): tags
    default: nil
    }
  }

  /// Those that the configuration can give to all steps. For others it has keys of their own.
  private static func settings(in analysis: NotebookAnalysis) -> [StepSetting] {
    StepSetting.all.filter { !analysis.release.crashes.defaultTags.contains($0.prefix) }
  }

  /// The label inside a longer one; acronyms stay as they are.
  private static func lowercased(_ label: String) -> String {
    label.dropFirst().first?.isUppercase ?? false ? label : label.prefix(1).lowercased() + label.dropFirst()
  }
}
