import ArgumentParser
import KaleCommandLine
import KaleWorkspace

struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run a notebook's pipeline on this machine or on a Kubeflow Pipelines server.",
    discussion: """
      Compiles the notebook and runs the pipeline with the KFP SDK of your Python: --python, KALE_LSP_PYTHON, the \
      active virtual environment or python3 on the PATH, in this order. On this machine, each step is a process of \
      that Python in the notebook's folder; volumes, secrets, images and resource limits have no effect. Ctrl-C \
      stops the run and everything that it started.

      With --submit, the pipeline runs on a Kubeflow Pipelines server: once, with --schedule or --schedule-every \
      again and again, or not yet with --upload. With --wait, Ctrl-C stops following the run, which goes on.

      Exit status: 0 if the run succeeded (with --submit and without --wait: was started), 1 if the notebook has errors or the run \
      failed, 2 if the command could not run.

      Examples:
        kale-lsp run train.ipynb
        kale-lsp run train.ipynb --param learning_rate=0.01 --param epochs=3
        kale-lsp run train.ipynb --isolated --output results
        kale-lsp run train.ipynb --submit --host http://localhost:8080 --wait
        kale-lsp run train.ipynb --submit --schedule "0 6 * * *"
        kale-lsp run train.ipynb --submit --upload
      """)

  @Argument(help: "The notebook.", completion: .file(extensions: ["ipynb"]))
  var path: String

  @Option(
    name: .customLong("param"), help: ArgumentHelp("Set a pipeline parameter.", valueName: "name=value"))
  var parameters: [String] = []

  @Option(help: "Python interpreter to use.", completion: .file())
  var python: String?

  @Flag(help: "Run each step in its own virtual environment, with the packages it installs.")
  var isolated = false

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: "Keep the steps' artifacts and reports in this folder.",
    completion: .directory)
  var folder: String?

  @Flag(help: "Also print the logs of KFP and Kale.")
  var verbose = false

  @Flag(help: "With --submit: run every step, whatever KFP's cache has.")
  var noCache = false

  @OptionGroup(title: "On a Kubeflow Pipelines server")
  var cluster: ClusterOptions

  @OptionGroup(title: "Rules")
  var options: SelectionOptions

  func validate() throws {
    if cluster.submit, isolated || folder != nil {
      throw ValidationError("--isolated and --output cannot be combined with --submit.")
    }
    if !cluster.submit, noCache { throw ValidationError("--no-cache requires --submit.") }
  }

  func run() throws {
    let submission = try submission()
    let file = try NotebookFile.opened(path)
    let prepared = try file.check(options.selection) {
      try PreparedRun(
        of: file.analysis, notebookPath: path,
        RunOptions(
          target: submission.map(RunOptions.Target.server) ?? thisMachine, python: python,
          parameters: parameters.map(RunArguments.split), isVerbose: verbose,
          runtime: options.selection.runtime))
    }
    if let submission { throw try ClusterExecution(prepared: prepared, submission: submission).carryOut() }
    throw try carryOut(prepared)
  }

  private var thisMachine: RunOptions.Target {
    .thisMachine(isIsolated: isolated, artifacts: folder.map(FileSystem.absolute))
  }

  /// What is wrong with a schedule is said before anything else is done.
  private func submission() throws -> ClusterSubmission? {
    do {
      return try cluster.submission(usesCache: !noCache)
    } catch {
      throw ExitStatus.stop("\(error)")
    }
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
    StandardOutput.write("Running \(run.pipelineName) with \(prepared.python)")
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
    case .succeeded:
      StandardOutput.write("Succeeded in \(text.elapsed).")
      return .success
    case .failed(let message):
      StandardError.write("kale-lsp: \(message)")
      return ExitStatus.errorsFound
    case .impossible(let message): return ExitStatus.stop(message)
    }
  }
}
