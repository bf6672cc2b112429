import ArgumentParser
import KaleCommandLine
import KaleWorkspace

struct Compile: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compile",
    abstract: "Compile a notebook into a Kubeflow pipeline.",
    discussion: """
      Writes the pipeline spec (YAML) and the DSL script (Python) into .kale/ beside the notebook, or where the \
      notebook's configuration says. What is wrong with the notebook goes to standard error; one with errors is not \
      compiled.

      With --check nothing is written; it is said whether the files are what the notebook compiles to.

      Exit status: 0 compiled, or current; 1 the notebook has errors, or files are not current; 2 could not run.

      Examples:
        kale-lsp compile train.ipynb
        kale-lsp compile train.ipynb --output build --output-format yaml
        kale-lsp compile train.ipynb --stdout --output-format dsl
        kale-lsp compile train.ipynb --check
      """)

  enum OutputFormat: String, CaseIterable, ExpressibleByArgument {
    case yaml, dsl, all
  }

  @Argument(help: "The notebook.", completion: .file(extensions: ["ipynb"]))
  var path: String

  @Option(name: [.short, .customLong("output")], help: "The folder to write into.", completion: .directory)
  var folder: String?

  @Option(help: "Which of the two forms of the pipeline to make.")
  var outputFormat = OutputFormat.all

  @Flag(name: .customLong("stdout"), help: "Print the pipeline and write no file.")
  var printsOnly = false

  @Flag(help: "Say whether the files are current, and write none.")
  var check = false

  @OptionGroup(title: "Rules")
  var options: SelectionOptions

  func validate() throws {
    if check, printsOnly {
      throw ValidationError("--check is about files and --stdout writes none: give one.")
    }
  }

  func run() throws {
    let file = try NotebookFile.opened(path)
    let report = try file.stop(options.selection) { $0.stopsCompiling }
    StandardError.write(report.text, terminator: "")
    guard file.analysis.isKaleNotebook else {
      throw ExitStatus.stop("\(path) is not a Kale notebook: no cell names a step")
    }
    do {
      let output = try CompilationOutput(file.analysis, notebookPath: path)
      try deliver(output)
    } catch let status as ExitCode {
      throw status
    } catch {
      throw ExitStatus.stop("\(error)")
    }
  }

  private var forms: [CompilationOutput.Form] {
    switch outputFormat {
    case .yaml: [.pipelineSpec]
    case .dsl: [.dslScript]
    case .all: [.pipelineSpec, .dslScript]
    }
  }

  private func deliver(_ output: CompilationOutput) throws {
    if printsOnly {
      for form in forms { print(output.text(of: form), terminator: "") }
      return
    }
    let target = folder.map(FileSystem.absolute)
    if check { return try compare(output, with: target) }
    for form in forms { print(try output.write(form, into: target)) }
  }

  /// Says of each file whether it is current; ends the command where one is not.
  private func compare(_ output: CompilationOutput, with target: String?) throws {
    var areCurrent = true
    for form in forms {
      let state = try output.state(of: form, in: target)
      areCurrent = areCurrent && state == .current
      print("\(output.path(of: form, in: target)) \(Self.words(for: state))")
    }
    if areCurrent { return }
    let command = CommandLine.arguments.dropFirst().filter { $0 != "--check" }.map(ShellWord.quoted)
    print("To renew: kale-lsp \(command.joined(separator: " "))")
    throw ExitStatus.errorsFound
  }

  private static func words(for state: CompilationOutput.State) -> String {
    switch state {
    case .current: "is current."
    case .missing: "is missing."
    case .different: "differs from what the notebook compiles to."
    case .obstructed: "is a symbolic link or a folder, which no file is written to. Remove it."
    }
  }
}
