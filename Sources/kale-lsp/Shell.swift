import ArgumentParser
import KaleCommandLine
import KaleWorkspace

struct Shell: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Open an IPython prompt in the state in which a step starts.",
    discussion: """
      Produces the inputs of the step, from the cache or by running the steps before it, and opens the prompt in the \
      notebook's folder. If the step failed when it last ran, the prompt is in the state in which it failed. The \
      Python is the one that `kale-lsp run` uses.

      Exit status: 0 after the prompt, 1 if the notebook has errors or a step before failed, 2 if the command could \
      not run.

      Examples:
        kale-lsp shell train.ipynb --step train
        kale-lsp shell train.ipynb --step train --param learning_rate=0.01
      """)

  @Argument(help: "The notebook.", completion: .file(extensions: ["ipynb", "py", "md"]))
  var path: String

  @Option(help: ArgumentHelp("The step.", valueName: "name"))
  var step: String

  @Option(
    name: .customLong("param"), help: ArgumentHelp("Set a pipeline parameter.", valueName: "name=value"))
  var parameters: [String] = []

  @Option(help: "Python interpreter to use.", completion: .file())
  var python: String?

  @Flag(help: "Run every step before it, and keep no results for later runs.")
  var noCache = false

  @OptionGroup(title: "Rules")
  var selection: SelectionOptions

  func run() throws {
    let settings = self.selection.settings
    let file = try settings.openSingle(path, for: "A run")
    let selection = settings.selection(for: file)
    var options = LocalRunOptions(store: noCache ? nil : .current)
    options.shell = step
    let interruption = Interruption()
    let prepared = try file.check(selection) {
      try PreparedRun(
        of: file.analysis, notebookPath: path,
        RunOptions(
          target: .thisMachine(options), python: python, parameters: parameters.map(RunArguments.split),
          runtime: selection.runtime))
    }
    try makeInputs(prepared, interruption)
    do {
      try CurrentProcess.become(prepared.python, arguments: prepared.shellArguments)
    } catch {
      prepared.cleanUp()
      throw ExitStatus.stop("\(error)")
    }
  }

  /// Runs what the step needs; the folder of the run stays for the prompt.
  private func makeInputs(_ prepared: PreparedRun, _ interruption: Interruption) throws {
    var run = prepared.run
    var text = RunText()
    do {
      let end = try prepared.follow(interruption) { line in
        // The prompt's own output is all that is on standard output.
        if let news = run.take(line), let line = text.line(for: news, of: run) { StandardError.write(line) }
      }
      switch run.outcome(at: end) {
      case .succeeded: return
      case .failed(let message):
        StandardError.write("kale-lsp: \(message)")
        throw ExitStatus.errorsFound
      case .impossible(let message): throw ExitStatus.stop(message)
      }
    } catch {
      prepared.cleanUp()
      throw error
    }
  }
}
