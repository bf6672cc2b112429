import KaleAnalysis

/// What the role of a cell is called, and what it does.
struct RoleText {
  /// What a list shows.
  let label: String
  /// A few words that say what it does.
  let detail: String
  /// Sentences, with code in backticks.
  let documentation: String

  private init(_ label: String, _ detail: String, _ documentation: String) {
    (self.label, self.detail, self.documentation) = (label, detail, documentation)
  }

  /// The text of a role.
  static func text(of role: CellRole) -> RoleText {
    switch role {
    case .step: RoleText("Step", "new step", "Starts a new step. Untagged cells below join it.")
    case .imports:
      RoleText("Imports", "runs in every step", "The cell's imports run at the start of every step.")
    case .functions:
      RoleText(
        "Functions", "runs in every step",
        "The cell's functions and classes are available in every step. The cell runs after the imports.")
    case .pipelineParameters:
      RoleText(
        "Pipeline parameters", "pipeline parameters",
        "Each line `name = value` defines a pipeline parameter. The value is a number, a string, `True` or `False`."
      )
    case .pipelineMetrics:
      RoleText(
        "Pipeline metrics", "pipeline metrics",
        "Each line `print(name)` reports a variable as a metric of the step that defines it.")
    case .skip: RoleText("Skip", "not in the pipeline", "Leaves the cell out of the pipeline.")
    case .notebook:
      RoleText(
        "Notebook", "another notebook as a step",
        "Runs the notebook at `notebook_path` in the cell's metadata as a nested pipeline.")
    case .none:
      RoleText("None", "joins the cell above", "The cell belongs to what the cell above it belongs to.")
    }
  }
}
