import KalePipeline

/// A pipeline as a Python function of the DSL: the calls of its components, and what it hands on.
struct PipelineFunction {
  private let plan: PipelinePlan

  init(_ plan: PipelinePlan) {
    self.plan = plan
  }

  var source: String {
    outputsClass + decorator + signature + body
  }

  private var isRoot: Bool { plan.function == PipelinePlan.rootFunction }

  /// The class for what the pipeline hands on; nothing where that is one thing or none.
  private var outputsClass: String {
    guard let outputs = plan.outputs, outputs.isSeveral else { return "" }
    let fields = outputs.list.map { "    \($0.artifact.artifact): \($0.artifact.type.rawValue)\n" }.joined()
    return "class \(outputs.className)(NamedTuple):\n\(fields)\n\n"
  }

  private var decorator: String {
    let name = PythonLiteral.string(plan.name)
    guard isRoot, let description = plan.description else { return "@dsl.pipeline(name=\(name))\n" }
    return
      "@dsl.pipeline(\n    name=\(name),\n    description=\(PythonLiteral.string(description)),\n)\n"
  }

  private var signature: String {
    let arguments =
      plan.inputs.map { "\($0.artifact): Input[\($0.type.rawValue)]" }
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
    let documentation = isRoot ? PipelinePlan.fallbackDescription : "The pipeline of another notebook."
    let tasks = plan.tasks.map { "\n" + task($0) }.joined()
    return "    \"\"\"\(documentation)\"\"\"\n" + tasks + returning
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
    if case .step(let step) = task.work { lines += settingLines(step.settings, of: variable) }
    return lines.map { "    \($0)\n" }.joined()
  }

  private func call(_ task: PlannedTask) -> [String] {
    let arguments =
      task.inputs.map { "\($0.artifact)=\(Self.expression($0.source))" }
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

// MARK: - Settings

extension PipelineFunction {
  private func settingLines(_ settings: StepSettings, of task: String) -> [String] {
    var lines: [String] = []
    if let accelerator = settings.accelerator {
      lines.append("\(task).set_accelerator_type(\(PythonLiteral.string(accelerator.type)))")
      lines.append("\(task).set_accelerator_limit(\(accelerator.count))")
    }
    lines += settings.environment.map { "\(task).set_env_variable(\(Self.arguments($0.key, $0.value)))" }
    lines += kubernetesLines(settings, of: task)
    return lines
  }

  private func kubernetesLines(_ settings: StepSettings, of task: String) -> [String] {
    var lines: [String] = []
    if let context = settings.securityContext {
      lines += [
        "kubernetes.set_security_context(",
        "    \(task),",
        "    run_as_user=\(context.runAsUser),",
        "    run_as_group=\(context.runAsGroup),",
        "    run_as_non_root=\(PythonLiteral.boolean(context.runAsNonRoot)),",
        ")",
      ]
    }
    lines += settings.volumes.map {
      "kubernetes.mount_pvc(\(task), \(Self.arguments($0.name, $0.mountPoint)))"
    }
    lines += settings.labels.map { "kubernetes.add_pod_label(\(task), \(Self.arguments($0.key, $0.value)))" }
    lines += settings.annotations.map {
      "kubernetes.add_pod_annotation(\(task), \(Self.arguments($0.key, $0.value)))"
    }
    lines += settings.secrets.map { secret in
      let variable =
        "{\(PythonLiteral.string(secret.key)): \(PythonLiteral.string(secret.environmentVariable))}"
      return "kubernetes.use_secret_as_env(\(task), \(PythonLiteral.string(secret.secret)), \(variable))"
    }
    return lines
  }

  private static func arguments(_ values: String...) -> String {
    values.map(PythonLiteral.string).joined(separator: ", ")
  }
}
