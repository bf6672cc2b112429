import ArgumentParser
import KaleCommandLine
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
  var selection: FindingSelection

  func run() throws {
    let file = try NotebookFile.opened(path)
    let report = try file.stop(selection) { $0.stopsCompiling }
    StandardError.write(report.text, terminator: "")
    guard file.analysis.isKaleNotebook else {
      throw ExitStatus.stop(
        "\(path) is not a Kale notebook: it has no Kale-specific tags and no Kale configuration")
    }
    do {
      let output = try CompilationOutput(
        file.analysis, notebookPath: path, runtime: selection.runtime)
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
    if checks { return try compare(output, with: target) }
    for form in forms { print(try output.write(form, into: target)) }
  }

  /// Reports for each file whether it is up to date; ends the command if one is not.
  private func compare(_ output: CompilationOutput, with target: String?) throws {
    var areCurrent = true
    for form in forms {
      let state = try output.state(of: form, in: target)
      areCurrent = areCurrent && state == .current
      print("\(output.path(of: form, in: target)) \(Self.words(for: state))")
    }
    if areCurrent { return }
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
}
