import KaleAnalysis

/// A step as KFP's component on the exact runtime: one call, which shows the step's code, what it takes and what it
/// leaves. `docs/contributing/exact-runtime.md` describes the arguments.
struct ExactComponentFunction {
  private let step: PlannedStep
  private let state: ExactState

  init(_ step: PlannedStep, _ state: ExactState) {
    self.step = step
    self.state = state
  }

  /// The function's source, from `def` to the end of its last line.
  var source: String {
    let lines = arguments.map { "        \($0),\n" }.joined()
    return step.signature + "    \(ExactRuntime.functionName)().run_step(\n" + lines + "    )\n"
  }

  private var arguments: [String] {
    var arguments = [
      "notebook=\(PythonLiteral.string(state.notebook))",
      "step=\(PythonLiteral.string(step.name))",
      "order=\(state.order)",
    ]
    func add(_ name: String, _ entries: [(key: String, value: String)]) {
      if !entries.isEmpty { arguments.append("\(name)=\(dictionary(entries))") }
    }
    add("states", state.inputs.map { ($0.step, $0.artifact) })
    arguments.append("state=\(state.artifact)")
    add("takes", step.inputs.map { ($0.variable, $0.artifact) })
    add("leaves", step.outputs.map { ($0.variable, $0.artifact) })
    add("parameters", step.parameters.map { ($0.variable, $0.componentInput) })
    if !step.metrics.isEmpty {
      add("metrics", step.metrics.map { ($0.name, PythonLiteral.string($0.variable)) })
      arguments.append("metrics_artifact=\(PlannedStep.metricsArtifact)")
    }
    if let files = state.filesFunction { arguments.append("files=\(files)()") }
    if state.isFollowedByReaderOfAnyName { arguments.append("everything=True") }
    if let report = step.htmlReport { arguments.append("report=\(report)") }
    if !state.outside.isEmpty {
      arguments.append("outside=\(PythonLiteral.list(state.outside, column: 8))")
    }
    if state.crossesBorder { arguments.append("border=True") }
    if !step.sharedBlocks.isEmpty { arguments.append("shared=\(cells(step.sharedBlocks))") }
    arguments.append("cells=\(cells(step.blocks))")
    return arguments
  }

  private func dictionary(_ entries: [(key: String, value: String)]) -> String {
    "{" + entries.map { "\(PythonLiteral.string($0.key)): \($0.value)" }.joined(separator: ", ") + "}"
  }

  /// A tuple of pairs: a cell's number in the notebook, counted from 1, and its code. A comment gives its tag.
  private func cells(_ blocks: [CodeBlock]) -> String {
    if blocks.isEmpty { return "()" }
    let pairs = blocks.map { block in
      "            # \(PythonLiteral.comment(block.tag))\n"
        + "            (\(block.cell.number), \(PythonLiteral.block(block.source))),\n"
    }
    return "(\n" + pairs.joined() + "        )"
  }
}
