import ArgumentParser
import KaleAnalysis
import KaleCommandLine
import KaleIDE
import KaleRules
import KaleWorkspace

struct Init: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Make an ordinary notebook a pipeline.",
    discussion: """
      Tags each code cell by its code and the headings above it: imports, functions, parameters and metrics, cells \
      that only a reader needs, and the first cell of each step, with a name and what the step runs after. Sets the \
      pipeline's name. No code changes.

      Exit status: 0 if the pipeline has no errors, 1 if it has some, 2 if the command could not run.

      Examples:
        kale-lsp init analysis.ipynb
        kale-lsp init analysis.ipynb --diff
        kale-lsp init half-tagged.ipynb --rest
      """)

  @Argument(help: "The notebook.", completion: .file(extensions: ["ipynb", "py", "md"]))
  var path: String

  @Flag(help: "Print the changes as a unified diff and write nothing.")
  var diff = false

  @Flag(help: "Keep the tags that the notebook has, and tag the other cells.")
  var rest = false

  @Option(
    help:
      "The pipeline's name; otherwise the one that the notebook has, or one derived from the name of the file."
  )
  var pipelineName: String?

  @OptionGroup(title: "Rules")
  var options: SelectionOptions

  func run() throws {
    let file = try options.settings.openSingle(path, for: "A pipeline")
    let selection = options.settings.selection(for: file)
    if let obstacle = obstacle(in: file) { throw ExitStatus.stop("\(path) \(obstacle)") }
    if pipelineName?.isEmpty == true { throw ExitStatus.stop("--pipeline-name is empty") }
    let proposal = Proposal(of: file, named: pipelineName, showing: selection)
    if let first = proposal.rejections.first { throw ExitStatus.stop(first.message) }
    if proposal.analysis.outline.units.isEmpty { throw ExitStatus.stop("\(path) has no code for a step") }
    let edited = EditedFile(file, proposal.fix.edits)
    if edited.isUnchanged, !proposal.fix.edits.isEmpty {
      throw ExitStatus.stop(
        "\(path) cannot hold the tags. Convert it to an .ipynb file, and run `init` on that")
    }
    if diff {
      StandardOutput.append(edited.diff, terminator: "")
    } else {
      try write(edited)
      StandardOutput.append(ProposalTable(of: proposal).text, terminator: "")
      StandardOutput.append("\n" + summary(proposal, isChanged: edited.changedContent != nil))
    }
    try edited.file.stop(selection) { $0.hasErrors }
  }

  /// Why the notebook cannot be made a pipeline, as the predicate of a sentence.
  private func obstacle(in file: NotebookFile) -> String? {
    let analysis = file.analysis
    if let language = analysis.notebook.foreignLanguage { return "is not in Python, but in \(language)" }
    if analysis.notebook.cells.allSatisfy({ $0.kind != .code }) { return "has no code cells" }
    let tagged = analysis.notebook.cells.indices.first { analysis.tags[$0].role != .untagged }
    guard let tagged, !rest else { return nil }
    let tags = analysis.notebook.cells[tagged].tags.compactMap(\.text).joined(separator: ", ")
    return
      "has tags that Kale reads already (cell \(tagged.number): \(tags)); --rest keeps them and tags the other cells"
  }

  private func write(_ edited: EditedFile) throws {
    guard let content = edited.changedContent else { return }
    do {
      try FileSystem.replaceContent(of: path, with: content)
    } catch {
      throw ExitStatus.stop("\(error)")
    }
  }

  private func summary(_ proposal: Proposal, isChanged: Bool) -> String {
    let count = proposal.analysis.outline.units.count
    let path = ShellWord.path(path)
    let done = isChanged ? "Tagged \(Terminal.printable(self.path))" : "No cell is left to tag"
    return """
      \(done): pipeline `\(proposal.pipelineName)` of \(count) step\(count == 1 ? "" : "s").

        kale-lsp graph \(path)    show the pipeline
        kale-lsp run \(path)      run it on this machine
        kale-lsp compile \(path)  compile it for Kubeflow Pipelines
      """
  }
}

extension Proposal {
  /// The proposal for a notebook's file.
  fileprivate init(of file: NotebookFile, named name: String?, showing selection: FindingSelection) {
    let edited = EditPreview(of: file)
    let preview = NotebookPreview(
      analysis: edited.analysis(after:), findings: { selection.findings(in: $0) })
    self.init(for: file.analysis, following: ProposalChoices(pipelineName: name), preview: preview)
  }
}
