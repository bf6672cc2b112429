import ArgumentParser
import KaleAnalysis
import KaleCommandLine
import KaleIDE
import KaleWorkspace

/// The compilation of several notebooks, and of the notebooks in folders.
struct CompilationBatch {
  private let compilation: Compilation
  private var states: [Compilation.FileState] = []
  /// For each file that was written or compared the notebook that it is compiled from.
  private var notebooks: [String: String] = [:]
  private var compiledCount = 0
  private var fileCount = 0
  private var ordinaryCount = 0
  private var partCount = 0
  private var faultyCount = 0
  private var couldNotRun = false

  /// Creates a batch; nothing is read yet.
  init(_ compilation: Compilation) { self.compilation = compilation }

  /// Compiles the notebooks.
  ///
  /// - Throws: The status to end the command with, if not all is well.
  mutating func run() throws {
    let entries = entries()
    let references = ReferringNotebooks(among: entries.map(\.path))
    for (path, isNamed) in entries {
      if !isNamed, references.refer(toNotebookAt: path) {
        partCount += 1
      } else {
        compile(path, isNamed: isNamed)
      }
    }
    try end()
  }

  /// The notebooks, each once, with whether an argument names it and not only its folder.
  private mutating func entries() -> [(path: String, isNamed: Bool)] {
    let settings = CheckSettings(compilation.settings)
    let faults = compilation.settings.faults(below: compilation.paths)
    for fault in faults { StandardError.write(CommandSettings.message(about: fault)) }
    if !faults.isEmpty { couldNotRun = true }
    return NotebookSearch(compilation.paths, leavingOut: settings.exclusions).entries.compactMap { entry in
      switch entry {
      case .file(let path, let isNamed):
        let isNotebook =
          isNamed || path.hasSuffix(".ipynb") || (try? NotebookFile.recognized(at: path)) != nil
        return isNotebook && faults.isEmpty ? (path, isNamed) : nil
      case .failure(let failure):
        stop(failure.description)
        return nil
      case .link, .specialFile: return nil
      }
    }
  }

  private mutating func stop(_ message: String) {
    _ = ExitStatus.stop(message)
    couldNotRun = true
  }

  private mutating func compile(_ path: String, isNamed: Bool) {
    do {
      let file = try compilation.opened(path)
      try file.stop(compilation.settings.selection(for: file)) { $0.stopsCompiling }
      guard file.analysis.isKaleNotebook else {
        if isNamed { throw file.ordinaryNotebookStop() }
        ordinaryCount += 1
        return
      }
      try finish(path, try compilation.output(of: file))
    } catch let status as ExitCode {
      if status == ExitStatus.errorsFound { faultyCount += 1 } else { couldNotRun = true }
    } catch {
      stop("\(path): \(error)")
    }
  }

  private mutating func finish(_ path: String, _ output: CompilationOutput) throws {
    for file in compilation.paths(of: output) {
      if let other = notebooks.updateValue(path, forKey: file) {
        throw ExitStatus.stop(
          "\(path) and \(other) compile to \(file). Give their pipelines different names.")
      }
    }
    compiledCount += 1
    guard !compilation.checks else {
      states += try compilation.states(of: output)
      return
    }
    let files = try compilation.write(output)
    fileCount += files.count
    let count = output.pipeline.steps.count
    let name = output.pipeline.configuration.pipelineName
    StandardError.write("\(path): pipeline `\(name)`, \(Self.amount(count, "step"))")
    if let warning = output.sizeWarning { StandardError.write("Warning: \(warning)") }
    for file in files { print(file) }
  }

  private func end() throws {
    var parts: [String] = []
    if !compilation.checks {
      parts.append(
        "Compiled \(Self.amount(compiledCount, "notebook")): wrote \(Self.amount(fileCount, "file")).")
    }
    if faultyCount > 0 {
      parts.append("\(Self.amount(faultyCount, "notebook")) \(faultyCount == 1 ? "has" : "have") errors.")
    }
    var skipped: [String] = []
    if ordinaryCount > 0 { skipped.append(Self.amount(ordinaryCount, "ordinary notebook")) }
    if partCount > 0 { skipped.append("\(Self.amount(partCount, "notebook")) that others contain") }
    if !skipped.isEmpty { parts.append("Skipped \(skipped.joined(separator: " and ")).") }
    if compiledCount + faultyCount + ordinaryCount + partCount == 0, !couldNotRun {
      parts = ["No notebooks found."]
    }
    if !parts.isEmpty { StandardError.write(parts.joined(separator: " ")) }
    if couldNotRun { throw ExitStatus.couldNotRun }
    if compilation.checks { try Compilation.report(states, updating: "them") }
    if faultyCount > 0 { throw ExitStatus.errorsFound }
  }

  private static func amount(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }
}
