import JSONSyntax
import KaleAnalysis
import NotebookModel

/// Changes of the form of a cell, as changes of tags: its own, and those of cells that depend on it.
struct CellChange {
  private let cell: CellIndex
  private let analysis: NotebookAnalysis
  private var drafts: TagDrafts
  private(set) var problems: [FormChanges.Problem] = []
  /// What the editor calls the change when it is undone.
  private(set) var title: String

  init(_ cell: CellIndex, in analysis: NotebookAnalysis) {
    (self.cell, self.analysis) = (cell, analysis)
    drafts = TagDrafts(analysis)
    title = "Change cell \(cell.number)"
  }

  /// The edits that make the changes.
  var edits: [NotebookEdit] { drafts.edits }

  /// Makes the changes, as far as they are possible.
  mutating func apply(_ changes: [JSONMember], preview: NotebookPreview) {
    var values = Dictionary(changes.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
    let role = takeRole(values.removeValue(forKey: CellForm.ID.role))
    let name = values.removeValue(forKey: CellForm.ID.name)
    if let role {
      change(to: role, name: name, choosesPrevious: values[CellForm.ID.previous] == nil, preview)
    } else if let name {
      rename(to: name)
    }
    if let previous = values.removeValue(forKey: CellForm.ID.previous) { setPrevious(previous) }
    for setting in StepSetting.all where values[setting.id] != nil { change(setting, values) }
    let known = Set(StepSetting.all.map(\.id))
    for field in values.keys.sorted() where !known.contains(field) {
      report(field, "The form of a cell has no field `\(field)`.")
    }
  }

  private mutating func report(_ field: String, _ message: String) {
    problems.append(FormChanges.Problem(field: field, message: message))
  }

  // MARK: Role

  /// The role to give the cell; nil if it keeps its own.
  private mutating func takeRole(_ value: JSONValue?) -> CellRole? {
    guard let value else { return nil }
    let word = value.text ?? CellRole.none.rawValue
    guard let role = CellRole(rawValue: word) else {
      report(CellForm.ID.role, "`\(word)` is not a role of a cell.")
      return nil
    }
    let current = CellRole(ofTags: analysis.tags[cell].role)
    guard role != current else { return nil }
    if role == .notebook {
      report(CellForm.ID.role, "A reference to another notebook needs the tag `notebook:NAME` and a path.")
      return nil
    }
    return role
  }

  private mutating func change(
    to role: CellRole, name: JSONValue?, choosesPrevious: Bool, _ preview: NotebookPreview
  ) {
    let name = name?.text ?? proposedName
    title =
      role == .step ? "Make cell \(cell.number) step `\(name)`" : "Change the role of cell \(cell.number)"
    if role == .step { check(name) }
    RoleChange.apply(role, named: name, to: cell, in: &drafts, of: analysis)
    guard role == .step else { return }
    let after = preview.analysis(drafts.edits)
    guard let unit = after.unit(ofCell: cell), after.step(definedBy: cell) != nil else { return }
    let dependencies = DataDependencies(after)
    let units = after.outline.units
    if choosesPrevious {
      let previous = dependencies.previous(of: unit).filter { after.graph.canRun(unit, after: $0) }
      drafts.add(previous.map { "prev:\(units[$0].name)" }, to: cell)
    }
    for dependent in units.indices.suffix(from: unit).dropFirst() {
      let missing = after.flow.flows[dependent].missing
      let names = dependencies.names(neededBy: dependent, from: unit)
      guard !units[dependent].isNotebook, names.contains(where: missing.contains) else { continue }
      drafts.add(["prev:\(units[unit].name)"], to: units[dependent].definition)
    }
  }

  // MARK: Name

  /// A name for the step that the cell becomes.
  private var proposedName: String {
    let survey = CellSurvey.cell(at: cell, in: analysis)
    var names = StepNameProposal(analysis)
    return names.name(for: [survey], heading: survey.headings.last)
  }

  private mutating func rename(to value: JSONValue) {
    guard case .step(let old) = analysis.tags[cell].role else {
      return report(CellForm.ID.name, "Only a step has a name. Make the cell a step first.")
    }
    let new = value.text ?? ""
    guard !new.isEmpty else { return report(CellForm.ID.name, Self.emptyName) }
    do throws(StepRename.Fault) {
      let rename = try StepRename(of: old, to: new, in: analysis)
      title = rename.title
      drafts.apply(rename)
    } catch {
      report(CellForm.ID.name, error.message)
    }
  }

  private mutating func check(_ name: String) {
    if name.isEmpty { return report(CellForm.ID.name, Self.emptyName) }
    do throws(StepRename.Fault) {
      try StepRename.check(name, in: analysis)
    } catch {
      report(CellForm.ID.name, error.message)
    }
  }

  private static let emptyName = "A step needs a name."

  // MARK: Order and settings

  private mutating func setPrevious(_ value: JSONValue) {
    guard let names = value.texts else {
      return report(CellForm.ID.previous, "Expected a list of names of steps.")
    }
    drafts.replace(in: cell, with: names.map { "prev:\($0)" }) { meaning in
      if case .previous = meaning { true } else { false }
    }
    requireStep(CellForm.ID.previous)
  }

  private mutating func change(_ setting: StepSetting, _ values: [String: JSONValue]) {
    do throws(StepSettingTags.Fault) {
      let tags = try StepSettingTags(current: analysis.tags[cell].configuration, changes: values)
        .tags(for: setting)
      drafts.replace(in: cell, with: tags, where: setting.isExpressed)
      requireStep(setting.id)
    } catch {
      report(setting.id, error.message)
    }
  }

  /// Reports a setting of a cell that does not start a step.
  private mutating func requireStep(_ field: String) {
    let isStep = drafts[cell].contains { tag in
      if case .step = drafts.meaning(of: tag) { true } else { false }
    }
    if !isStep { report(field, "Only a step has this setting. Make the cell a step first.") }
  }
}

extension JSONValue {
  /// The string without white space around it; nil for other values.
  var text: String? {
    if case .string(let text) = self { text.trimmed } else { nil }
  }

  /// The strings of a list, none for null; nil for other values.
  var texts: [String]? {
    switch self {
    case .null: return []
    case .array(let elements):
      let texts = elements.compactMap(\.text).filter { !$0.isEmpty }
      return texts.count == elements.count ? texts : nil
    default: return nil
    }
  }
}
