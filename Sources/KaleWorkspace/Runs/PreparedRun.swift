import JSONSyntax
import KaleAnalysis
import PipelineCompiler

/// How a pipeline is to be run.
package struct RunOptions {
  /// Where a pipeline runs.
  package enum Target {
    /// `isIsolated`: each step in a Python environment of its own. `artifacts`: the folder that keeps what steps hand on
    /// and their reports; nil where they may go when the run ends.
    case thisMachine(isIsolated: Bool, artifacts: String?)
    /// On a Kubeflow Pipelines server.
    case server(ClusterSubmission)
  }

  /// Where it runs.
  package var target: Target
  /// The Python to run it with; nil for the one that `PythonInterpreter` finds.
  package var python: String?
  /// Values for pipeline parameters; those that are absent keep their defaults.
  package var parameters: [(name: String, value: JSONValue)]
  /// Whether to show what KFP and Kale say of themselves too.
  package var isVerbose: Bool
  /// Who chooses the runtime of the steps.
  package var runtime: RuntimeChoice

  /// Creates options for a run.
  ///
  /// - Parameters:
  ///   - target: Where the pipeline runs.
  ///   - python: The path of the Python to run it with; nil for the one that `PythonInterpreter` finds.
  ///   - parameters: Values for pipeline parameters, not checked yet.
  ///   - isVerbose: Whether to show what KFP and Kale log.
  ///   - runtime: Who chooses the runtime of the steps.
  package init(
    target: Target, python: String? = nil, parameters: [(name: String, value: JSONValue)] = [],
    isVerbose: Bool = false, runtime: RuntimeChoice = RuntimeChoice()
  ) {
    self.target = target
    self.python = python
    self.parameters = parameters
    self.isVerbose = isVerbose
    self.runtime = runtime
  }
}

/// A pipeline ready to be run: compiled, its parameters' values read, the Python found.
package struct PreparedRun {
  /// The path of the Python that runs the driver.
  package let python: String
  /// What follows the run.
  package let run: PipelineRun
  private let request: [JSONMember]
  private let driver: DriverProgram
  /// The folder for what the run needs while it goes on.
  private let scratch: String
  /// An empty folder in it, for the driver to start in.
  private let emptyFolder: String

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
    let arguments = RunArguments(pipeline.parameters)
    let values = try options.parameters.map { parameter throws(RunProblem) in
      (parameter.name, try arguments.value(parameter.value, of: parameter.name))
    }
    python = try PythonInterpreter.path(named: options.python)
    do {
      scratch = try FileSystem.makeTemporaryFolder()
    } catch {
      throw RunProblem("\(error)")
    }
    emptyFolder = FileSystem.join(scratch, "empty")
    if case .server = options.target { driver = .cluster } else { driver = .thisMachine }
    let compiled: CompiledPipeline
    do {
      try FileSystem.makeFolder(emptyFolder)
      compiled = try CompilationOutput.compile(
        Self.pipeline(pipeline, for: options.target, scratch: scratch), of: analysis,
        notebookPath: notebookPath)
      let members = values.map { JSONMember(key: compiled.parameterInputs[$0.0] ?? $0.0, value: $0.1) }
      request =
        [
          JSONMember(key: "pipeline", value: .string(compiled.pipelineSpec)),
          JSONMember(key: "arguments", value: .object(members)),
          JSONMember(key: "scratch", value: .string(scratch)),
        ] + Self.request(for: options, analysis, notebookPath: notebookPath, scratch: scratch)
    } catch {
      FileSystem.removeFolder(scratch)
      throw RunProblem("\(error)")
    }
    run = PipelineRun(of: compiled, pipelineName: pipeline.configuration.pipelineName, python: python)
  }

  /// The program that runs it.
  package var program: Program {
    Program(
      path: python, arguments: driver.arguments(startingIn: emptyFolder),
      // What steps print is to come when it is printed.
      environment: ["PYTHONUNBUFFERED": "1"],
      input: JSONValue.object(request).serialized() + [UInt8(ascii: "\n")])
  }

  /// Removes what the run needed.
  package func cleanUp() { FileSystem.removeFolder(scratch) }

  private static func request(
    for options: RunOptions, _ analysis: NotebookAnalysis, notebookPath: String, scratch: String
  ) -> [JSONMember] {
    let configuration = analysis.pipeline.configuration
    var configuredHost: String?
    if case .string(let host) = analysis.notebook.kaleMetadata?["kfp_host"] { configuredHost = host }
    let value: JSONValue =
      switch options.target {
      case .thisMachine(let isIsolated, let artifacts):
        [
          "action": "run", "isolated": .bool(isIsolated), "verbose": .bool(options.isVerbose),
          "artifacts": .string(artifacts ?? FileSystem.join(scratch, "artifacts")),
          // Where the notebook's own kernel runs.
          "directory": .string(FileSystem.folder(of: FileSystem.absolute(notebookPath))),
        ]
      case .server(let submission):
        .object(
          submission.members(
            pipelineName: configuration.pipelineName, configuredHost: configuredHost,
            configuredExperiment: configuration.experimentName, isVerbose: options.isVerbose))
      }
    guard case .object(let members) = value else { return [] }
    return members
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
