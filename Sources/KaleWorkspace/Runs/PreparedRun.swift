import JSONSyntax
import KaleAnalysis
import PipelineCompiler

/// A pipeline ready to be run: compiled, its parameters' values read, the Python found.
package struct PreparedRun {
  /// The path of the Python that runs the driver.
  package let python: String
  /// What follows the run, or each of the runs of a sweep.
  package let run: PipelineRun
  /// For each run the values of parameters that are not the defaults.
  package let values: [[(name: String, value: JSONValue)]]
  /// A sentence about how it runs that nobody has asked for.
  package let notice: String?
  /// Whether the program waits for another run of the notebook when it is done.
  package let keepsProgram: Bool
  private let request: [JSONMember]
  private let driver: RunDriver
  /// The folder for what the run needs while it goes on.
  package let scratch: String

  /// Prepares a run: checks the values of parameters, compiles the notebook and finds the Python.
  ///
  /// - Parameters:
  ///   - analysis: The analysis of a notebook without findings that stop the compilation.
  ///   - notebookPath: The path of the notebook, in whose folder steps on this machine run.
  ///   - options: How to run it.
  /// - Throws: Why it cannot be run, and what to do.
  package init(
    of analysis: NotebookAnalysis, notebookPath: String, _ options: RunOptions
  ) throws(RunProblem) {
    let pipeline = analysis.pipeline(by: options.runtime)
    values = try Self.values(options, for: pipeline)
    var engine = RunEngine.kfp
    var notice: String?
    var keepsProgram = false
    if case .thisMachine(let local) = options.target {
      let choice = try RunEngineChoice(local, pipeline)
      (engine, notice) = (choice.engine, choice.notice)
      keepsProgram = engine == .embedded && local.keepsProgram
    }
    self.keepsProgram = keepsProgram
    self.notice = notice
    python = try PythonInterpreter.path(named: options.python, toRunWith: engine)
    do {
      scratch = try FileSystem.makeTemporaryFolder()
    } catch {
      throw RunProblem("\(error). Set TMPDIR to a folder that can be written.")
    }
    let compiled: CompiledPipeline
    var stepNames: Set<String>?
    do {
      driver =
        if case .server = options.target { try RunDriver(DriverProgram.cluster, scratch: scratch) } else {
          try RunDriver(engine, scratch: scratch)
        }
      compiled = try CompilationOutput.compile(
        Self.pipeline(pipeline, for: options.target, scratch: scratch), of: analysis,
        notebookPath: notebookPath)
      if engine == .embedded, case .thisMachine(let local) = options.target {
        let request = LocalRunRequest(local, compiled)
        self.request = try request.members(values: values, notebookPath: notebookPath, scratch: scratch)
        stepNames = request.stepNames
      } else {
        request = Self.request(
          for: options, compiled, values.first ?? [], analysis, notebookPath: notebookPath, scratch: scratch)
      }
    } catch {
      FileSystem.removeFolder(scratch)
      throw RunProblem("\(error)")
    }
    run = PipelineRun(
      of: compiled, pipelineName: pipeline.configuration.pipelineName, python: python, steps: stepNames)
  }

  /// The program that runs it. A program that waits for another run takes its input.
  package var program: Program {
    Program(
      path: python, arguments: driver.arguments,
      // What steps print is to come when it is printed.
      environment: ["PYTHONUNBUFFERED": "1"],
      input: JSONValue.object(request).serialized() + [UInt8(ascii: "\n")])
  }

  /// The arguments of the Python that opens a shell, once the program has made the inputs of the step.
  package var shellArguments: [String] {
    driver.arguments + ["shell", FileSystem.join(scratch, "shell.json")]
  }

  /// Removes what the run needed.
  package func cleanUp() { FileSystem.removeFolder(scratch) }

  /// Returns for each run the values of parameters that are not the defaults.
  private static func values(
    _ options: RunOptions, for pipeline: Pipeline
  ) throws(RunProblem) -> [[(name: String, value: JSONValue)]] {
    let arguments = RunArguments(pipeline.parameters)
    var names: Set<String> = []
    let given = try options.parameters.map { parameter throws(RunProblem) in
      guard names.insert(parameter.name).inserted else {
        throw RunProblem("Parameter `\(parameter.name)` is given more than once.")
      }
      return (name: parameter.name, value: try arguments.value(parameter.value, of: parameter.name))
    }
    guard case .thisMachine(let local) = options.target, let sweep = local.sweep else { return [given] }
    return try sweep.combinations(for: pipeline, besides: given).map { given + $0 }
  }

  private static func request(
    for options: RunOptions, _ compiled: CompiledPipeline, _ values: [(name: String, value: JSONValue)],
    _ analysis: NotebookAnalysis, notebookPath: String, scratch: String
  ) -> [JSONMember] {
    let configuration = analysis.pipeline.configuration
    let value: JSONValue =
      switch options.target {
      case .thisMachine(let local):
        [
          "action": "run", "isolated": .bool(local.isIsolated), "verbose": .bool(options.isVerbose),
          "artifacts": .string(local.output ?? FileSystem.join(scratch, "artifacts")),
          // Where the notebook's own kernel runs.
          "directory": .string(FileSystem.folder(of: FileSystem.absolute(notebookPath))),
        ]
      case .server(let submission):
        .object(
          submission.members(
            pipelineName: configuration.pipelineName, configuredHost: analysis.configuredHost,
            configuredExperiment: configuration.experimentName, isVerbose: options.isVerbose))
      }
    guard case .object(let members) = value else { return [] }
    let inputs = values.map { JSONMember(key: compiled.parameterInputs[$0.name] ?? $0.name, value: $0.value) }
    return [
      JSONMember(key: "pipeline", value: .string(compiled.pipelineSpec)),
      JSONMember(key: "arguments", value: .object(inputs)),
      JSONMember(key: "scratch", value: .string(scratch)),
    ] + members
  }

  /// The pipeline as it can be run there. This machine makes no volumes, and has no folder for values that any person may
  /// write to.
  private static func pipeline(
    _ pipeline: Pipeline, for target: RunOptions.Target, scratch: String
  ) -> Pipeline {
    guard case .thisMachine = target else { return pipeline }
    var result = pipeline
    result.configuration.marshalPath = FileSystem.join(scratch, "values")
    for index in result.configuration.volumes.indices where result.configuration.volumes[index].isCreated {
      result.configuration.volumes[index].type = .claim
    }
    for index in result.steps.indices {
      guard let notebook = result.steps[index].notebook, let inner = notebook.pipeline else { continue }
      // As deep as references are read, which is not far.
      result.steps[index].notebook = SubPipeline(
        file: notebook.file, pipeline: self.pipeline(inner, for: target, scratch: scratch),
        producers: notebook.producers)
    }
    return result
  }
}
