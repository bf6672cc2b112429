import KaleAnalysis

/// The comments at the top of a compiled file: what the pipeline is and what it was made from.
struct CompiledFileHeader: Sendable {
  private let plan: PipelinePlan
  private let notebook: NotebookOrigin
  private let version: String

  init(plan: PipelinePlan, notebook: NotebookOrigin, version: String) {
    self.plan = plan
    self.notebook = notebook
    self.version = version
  }

  /// The pipeline's interface, as KFP writes it at the top of a pipeline spec.
  var definition: [String] {
    var lines = ["PIPELINE DEFINITION", "Name: \(plan.shownName)"]
    lines.append("Description: \(PythonLiteral.comment(plan.shownDescription))")
    if !plan.parameters.isEmpty { lines.append("Inputs:") }
    lines += plan.parameters.sorted { $0.pipelineInput < $1.pipelineInput }.map {
      "   \($0.pipelineInput): \($0.value.typeName) [Default: \(PythonLiteral.value($0.value))]"
    }
    return lines
  }

  var origin: [String] {
    [
      "Compiled by kale-lsp \(PythonLiteral.comment(version)) from the notebook \(PythonLiteral.comment(notebook.name))"
    ]
      + ["(\(PythonLiteral.comment(notebook.contentHash))). To change the pipeline, edit the notebook."]
  }

  static func comments(_ lines: [String]) -> String {
    lines.map { "# \($0)\n" }.joined()
  }
}
