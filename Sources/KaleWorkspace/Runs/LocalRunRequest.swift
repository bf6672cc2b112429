import JSONSyntax
import KaleAnalysis
import PipelineCompiler

/// What kale-lsp asks of `local_runner.py`: the one line that the program reads.
struct LocalRunRequest {
  private let options: LocalRunOptions
  private let compiled: CompiledPipeline
  private let choice: StepChoice

  init(_ options: LocalRunOptions, _ compiled: CompiledPipeline) {
    self.options = options
    self.compiled = compiled
    choice = StepChoice(compiled)
  }

  /// The steps up to which it runs; nil for all.
  private var targets: [String]? {
    let steps = [options.shell, options.until, options.step].compactMap(\.self)
    return steps.isEmpty ? nil : steps
  }

  /// The names of the steps that take part; nil for all.
  var stepNames: Set<String>? { targets.map(choice.names) }

  /// Writes the request.
  ///
  /// - Parameters:
  ///   - values: For each run the values of parameters, by name.
  ///   - notebookPath: The path of the notebook.
  ///   - scratch: The folder for what the run needs while it goes on.
  /// - Returns: The members of the request.
  /// - Throws: That a step is named which does not exist.
  func members(
    values: [[(name: String, value: JSONValue)]], notebookPath: String, scratch: String
  ) throws(RunProblem) -> [JSONMember] {
    try checkChoice()
    let path = FileSystem.absolute(notebookPath)
    let steps = try targets?.map { step throws(RunProblem) in try choice.tasks(of: step) }
    let fresh = try options.step.map { step throws(RunProblem) in try choice.tasks(of: step) }
    let shell = try options.shell.map { step throws(RunProblem) in try choice.tasks(of: step) }
    if let shell, shell.count > 1 {
      throw RunProblem("`\(options.shell ?? "")` is a notebook. Name one of its steps: `NOTEBOOK/STEP`.")
    }
    let value: JSONValue = [
      "action": "run", "spec": compiled.pipelineSpecJSON, "runtime": .string(ExactRuntime.source),
      "runs": .array(values.map(inputs)), "notebook": .string(path),
      "directory": .string(FileSystem.folder(of: path)), "scratch": .string(scratch),
      "cache": text(options.store?.folder), "key": text(options.store?.key),
      "cache_limit": .integer(options.store?.limit ?? 0), "output": text(options.output),
      "jobs": options.jobs.map(JSONValue.integer) ?? .null,
      "until": steps.map { .array($0.joined().map(JSONValue.string)) } ?? .null,
      "anew": .array((fresh ?? []).map(JSONValue.string)), "fork": .null, "shell": text(shell?.first),
      "steps": .object(
        compiled.stepNames.map { JSONMember(key: $0.component, value: .string($0.name)) }),
      "optional": .array(compiled.optionalPackages.sorted().map(JSONValue.string)),
      "stay": .bool(options.keepsProgram),
    ]
    guard case .object(let members) = value else { return [] }
    return members
  }

  /// Checks that a step which is to run again is one of those that run.
  private func checkChoice() throws(RunProblem) {
    guard let step = options.step, let until = options.until else { return }
    for name in [step, until] { _ = try choice.tasks(of: name) }
    if choice.names(upTo: [until]).isSuperset(of: choice.names(of: step)) { return }
    throw RunProblem(
      "`--until \(until)` does not run step `\(step)`, which `--step` names. Leave one of the options out.")
  }

  private func inputs(_ values: [(name: String, value: JSONValue)]) -> JSONValue {
    .object(
      values.map { JSONMember(key: compiled.parameterInputs[$0.name] ?? $0.name, value: $0.value) })
  }

  private func text(_ value: String?) -> JSONValue { value.map(JSONValue.string) ?? .null }
}
