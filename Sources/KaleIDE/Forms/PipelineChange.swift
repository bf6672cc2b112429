import JSONSyntax
import KaleAnalysis
import NotebookModel

/// Changes of the pipeline's form, as changes of the notebook's metadata. What the form does not show stays as it is.
struct PipelineChange {
  private let analysis: NotebookAnalysis
  private(set) var edits: [NotebookEdit] = []
  private(set) var problems: [FormChanges.Problem] = []
  /// What the editor calls the change when it is undone.
  let title = "Change the pipeline's settings"

  init(_ changes: [JSONMember], in analysis: NotebookAnalysis) {
    self.analysis = analysis
    var defaults: [String: JSONValue] = [:]
    for change in changes {
      if StepDefaults.setting(of: change.key, in: analysis) != nil {
        defaults[change.key] = change.value
      } else if let setting = PipelineSetting.all.first(where: { $0.field.id == change.key }) {
        set(setting, to: change.value)
      } else {
        report(change.key, "The form of the pipeline has no field `\(change.key)`.")
      }
    }
    setDefaults(defaults)
    if edits.contains(where: \.setsConfiguration) { nameThePipeline(besides: Set(changes.map(\.key))) }
  }

  private mutating func report(_ field: String, _ message: String) {
    problems.append(FormChanges.Problem(field: field, message: message))
  }

  private mutating func set(_ setting: PipelineSetting, to value: JSONValue) {
    let new = Self.written(value, of: setting.field)
    switch (setting.owner, new) {
    case (.kale, nil):
      if isSet(setting) { edits.append(.removeConfiguration(path: setting.removedPath)) }
    case (.kaleLSP, nil):
      if isSet(setting) { edits.append(.removeSetting(path: setting.removedPath)) }
    case (.kale, let new?):
      let whole = setting.field.columns.isEmpty ? new : withHiddenKeys(new, of: setting)
      edits.append(.setConfiguration(path: setting.path, to: whole))
    case (.kaleLSP, let new?): edits.append(.setSetting(path: setting.path, to: new))
    }
  }

  private func metadata(of setting: PipelineSetting) -> JSONValue? {
    setting.owner == .kale ? analysis.notebook.kaleMetadata : analysis.notebook.kaleLSPMetadata
  }

  private func isSet(_ setting: PipelineSetting) -> Bool {
    setting.removedPath.reduce(metadata(of: setting)) { $0?[$1] } != nil
  }

  private mutating func setDefaults(_ changes: [String: JSONValue]) {
    guard let field = changes.keys.min() else { return }
    do throws(StepSettingTags.Fault) {
      let tags = try StepDefaults.tags(after: changes, in: analysis)
      let isEmpty = tags == .array([])
      edits.append(
        isEmpty
          ? .removeConfiguration(path: [StepDefaults.key])
          : .setConfiguration(path: [StepDefaults.key], to: tags))
    } catch {
      report(field, error.message)
    }
  }

  /// Sets the names that Kale requires as soon as its configuration has anything.
  private mutating func nameThePipeline(besides changed: Set<String>) {
    let names = ProposedNames(for: analysis)
    let required = [
      ("pipeline-name", "pipeline_name", names.pipeline),
      ("experiment-name", "experiment_name", names.experiment),
    ]
    for (field, key, name) in required
    where !changed.contains(field) && analysis.notebook.kaleMetadata?[key] == nil {
      edits.append(.setConfiguration(path: [key], to: .string(name)))
    }
  }

  // MARK: Values

  /// A value in the form that the metadata has it in; nil for nothing.
  private static func written(_ value: JSONValue, of field: FormField) -> JSONValue? {
    switch (field.kind, value) {
    case (_, .null), (_, .array([])): return nil
    case (.number, .string):
      guard let text = value.text, !text.isEmpty else { return nil }
      return Int(text).map(JSONValue.integer) ?? Double(text).map(JSONValue.double) ?? .string(text)
    case (.text, .string), (.choice, .string):
      guard let text = value.text, !text.isEmpty else { return nil }
      return .string(text)
    case (.pairs, .array(let elements)) where field.id == "package-names":
      return .object(
        elements.compactMap { element in
          guard let key = element["key"]?.text, !key.isEmpty else { return nil }
          let package = element["value"]?.text ?? ""
          return JSONMember(key: key, value: package.isEmpty ? .null : .string(package))
        })
    case (.list, .array(let rows)) where !field.columns.isEmpty:
      return .array(rows.map { written(row: $0, field.columns) })
    default: return value
    }
  }

  private static func written(row: JSONValue, _ columns: [FormField]) -> JSONValue {
    .object(
      columns.compactMap { column in
        written(row[column.id] ?? .null, of: column).map { JSONMember(key: column.id, value: $0) }
      })
  }

  /// New rows with the keys of the old ones that the form does not show: those of the old row of the same name, else of
  /// the one in the same place.
  private func withHiddenKeys(_ rows: JSONValue, of setting: PipelineSetting) -> JSONValue {
    guard case .array(let new) = rows,
      case .array(let old)? = setting.path.reduce(metadata(of: setting), { $0?[$1] })
    else { return rows }
    let shown = Set(setting.field.columns.map(\.id))
    let oldRows = Dictionary(old.map { ($0["name"] ?? .null, $0) }, uniquingKeysWith: { first, _ in first })
    let newNames = Set(new.map { $0["name"] ?? .null })
    return .array(
      new.enumerated().map { index, row in
        if let same = oldRows[row["name"] ?? .null] { return Self.row(row, inPlaceOf: same, showing: shown) }
        guard old.indices.contains(index), !newNames.contains(old[index]["name"] ?? .null) else { return row }
        return Self.row(row, inPlaceOf: old[index], showing: shown)
      })
  }

  private static func row(
    _ row: JSONValue, inPlaceOf old: JSONValue, showing shown: Set<String>
  ) -> JSONValue {
    guard case .object(let members) = row, case .object(let before) = old else { return row }
    let values = Dictionary(members.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
    let kept = before.compactMap { member -> JSONMember? in
      guard shown.contains(member.key) else { return member }
      return values[member.key].map { JSONMember(key: member.key, value: $0) }
    }
    let known = Set(kept.map(\.key))
    return .object(kept + members.filter { !known.contains($0.key) })
  }
}

extension NotebookEdit {
  /// Whether the edit puts something into Kale's configuration.
  fileprivate var setsConfiguration: Bool {
    if case .setConfiguration = self { true } else { false }
  }
}
