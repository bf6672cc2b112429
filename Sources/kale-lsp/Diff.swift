import ArgumentParser
import KaleAnalysis
import KaleCommandLine
import KaleIDE
import KaleRules
import KaleWorkspace

struct Diff: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Show how a notebook's pipeline has changed.",
    usage: "kale-lsp diff [<old>] <new> [<options>]",
    discussion: """
      Compares two notebooks, or a notebook with an earlier revision of it: its steps, their order and data, code, parameters, \
      packages, images and settings. A step with a new name and the same code counts as renamed. REVISION:PATH names a \
      notebook in your Git repository, and REVISION: the notebook that it is compared with. Without a revision, that is \
      the notebook as it is staged. Outputs, prose and the \
      order of cells that have no effect on the pipeline do not count.

      Git can use the command for notebooks in `git diff`, see docs/git.md.

      Exit status: 0, or 1 with --exit-code if the pipelines differ; 2 if the command could not run.

      Examples:
        kale-lsp diff train.ipynb                  compare with HEAD
        kale-lsp diff main: train.ipynb            compare with the branch main
        kale-lsp diff : train.ipynb                compare with what is staged
        kale-lsp diff HEAD~1:train.ipynb HEAD:train.ipynb
        kale-lsp diff old.ipynb new.ipynb --output-format markdown
      """)

  @Argument(
    help: "The old and the new notebook. With one notebook, its version at HEAD is the old one.",
    completion: .file(extensions: ["ipynb", "py", "md"]))
  var notebooks: [String]

  @Option(help: "Output format. Defaults to that of the file's name (.md, .json), then to text.")
  var outputFormat: PipelineComparison.Format?

  @Option(
    name: [.customShort("o"), .long], help: "File to write to; - for standard output.", completion: .file())
  var outputFile: String?

  @Flag(help: "Exit with status 1 if the pipelines differ.")
  var exitCode = false

  @OptionGroup(title: "Rules")
  var options: SelectionOptions

  func validate() throws {
    // Git passes the paths, hashes and modes of two files, and after a renaming two more arguments.
    if ![1, 2, 7, 9].contains(notebooks.count) {
      throw ValidationError("Expected one notebook or two, got \(notebooks.count).")
    }
  }

  func run() throws {
    let output = try OutputFile.named(outputFile, besides: notebooks)
    let (old, new) = try versions()
    if !old.file.analysis.isKaleNotebook, !new.file.analysis.isKaleNotebook {
      guard isForGit else { throw new.file.ordinaryNotebookStop() }
      // Git shows no other file after a program that fails.
      return StandardOutput.append(
        "\(notebooks[0]) is an ordinary notebook. `git diff --no-ext-diff` shows what has changed in it.")
    }
    if let news = newsOfOnlyState(old, new) { return StandardOutput.append(news) }
    let settings = options.settings
    for file in [old.file, new.file] { try settings.stopIfInvalid(forNotebookAt: file.path) }
    let comparison = PipelineComparison(compared(old, settings), compared(new, settings))
    let format = outputFormat ?? output.flatMap { PipelineComparison.Format(fileName: $0.path) } ?? .text
    try OutputFile.write(comparison.text(format, output == nil ? .ofTerminal : .ofFile), to: output)
    if exitCode, !comparison.isEmpty { throw ExitStatus.errorsFound }
  }

  /// Whether Git runs the command for `git diff`.
  private var isForGit: Bool { notebooks.count > 2 }

  /// What Git shows of a notebook that is new or deleted; nil for one with two states.
  private func newsOfOnlyState(_ old: NotebookVersion, _ new: NotebookVersion) -> String? {
    guard isForGit, let missing = [1, 4].first(where: { notebooks[$0] == NotebookVersion.missingFile }) else {
      return nil
    }
    let isNew = missing == 1
    let names = (isNew ? new : old).file.analysis.outline.units.map(\.name)
    let count = "\(names.count == 0 ? "no" : "\(names.count)") step\(names.count == 1 ? "" : "s")"
    let list = names.isEmpty ? "" : ": " + names.joined(separator: ", ")
    return Terminal.printable(
      "\(notebooks[0]) \(isNew ? "is new. Its pipeline has" : "is deleted. Its pipeline had") \(count)\(list)."
    )
  }

  private func versions() throws -> (old: NotebookVersion, new: NotebookVersion) {
    do throws(RevisionProblem) {
      if isForGit {
        return (
          try NotebookVersion(ofNotebookAt: notebooks[0], in: notebooks[1], label: "a/" + notebooks[0]),
          try NotebookVersion(ofNotebookAt: notebooks[0], in: notebooks[4], label: "b/" + notebooks[0])
        )
      }
      let (old, new) = sources()
      return (
        try NotebookVersion(old, comparedWith: new.path), try NotebookVersion(new, comparedWith: old.path)
      )
    } catch {
      throw ExitStatus.stop(error.description)
    }
  }

  /// What is compared: a file with its version at HEAD, and a version with the file.
  private func sources() -> (old: NotebookVersion.Source, new: NotebookVersion.Source) {
    let sources = notebooks.map { NotebookVersion.Source($0) }
    guard sources.count == 1 else { return (sources[0], sources[1]) }
    switch sources[0] {
    case .revision(_, let path?): return (sources[0], .file(path))
    case .revision(_, nil), .file: return (.revision("HEAD", path: nil), sources[0])
    }
  }

  /// Reads the pipeline of a notebook. One with errors is compared as far as possible.
  private func compared(_ version: NotebookVersion, _ settings: CommandSettings) -> ComparedPipeline {
    let analysis = version.file.analysis
    let selection = settings.selection(for: version.file)
    let errorCount = selection.findings(in: analysis).count { $0.severity == .error }
    if errorCount > 0 {
      let errors = "\(errorCount) error\(errorCount == 1 ? "" : "s")"
      let label = Terminal.printable(version.label)
      StandardError.write("kale-lsp: \(label) has \(errors) and is compared as far as possible.")
    }
    let output = try? CompilationOutput(
      analysis, notebookPath: version.file.path, runtime: selection.runtime)
    return ComparedPipeline(
      label: version.label, pipeline: analysis.pipeline(by: selection.runtime),
      packages: output?.stepPackages)
  }
}

extension PipelineComparison.Format: ExpressibleByArgument {}
