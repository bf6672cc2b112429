import KaleAnalysis

/// A pipeline as a Python function of the DSL: the calls of its components, and what it hands on.
struct PipelineFunction {
  private let plan: PipelinePlan

  init(_ plan: PipelinePlan) {
    self.plan = plan
  }

  var source: String {
    outputsClass + decorator + signature + body
  }

  /// The class for what the pipeline hands on; nothing where that is one thing or none.
  private var outputsClass: String {
    guard let outputs = plan.outputs, outputs.isSeveral else { return "" }
    let fields = outputs.list.map { "    \($0.artifact.artifact): \($0.artifact.type.rawValue)\n" }.joined()
    return "class \(outputs.className)(NamedTuple):\n\(fields)\n\n"
  }

  private var decorator: String {
    let name = PythonLiteral.string(plan.name)
    guard plan.isRoot, let description = plan.description else { return "@dsl.pipeline(name=\(name))\n" }
    return
      "@dsl.pipeline(\n    name=\(name),\n    description=\(PythonLiteral.string(description)),\n)\n"
  }

  private var signature: String {
    let arguments =
      plan.inputs.map { "\($0.artifact): Input[\($0.type.rawValue)]" }
      + (plan.isRoot ? [] : plan.claims.map { "\($0.variable): str" })
      + plan.parameters.map {
        "\($0.pipelineInput): \($0.value.typeName) = \(PythonLiteral.value($0.value))"
      }
    let list = arguments.isEmpty ? "" : "\n" + arguments.map { "    \($0),\n" }.joined()
    return "def \(plan.function)(\(list))\(returnType):\n"
  }

  private var returnType: String {
    guard let outputs = plan.outputs, let first = outputs.list.first else { return "" }
    return " -> " + (outputs.isSeveral ? outputs.className : first.artifact.type.rawValue)
  }

  private var body: String {
    let documentation = plan.isRoot ? PipelinePlan.fallbackDescription : "The pipeline of another notebook."
    let tasks = ClaimLines.making(plan) + plan.tasks.map(task) + ClaimLines.deleting(plan)
    return "    \"\"\"\(documentation)\"\"\"\n" + tasks.map { "\n" + $0 }.joined() + returning
  }

  private var returning: String {
    guard let outputs = plan.outputs else { return "" }
    let values = outputs.list.map { "\($0.producerVariable).outputs[\"\($0.producerOutput)\"]" }
    guard outputs.isSeveral else { return "\n    return \(values.joined())\n" }
    let fields = zip(outputs.list, values).map { "        \($0.artifact.artifact)=\($1),\n" }.joined()
    return "\n    return \(outputs.className)(\n\(fields)    )\n"
  }
}

extension PlannedOutputs {
  /// Whether what is handed on has names of its own.
  var isSeveral: Bool { list.count > 1 }
}

// MARK: - Tasks

extension PipelineFunction {
  private func task(_ task: PlannedTask) -> String {
    let variable = task.variable
    var lines = call(task)
    lines.append("\(variable).set_display_name(\(PythonLiteral.string(task.displayName)))")
    if !task.previousVariables.isEmpty {
      lines.append("\(variable).after(\(task.previousVariables.joined(separator: ", ")))")
    }
    if let isCachingEnabled = task.isCachingEnabled {
      lines.append("\(variable).set_caching_options(\(PythonLiteral.boolean(isCachingEnabled)))")
    }
    if case .step(let step) = task.work { lines += TaskSettings.lines(step.settings, of: variable) }
    return lines.map { "    \($0)\n" }.joined()
  }

  private func call(_ task: PlannedTask) -> [String] {
    let arguments =
      task.inputs.map { "\($0.artifact)=\(Self.expression($0.source))" }
      + task.passedClaims.map { "\($0.variable)=\($0.nameExpression(inRoot: plan.isRoot))" }
      + task.arguments.map { "\($0.componentInput)=\($0.pipelineInput)" }
    if arguments.isEmpty { return ["\(task.variable) = \(task.function)()"] }
    return ["\(task.variable) = \(task.function)("] + arguments.map { "    \($0)," } + [")"]
  }

  private static func expression(_ source: PlannedInput.Source) -> String {
    switch source {
    case .task(_, let variable, let output): "\(variable).outputs[\"\(output)\"]"
    case .pipelineInput(let name): name
    }
  }
}
