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

      With --submit, the pipeline runs on a Kubeflow Pipelines server: once; repeatedly with --schedule or \
      --schedule-every; or, with --upload, not at all. With --wait, Ctrl-C stops following the run, which goes on.

      Exit status: 0 if the run succeeded (with --submit and without --wait: was started), 1 if the notebook has \
      errors or a run failed, 2 if the command could not run.

      Examples:
        kale-lsp run train.ipynb
        kale-lsp run train.ipynb --param learning_rate=0.01 --param epochs=3
        kale-lsp run train.ipynb --until train
        kale-lsp run train.ipynb --watch
        kale-lsp run train.ipynb --sweep epochs=3..6 --best accuracy
        kale-lsp run train.ipynb --isolated --output results
        kale-lsp run train.ipynb --submit --host http://localhost:8080 --wait
        kale-lsp run train.ipynb --submit --schedule "0 6 * * *"
        kale-lsp run train.ipynb --submit --upload
      """)

  @Argument(help: "The notebook.", completion: .file(extensions: ["ipynb", "py", "md"]))
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

  @OptionGroup(title: "On a Kubeflow Pipelines server")
  var cluster: ClusterOptions

  @OptionGroup(title: "Rules")
  var selection: SelectionOptions

  func validate() throws {
    if cluster.submit, let option = local.firstGiven {
      throw ValidationError("\(option) cannot be combined with --submit.")
    }
    if cluster.upload, !parameters.isEmpty {
      throw ValidationError(
        "--param cannot be combined with --upload: the pipeline keeps the defaults of the notebook.")
    }
  }

  func run() throws {
    let submission = try checked { () throws(RunProblem) in
      try cluster.submission(usesCache: !self.local.noCache)
    }
    let local = try checked(self.local.options)
    let settings = self.selection.settings
    let target = submission.map(RunOptions.Target.server) ?? .thisMachine(local)
    if self.local.watch {
      try WatchedExecution(
        prepare: { try prepareRun(for: target, settings) }, files: { watchedFiles(settings) }
      ).carryOut()
    }
    // The folder of the run goes with it, whenever the signal comes.
    let interruption = Interruption()
    let prepared = try prepareRun(for: target, settings)
    if let submission {
      throw try ClusterExecution(prepared: prepared, interruption: interruption, submission: submission)
        .carryOut()
    }
    if let sweep = local.sweep {
      throw try SweepExecution(
        prepared: prepared, interruption: interruption, best: sweep.best,
        format: self.local.outputFormat ?? .text
      ).carryOut()
    }
    throw try RunExecution(prepared: prepared, interruption: interruption).carryOut()
  }

  /// Checks the notebook as it is now, and prepares its run.
  private func prepareRun(
    for target: RunOptions.Target, _ settings: CommandSettings
  ) throws -> PreparedRun {
    let file = try settings.openSingle(path, for: "A run")
    let selection = settings.selection(for: file)
    return try file.check(selection) {
      try PreparedRun(
        of: file.analysis, notebookPath: path,
        RunOptions(
          target: target, python: python, parameters: parameters.map(RunArguments.split), isVerbose: verbose,
          runtime: selection.runtime))
    }
  }

  /// The notebook, the modules that it may import, and the configuration.
  private func watchedFiles(_ settings: CommandSettings) -> [String] {
    var check = CheckSettings()
    check.command = settings
    let folder = FileSystem.folder(of: path)
    let modules = FileSystem.files(
      below: folder, withEndings: ["py"], leavingOut: check.exclusions(for: folder))
    return [path] + modules.files + settings.configurations.knownFiles.map(\.path)
  }

  /// What is wrong with an option is said before anything else is done.
  private func checked<Value>(_ read: () throws -> Value) throws -> Value {
    do {
      return try read()
    } catch {
      throw ExitStatus.stop("\(error)")
    }
  }
}
