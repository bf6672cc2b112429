import KalePipeline

/// The Python script that describes a pipeline in KFP's DSL: a component a step, then the pipeline.
struct DSLScript {
  private let plan: PipelinePlan
  private let header: CompiledFileHeader

  static func text(of plan: PipelinePlan, header: CompiledFileHeader) -> String {
    DSLScript(plan: plan, header: header).text
  }

  private var text: String {
    let parts =
      [CompiledFileHeader.comments(header.origin) + imports] + plan.steps.map(component) + [pipeline, main]
    return parts.joined(separator: "\n\n")
  }

  /// Only the names that the script uses, so that a reader and a linter find none idle.
  private var imports: String {
    let kubernetes =
      plan.steps.contains(where: \.settings.needsKubernetes) || !plan.claims.isEmpty ? ", kubernetes" : ""
    var names: Set<String> = []
    for step in plan.steps {
      names.formUnion(step.inputs.map(\.artifact.type.rawValue) + step.outputs.map(\.type.rawValue))
      if !step.inputs.isEmpty { names.insert("Input") }
      if step.htmlReport != nil { names.formUnion(["Output", ArtifactType.html.rawValue]) }
      if !step.metrics.isEmpty { names.formUnion(["Output", ArtifactType.metrics.rawValue]) }
      if !step.outputs.isEmpty { names.insert("Output") }
    }
    let types = names.isEmpty ? "" : "from kfp.dsl import \(names.sorted().joined(separator: ", "))\n"
    return "\nfrom kfp import compiler, dsl\(kubernetes)\n" + types
  }

  private func component(_ step: PlannedStep) -> String {
    """
    @dsl.component(
        base_image=\(PythonLiteral.string(step.settings.image)),
        packages_to_install=\(PythonLiteral.list(plan.packagesToInstall, column: 4)),
        pip_index_urls=\(PythonLiteral.list(plan.packageIndex.indexURLs, column: 4)),
        pip_trusted_hosts=\(PythonLiteral.list(plan.packageIndex.trustedHosts, column: 4)),
    )

    """ + ComponentFunction(step, in: plan).source
  }

  private var main: String {
    let file = PythonLiteral.string("\(plan.name).yaml")
    return """
      if __name__ == "__main__":
          compiler.Compiler().compile(\(PipelinePlan.function), \(file))
          print("The pipeline is in", \(file))

      """
  }
}

// MARK: - The pipeline

extension DSLScript {
  private var pipeline: String {
    var text = "@dsl.pipeline(name=\(PythonLiteral.string(plan.name))"
    if let description = plan.description {
      text = "@dsl.pipeline(\n    name=\(PythonLiteral.string(plan.name)),\n"
      text += "    description=\(PythonLiteral.string(description)),\n"
    }
    text += ")\ndef \(PipelinePlan.function)("
    if !plan.parameters.isEmpty {
      text += "\n"
      for parameter in plan.parameters {
        let value = PythonLiteral.value(parameter.value)
        text += "    \(parameter.pipelineInput): \(parameter.value.typeName) = \(value),\n"
      }
    }
    text += "):\n    \"\"\"\(PipelinePlan.fallbackDescription)\"\"\"\n"
    return text
      + (ClaimLines.making(plan) + plan.steps.map(task) + ClaimLines.deleting(plan)).map { "\n" + $0 }
      .joined()
  }

  private func task(_ step: PlannedStep) -> String {
    let task = step.taskVariable
    var lines = call(step)
    lines.append("\(task).set_display_name(\(PythonLiteral.string(step.displayName)))")
    if !step.previousTaskVariables.isEmpty {
      lines.append("\(task).after(\(step.previousTaskVariables.joined(separator: ", ")))")
    }
    lines += TaskSettings.lines(step.settings, of: task)
    return lines.map { "    \($0)\n" }.joined()
  }

  private func call(_ step: PlannedStep) -> [String] {
    var arguments = step.inputs.map {
      "\($0.artifact.artifact)=\($0.producerTaskVariable).outputs[\"\($0.producerOutput)\"]"
    }
    arguments += plan.parameters.map { "\($0.componentInput)=\($0.pipelineInput)" }
    if arguments.isEmpty { return ["\(step.taskVariable) = \(step.function)()"] }
    return ["\(step.taskVariable) = \(step.function)("] + arguments.map { "    \($0)," } + [")"]
  }
}
