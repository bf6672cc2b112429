import ArgumentParser
import KaleAnalysis
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

  var paths: [String]
  var folder: String?
  var outputFormat: OutputFormat
  var printsOnly: Bool
  /// Whether to report if the files are up to date, and to write nothing.
  var checks: Bool
  var settings: CommandSettings
  /// Whether the steps and what was done are left out of what is written.
  var isQuiet = false
  /// Whether files that are named are left out too, as those in folders are.
  var forcesExclusions = false
  var overrides = CompilationOverrides()

  func run() throws {
    if paths.count == 1, FileSystem.kind(of: paths[0]) != .folder, !forcesExclusions {
      do {
        return try compile(paths[0])
      } catch let status as ExitCode where status == ExitStatus.errorsFound && writes {
        StandardError.write("Nothing was written.")
        throw status
      }
    }
    guard !printsOnly else {
      throw ExitStatus.stop("\(paths[0]) is a folder, and --stdout takes one notebook.")
    }
    var batch = CompilationBatch(self)
    try batch.run()
  }

  private var writes: Bool { !checks && !printsOnly && !isQuiet }

  private func compile(_ path: String) throws {
    if checks, !Self.isNotebook(path) { return Self.note(skipped: path) }
    let file = try opened(path)
    if checks, !file.analysis.isKaleNotebook {
      try file.stop(settings.selection(for: file)) { $0.stopsCompiling }
      return StandardError.write("Skipped 1 ordinary notebook.")
    }
    if printsOnly {
      let texts = try file.check(settings.selection(for: file)) { () throws -> [String] in
        let output = try self.output(of: file)
        return forms.map { output.text(of: $0) }
      }
      for text in texts { StandardOutput.append(text, terminator: "") }
    } else if checks {
      try Self.report(
        try file.check(settings.selection(for: file)) { try self.states(of: self.output(of: file)) })
    } else {
      let (output, paths) = try file.check(settings.selection(for: file)) {
        () throws -> (CompilationOutput, [String]) in
        let output = try self.output(of: file)
        return (output, try self.write(output))
      }
      if let warning = output.sizeWarning { StandardError.write("\nWarning: \(warning)") }
      if !isQuiet { StandardError.write("\n\(PipelineSummary(of: output.pipeline).text)") }
      // The paths alone are the command's output, so that a script gets nothing else.
      for path in paths { StandardOutput.append(Terminal.printable(path)) }
      if !isQuiet { StandardError.write("\(Self.words(for: forms)).") }
    }
  }

  /// Whether a file is a notebook, by its name or its content. One that cannot be read may be one.
  static func isNotebook(_ path: String) -> Bool {
    do throws(FileSystem.Failure) {
      return try NotebookFile.recognized(at: path, readingCodeOf: .noNotebook) != nil
    } catch {
      return true
    }
  }

  /// Says that a file is no notebook: hooks pass all files that have changed.
  static func note(skipped path: String) {
    StandardError.write("kale-lsp: skipped \(Terminal.printable(path)): it is not a notebook.")
  }

  // MARK: - One notebook

  /// Opens a notebook, with the configuration that counts.
  ///
  /// - Throws: The status to end the command with if the notebook cannot be read.
  func opened(_ path: String) throws -> NotebookFile {
    let codeScope = PipelineAnalyzer.CodeScope.kaleNotebooks()
    return overridden(try settings.open(path, readingCodeOf: codeScope), readingCodeOf: codeScope)
  }

  /// Whether a notebook can be read and has no errors.
  func canCompile(_ path: String) -> Bool {
    guard let file = try? opened(path) else { return false }
    return !settings.selection(for: file).findings(in: file.analysis).contains(where: \.stopsCompiling)
  }

  /// Opens a notebook as ``opened(_:)`` does, but reads no code of it; nil if it cannot be read.
  func outline(of path: String) -> NotebookFile? {
    let file = try? NotebookFile.recognized(
      at: path, in: NotebookLibrary(configurations: settings.configurations), readingCodeOf: .noNotebook)
    return file.map { overridden($0, readingCodeOf: .noNotebook) }
  }

  private func overridden(
    _ file: NotebookFile, readingCodeOf codeScope: PipelineAnalyzer.CodeScope
  ) -> NotebookFile {
    // Another configuration does not make a Kale notebook of an ordinary one.
    guard overrides.changesConfiguration, file.analysis.isKaleNotebook else { return file }
    return NotebookFile(
      path: file.path, document: file.document, in: NotebookLibrary(configurations: settings.configurations),
      overriding: overrides, readingCodeOf: codeScope)
  }

  /// Compiles a notebook.
  func output(of file: NotebookFile) throws -> CompilationOutput {
    try CompilationOutput(
      file.analysis, notebookPath: file.path, runtime: settings.selection(for: file).runtime,
      overriding: overrides)
  }

  /// Whether an option names the pipeline, which then can only be one.
  var namesPipeline: Bool { overrides.namesPipeline }

  private var target: String? { folder.map(FileSystem.absolute) }

  private var forms: [CompilationOutput.Form] {
    switch outputFormat {
    case .yaml: [.pipelineSpec]
    case .dsl: [.dslScript]
    case .all: [.pipelineSpec, .dslScript]
    }
  }

  /// The path that a notebook's files are written to, without their endings; nil for one without steps.
  func path(of file: NotebookFile) -> String? { CompilationOutput.path(of: file, in: target) }

  /// Writes the files of a notebook.
  ///
  /// - Returns: Their paths.
  func write(_ output: CompilationOutput) throws -> [String] {
    try forms.map { try output.write($0, into: target) }
  }

  /// How a compiled file stands to what would be written.
  typealias FileState = (path: String, state: CompilationOutput.State)

  /// Compares the files of a notebook with what would be written.
  func states(of output: CompilationOutput) throws -> [FileState] {
    try forms.map { (output.path(of: $0, in: target), try output.state(of: $0, in: target)) }
  }

  /// Reports for each file whether it is up to date; ends the command if one is not. `object`: what the command updates.
  static func report(_ states: [FileState], updating object: String = "it") throws {
    for (path, state) in states { StandardOutput.append("\(Terminal.printable(path)) \(words(for: state))") }
    if states.allSatisfy({ $0.state == .current }) { return }
    let command = CommandLine.arguments.dropFirst().filter { $0 != "--check" }.map(ShellWord.quoted)
    StandardOutput.append("Run `kale-lsp \(command.joined(separator: " "))` to update \(object).")
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
