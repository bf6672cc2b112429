import KaleAnalysis
import PipelineCompiler

/// The steps that a person names, among those of a compiled pipeline.
struct StepChoice {
  private let compiled: CompiledPipeline
  private let names: [(component: String, name: String)]

  init(_ compiled: CompiledPipeline) {
    self.compiled = compiled
    names = compiled.stepNames
  }

  /// Returns the tasks of a step, or of all steps of a notebook that the pipeline refers to.
  ///
  /// - Throws: That there is no such step, with the steps that there are.
  func tasks(of step: String) throws(RunProblem) -> [String] {
    let found = names.filter { $0.name == step || $0.name.hasPrefix(step + "/") }
    guard found.isEmpty else { return found.map(\.component) }
    let known = names.map(\.name)
    if let meant = SpellingSuggestion.nearest(to: step, among: known) {
      throw RunProblem("Unknown step `\(step)`. Did you mean `\(meant)`?")
    }
    throw RunProblem(
      "Unknown step `\(step)`. The pipeline has \(known.map { "`\($0)`" }.joined(separator: ", ")).")
  }

  /// Returns the names of a step, or of all steps of a notebook that the pipeline refers to.
  func names(of step: String) -> [String] {
    names.map(\.name).filter { $0 == step || $0.hasPrefix(step + "/") }
  }

  /// Returns the names of the steps that a run up to some steps consists of.
  func names(upTo steps: [String]) -> Set<String> {
    let units = steps.map { step in step.split(separator: "/").first.map(String.init) ?? step }
    return compiled.stepNames(neededForUnits: Set(units))
  }
}
