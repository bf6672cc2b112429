import KaleAnalysis

// A step as a Python function: KFP's component, which the DSL script defines and the pipeline spec embeds.

extension PlannedStep {
  /// The function's source, from `def` to the end of its last line.
  var source: String {
    exactState.map { ExactComponentFunction(self, $0).source } ?? KaleComponentFunction(self).source
  }

  /// The states of other steps that this one starts from, as inputs of its component.
  var states: [PlannedArtifact] {
    (exactState?.inputs ?? []).map {
      PlannedArtifact(variable: $0.step, artifact: $0.artifact, type: .artifact)
    }
  }

  /// The first lines of the function: its name and its arguments, each with its type.
  var signature: String {
    var arguments: [String] = []
    if let report = htmlReport { arguments.append("\(report): Output[HTML]") }
    if !metrics.isEmpty { arguments.append("\(PlannedStep.metricsArtifact): Output[Metrics]") }
    if let state = exactState { arguments.append("\(state.artifact): Output[Artifact]") }
    arguments += (states + inputs).map { "\($0.artifact): Input[\($0.type.rawValue)]" }
    arguments += outputs.map { "\($0.artifact): Output[\($0.type.rawValue)]" }
    arguments += parameters.map {
      "\($0.componentInput): \($0.value.typeName) = \(PythonLiteral.value($0.value))"
    }
    if arguments.isEmpty { return "def \(function)():\n" }
    return "def \(function)(\n" + arguments.map { "    \($0),\n" }.joined() + "):\n"
  }
}
