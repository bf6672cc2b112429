import ArgumentParser
import KaleCommandLine
import KaleWorkspace

struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run a notebook's pipeline on this machine or on a Kubeflow Pipelines server.",
    discussion: """
      Compiles the notebook and runs the pipeline with your Python: --python, KALE_LSP_PYTHON, the active virtual \
      environment or python3 on the PATH, in this order. On this machine, each step is a process of that Python in \
      the notebook's folder; volumes, secrets, images and resource limits have no effect. Results of steps are \
      kept in your cache folder, and a later run only runs the steps that changed or depend on a change. Ctrl-C \
      stops the run and everything that it started.

      Exit status: 0 if the run succeeded (with --submit: was started), 1 if the notebook has errors or a run \
      failed, 2 if the command could not run.

      Examples:
        kale-lsp run train.ipynb
        kale-lsp run train.ipynb --param learning_rate=0.01 --param epochs=3
        kale-lsp run train.ipynb --until train
        kale-lsp run train.ipynb --sweep epochs=3..6 --best accuracy
        kale-lsp run train.ipynb --isolated --output results
        kale-lsp run train.ipynb --submit --host http://localhost:8080
      """)

  @Argument(help: "The notebook.", completion: .file(extensions: ["ipynb"]))
  var path: String

  @Option(
    name: .customLong("param"), help: ArgumentHelp("Set a pipeline parameter.", valueName: "name=value"))
  var parameters: [String] = []

  @Option(help: "Python interpreter to use.", completion: .file())
  var python: String?

  @OptionGroup(title: "On this machine")
  var local: LocalRunArguments

  @Flag(help: "Also print the logs of KFP and Kale.")
  var verbose = false

  @Flag(help: "Start the run on a Kubeflow Pipelines server and do not wait for it.")
  var submit = false

  @Option(
    help:
      "With --submit: URL of the server. Defaults to the notebook's `kfp_host`, then to what the SDK finds.")
  var host: String?

  @Option(help: "With --submit: experiment of the run. Defaults to the notebook's.")
  var experiment: String?

  @OptionGroup(title: "Rules")
  var selection: SelectionOptions

  func validate() throws {
    if !submit, host != nil || experiment != nil {
      throw ValidationError("--host and --experiment require --submit.")
    }
    if submit, local.areGiven {
      throw ValidationError("Options for runs on this machine cannot be combined with --submit.")
    }
  }

  func run() throws {
    let file = try NotebookFile.opened(path)
    let local = try options()
    let prepared = try file.check(selection.selection) {
      try PreparedRun(
        of: file.analysis, notebookPath: path,
        RunOptions(
          target: submit ? .server(host: host, experiment: experiment) : .thisMachine(local), python: python,
          parameters: parameters.map(RunArguments.split), isVerbose: verbose,
          runtime: selection.selection.runtime))
    }
    if let sweep = local.sweep {
      throw try SweepExecution(
        prepared: prepared, best: sweep.best, format: self.local.outputFormat ?? .text
      ).carryOut()
    }
    throw try RunExecution(prepared: prepared, isSubmission: submit).carryOut()
  }

  private func options() throws -> LocalRunOptions {
    do {
      return try local.options()
    } catch {
      throw ExitStatus.stop("\(error)")
    }
  }
}
