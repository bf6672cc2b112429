import KaleAnalysis

/// The Python script that describes a pipeline in KFP's DSL: a component a step, then the pipeline; before it the
/// same for each notebook that it refers to.
struct DSLScript {
  private let plan: PipelinePlan
  private let header: CompiledFileHeader

  static func text(of plan: PipelinePlan, header: CompiledFileHeader) -> String {
    DSLScript(plan: plan, header: header).text
  }

  /// Two lines that hold nothing of the notebook: there a comment with `coding:` in it, as the notebook's name may have,
  /// tells Python how to read the file.
  private static let purpose = """
    # Pipeline definition for the Kubeflow Pipelines SDK. Run this script to compile the pipeline.
    #

    """

  private var text: String {
    let pipelines = plan.allFromTheInside.flatMap { pipeline in
      pipeline.steps.map(component) + [PipelineFunction(pipeline).source]
    }
    let parts =
      [Self.purpose + CompiledFileHeader.comments(header.origin) + imports]
      + additionalFunctions.map(\.source) + pipelines + [main]
    return parts.joined(separator: "\n\n")
  }

  /// The functions that components call, each once.
  private var additionalFunctions: [AdditionalFunction] {
    var names: Set<String> = []
    return plan.allSteps.flatMap(\.additionalFunctions).filter { names.insert($0.name).inserted }
  }

  /// Only the names that the script uses, so that a reader and a linter find none idle.
  private var imports: String {
    let steps = plan.allSteps
    // A claim that the pipeline makes is a volume of its steps.
    let kubernetes = steps.contains(where: \.settings.needsKubernetes) ? ", kubernetes" : ""
    var names: Set<String> = []
    for step in steps {
      names.formUnion((step.inputs + step.outputs).map(\.type.rawValue))
      if !step.inputs.isEmpty { names.insert("Input") }
      if step.htmlReport != nil { names.formUnion(["Output", ArtifactType.html.rawValue]) }
      if !step.metrics.isEmpty { names.formUnion(["Output", ArtifactType.metrics.rawValue]) }
      if !step.outputs.isEmpty { names.insert("Output") }
      if let state = step.exactState {
        names.formUnion(["Output", ArtifactType.artifact.rawValue])
        if !state.inputs.isEmpty { names.insert("Input") }
      }
    }
    let types = names.isEmpty ? "" : "from kfp.dsl import \(names.sorted().joined(separator: ", "))\n"
    let passesSeveral = plan.allFromTheInside.contains { $0.outputs?.isSeveral == true }
    let typing = passesSeveral ? "from typing import NamedTuple\n\n" : ""
    return "\n\(typing)from kfp import compiler, dsl\(kubernetes)\n" + types
  }

  private func component(_ step: PlannedStep) -> String {
    """
    @dsl.component(
        base_image=\(PythonLiteral.string(step.settings.image)),
        packages_to_install=\(PythonLiteral.list(step.packagesToInstall, column: 4)),
        pip_index_urls=\(PythonLiteral.list(plan.packageIndex.indexURLs, column: 4)),
        pip_trusted_hosts=\(PythonLiteral.list(plan.packageIndex.trustedHosts, column: 4)),
    \(additionalFunctions(of: step)))

    """ + step.source
  }

  private func additionalFunctions(of step: PlannedStep) -> String {
    let names = step.additionalFunctions.map(\.name)
    return names.isEmpty ? "" : "    additional_funcs=[\(names.joined(separator: ", "))],\n"
  }

  private var main: String {
    let file = PythonLiteral.string("\(plan.name).yaml")
    return """
      if __name__ == "__main__":
          compiler.Compiler().compile(\(PipelinePlan.rootFunction), \(file))
          print("Compiled to", \(file))

      """
  }
}
