import JSONSyntax
import KaleAnalysis
import KaleRules
import NotebookModel

/// Writes the form of a code cell: its role and, for the first cell of a step, everything that tags set.
package struct CellForm {
  /// The fields that are not settings of a step.
  enum ID {
    static let role = "role"
    static let name = "name"
    static let previous = "previous"
  }

  private let cell: CellIndex
  private let analysis: NotebookAnalysis

  /// Returns the form of a cell.
  ///
  /// - Parameters:
  ///   - cell: The cell.
  ///   - analysis: The analysis of its notebook.
  ///   - findings: What is shown of the notebook.
  /// - Returns: The form; nil for a cell that is not code.
  package static func form(
    of cell: CellIndex, in analysis: NotebookAnalysis, findings: [Finding]
  ) -> Form? {
    guard analysis.notebook.cells[checked: cell]?.kind == .code else { return nil }
    let form = CellForm(cell: cell, analysis: analysis)
    let problems = FieldProblems(ofCell: cell, findings, in: analysis)
    return Form(
      subject: .cell(cell), title: form.title, fields: form.fields.map { problems.marking($0) })
  }

  private var title: String {
    let unit = analysis.unit(ofCell: cell).map { analysis.outline.units[$0] }
    let role = unit.map { "\($0.isNotebook ? "notebook" : "step") \($0.name)" } ?? blockTitle
    return "Cell \(cell.number): \(role)"
  }

  private var blockTitle: String {
    let role = analysis.role(of: cell) ?? .none
    return role == .none ? "not in the pipeline" : RoleText.text(of: role).label.lowercased()
  }

  private var fields: [FormField] {
    guard case .step(let name) = analysis.tags[cell].role else { return [role] }
    guard analysis.step(definedBy: cell) != nil else { return [role, self.name(name, isFirst: false)] }
    return [role, self.name(name, isFirst: true), previous] + settings
  }

  // MARK: Fields

  private var role: FormField {
    let current = CellRole(ofTags: analysis.tags[cell].role)
    var field = FormField(ID.role, "Role", .main, .choice, help: roleHelp(current))
    field.value = .string(current.rawValue)
    let roles = CellRole.allCases.filter { $0 != .notebook || current == .notebook }
    field.choices = roles.map { role in
      let text = RoleText.text(of: role)
      return FormField.Choice(role.rawValue, text.label, detail: text.detail)
    }
    return field
  }

  private func roleHelp(_ role: CellRole) -> String {
    guard role == .none else { return RoleText.text(of: role).documentation }
    if let unit = analysis.unit(ofCell: cell) {
      return "The cell belongs to step `\(analysis.outline.units[unit].name)` above."
    }
    switch analysis.outline.assignments[cell] {
    case .block(let tag): return "The cell belongs to the `\(tag.rawValue)` cell above."
    default: return "The cell is not part of the pipeline: no cell above it has a role."
    }
  }

  private func name(_ name: String, isFirst: Bool) -> FormField {
    var field = FormField(ID.name, "Step name", .main, .text)
    field.value = .string(name)
    if !isFirst, let unit = analysis.unit(ofCell: cell) {
      let first = analysis.outline.units[unit].definition.number
      field.help = "The cell continues the step of cell \(first), whose settings apply."
    }
    return field
  }

  private var previous: FormField {
    var field = FormField(
      ID.previous, "Runs after", .main, .steps,
      help: "The step runs after these steps and can use the variables that they define.")
    field.value = .array(analysis.tags[cell].previous.map { .string($0.name) })
    guard let unit = analysis.unit(ofCell: cell) else { return field }
    let dependencies = DataDependencies(analysis)
    let chosen = Set(analysis.tags[cell].previous.map(\.name))
    let obstacles = StepObstacles(of: unit, in: analysis)
    field.steps = analysis.outline.units.indexed.filter { $0.0 != unit }.map { other, step in
      StepChoice(
        name: step.name, index: other.position, isChosen: chosen.contains(step.name),
        names: dependencies.names(neededBy: unit, from: other),
        obstacle: obstacles.text(for: other))
    }
    return field
  }

  private var settings: [FormField] {
    let values = StepSettingValues(analysis.tags[cell].configuration, in: analysis)
    return StepSetting.all.map(values.field)
  }
}

extension CellRole {
  /// The role that a cell's own tags give it.
  init(ofTags role: CellTags.Role) {
    switch role {
    case .untagged: self = .none
    case .step: self = .step
    case .notebook: self = .notebook
    case .special(let tag): self = CellRole(rawValue: tag.rawValue) ?? .none
    }
  }
}
