import ArgumentParser
import KaleCommandLine
import KaleWorkspace

struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run a notebook's pipeline, on this machine or on a Kubeflow Pipelines server.",
    discussion: """
      Compiles the notebook and hands the pipeline to the KFP SDK of your own Python: the one --python names, or \
      KALE_LSP_PYTHON, or that of the active virtual environment, or python3 on the PATH. On this machine each step is \
      a process of that Python, in the notebook's folder; volumes, secrets, images and resources of the cluster do not \
      count. Ctrl-C stops the run and all that it has started.

      Exit status: 0 succeeded, or started on the server; 1 the notebook has errors, or the run failed; 2 could not run.

      Examples:
        kale-lsp run train.ipynb
        kale-lsp run train.ipynb --param learning_rate=0.01 --param epochs=3
        kale-lsp run train.ipynb --isolated --output results
        kale-lsp run train.ipynb --submit --host http://localhost:8080
      """)

  @Argument(help: "The notebook.", completion: .file(extensions: ["ipynb"]))
  var path: String

  @Option(
    name: .customLong("param"), help: ArgumentHelp("A pipeline parameter's value.", valueName: "name=value"))
  var parameters: [String] = []

  @Option(help: "The Python to run it with.", completion: .file())
  var python: String?

  @Flag(help: "Give each step a Python environment of its own, with the packages it installs.")
  var isolated = false

  @Option(
    name: [.short, .customLong("output")],
    help: "The folder for values and reports of the steps; else none are kept.",
    completion: .directory)
  var folder: String?

  @Flag(help: "Show what KFP and Kale say of themselves too.")
  var verbose = false

  @Flag(help: "Start the run on a Kubeflow Pipelines server, and do not wait for it.")
  var submit = false

  @Option(help: "With --submit: the server's URL; else the notebook's `kfp_host`, else what the SDK finds.")
  var host: String?

  @Option(help: "With --submit: the experiment to put the run in; else the notebook's.")
  var experiment: String?

  @OptionGroup(title: "Rules")
  var options: SelectionOptions

  func validate() throws {
    if !submit, host != nil || experiment != nil {
      throw ValidationError("--host and --experiment are about a server: give --submit too.")
    }
    if submit, isolated || folder != nil {
      throw ValidationError("--isolated and --output are about runs on this machine, and --submit is not.")
    }
  }

  func run() throws {
    let file = try NotebookFile.opened(path)
    let report = try file.stop(options.selection) { $0.stopsCompiling }
    StandardError.write(report.text, terminator: "")
    guard file.analysis.isKaleNotebook else {
      throw ExitStatus.stop("\(path) is not a Kale notebook: no cell names a step")
    }
    let prepared: PreparedRun
    do {
      let parameters = try parameters.map(RunArguments.split)
      prepared = try PreparedRun(
        of: file.analysis, notebookPath: path,
        RunOptions(target: target, python: python, parameters: parameters, isVerbose: verbose))
    } catch {
      throw ExitStatus.stop("\(error)")
    }
    throw try carryOut(prepared)
  }

  private var target: RunOptions.Target {
    submit
      ? .server(host: host, experiment: experiment)
      : .thisMachine(isIsolated: isolated, artifacts: folder.map(FileSystem.absolute))
  }

  /// Runs it to its end; gives the status to exit with.
  private func carryOut(_ prepared: PreparedRun) throws -> ExitCode {
    defer { prepared.cleanUp() }
    var run = prepared.run
    var text = RunText()
    let child: ChildProcess
    do {
      child = try ChildProcess(prepared.program)
    } catch {
      throw ExitStatus.stop("\(error)")
    }
    let interruption = Interruption { child.stop() }
    if submit {
      StandardOutput.write("Submitting \(run.pipelineName) with \(prepared.python)")
    } else {
      StandardOutput.write("Running \(run.pipelineName) with \(prepared.python)")
    }
    let end = child.forEachLine { line in
      // Nothing more is shown of a run that is being stopped, however much it still prints.
      guard interruption.signal == nil else { return }
      if let news = run.take(line) { StandardOutput.write(text.line(for: news)) }
    }
    if let signal = interruption.signal {
      StandardError.write("kale-lsp: stopped")
      return ExitCode(128 + signal)
    }
    switch run.outcome(at: end) {
    case .succeeded(let url?):
      StandardOutput.write("Started: \(url)")
      return .success
    case .succeeded(nil):
      StandardOutput.write(submit ? "Started." : "Succeeded after \(text.elapsed).")
      return .success
    case .failed(let message):
      StandardError.write("kale-lsp: \(message)")
      return ExitStatus.errorsFound
    case .impossible(let message): return ExitStatus.stop(message)
    }
  }
}
