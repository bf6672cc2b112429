import ArgumentParser
import KaleCommandLine
import KaleIDE
import KaleRules
import KaleWorkspace

/// What `kale-lsp compile` does, once its command line is parsed.
struct Compilation {
  /// Which of the two forms of the pipeline to write.
  enum OutputFormat: String, CaseIterable {
    case yaml, dsl, all
  }

  var path: String
  var folder: String?
  var outputFormat: OutputFormat
  var printsOnly: Bool
  /// Whether to report if the files are up to date, and to write nothing.
  var checks: Bool
  var settings: CommandSettings

  func run() throws {
    let file = try settings.open(path)
    let selection = settings.selection(for: file)
    let target = folder.map(FileSystem.absolute)
    func output() throws -> CompilationOutput {
      try CompilationOutput(file.analysis, notebookPath: path, runtime: selection.runtime)
    }
    if printsOnly {
      let texts = try file.check(selection) { try forms.map(output().text) }
      for text in texts { print(text, terminator: "") }
    } else if checks {
      let states = try file.check(selection) { try self.states(of: output(), in: target) }
      try report(states)
    } else {
      let (output, paths) = try file.check(selection) {
        let output = try output()
        return (output, try self.write(output, into: target))
      }
      let summary = PipelineSummary(of: output.pipeline)
      if let warning = output.sizeWarning { StandardError.write("\nWarning: \(warning)") }
      StandardError.write("\n\(summary.text)\n\(Self.words(for: forms)):")
      // The paths alone are the command's output, so that a script gets nothing else.
      for path in paths { print(path) }
    }
  }

  private var forms: [CompilationOutput.Form] {
    switch outputFormat {
    case .yaml: [.pipelineSpec]
    case .dsl: [.dslScript]
    case .all: [.pipelineSpec, .dslScript]
    }
  }

  private func write(_ output: CompilationOutput, into target: String?) throws -> [String] {
    try forms.map { try output.write($0, into: target) }
  }

  private func states(
    of output: CompilationOutput, in target: String?
  ) throws -> [(path: String, state: CompilationOutput.State)] {
    try forms.map { (output.path(of: $0, in: target), try output.state(of: $0, in: target)) }
  }

  /// Reports for each file whether it is up to date; ends the command if one is not.
  private func report(_ states: [(path: String, state: CompilationOutput.State)]) throws {
    for (path, state) in states { print("\(path) \(Self.words(for: state))") }
    if states.allSatisfy({ $0.state == .current }) { return }
    let command = CommandLine.arguments.dropFirst().filter { $0 != "--check" }.map(ShellWord.quoted)
    print("Run `kale-lsp \(command.joined(separator: " "))` to update it.")
    throw ExitStatus.errorsFound
  }

  private static func words(for state: CompilationOutput.State) -> String {
    switch state {
    case .current: "is up to date."
    case .missing: "is missing."
    case .different: "is out of date."
    case .obstructed: "is a symbolic link or a folder. Remove it."
    }
  }

  private static func words(for forms: [CompilationOutput.Form]) -> String {
    let words = forms.map { form in
      switch form {
      case .pipelineSpec: "pipeline spec (YAML)"
      case .dslScript: "DSL script (Python)"
      }
    }
    return "Wrote the " + words.joined(separator: " and the ")
  }
}
