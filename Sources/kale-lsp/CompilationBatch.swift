import ArgumentParser
import KaleAnalysis
import KaleCommandLine
import KaleIDE
import KaleWorkspace

/// The compilation of several notebooks, and of the notebooks in folders.
struct CompilationBatch {
  private let compilation: Compilation
  private var states: [Compilation.FileState] = []
  private var compiledCount = 0
  private var fileCount = 0
  private var ordinaryCount = 0
  private var partCount = 0
  private var faultyCount = 0
  private var couldNotRun = false

  /// Creates a batch; nothing is read yet.
  init(_ compilation: Compilation) { self.compilation = compilation }

  /// A notebook to compile, with whether an argument names it and not only its folder.
  private typealias Entry = (path: String, isNamed: Bool)

  /// Compiles the notebooks.
  ///
  /// - Throws: The status to end the command with, if not all is well.
  mutating func run() throws {
    let entries = entries()
    let references = ReferringNotebooks(among: entries.map(\.path))
    let notebooks = entries.filter { entry in
      // A hook names all notebooks that have changed, and not only those that are compiled by themselves.
      let mayBePart = !entry.isNamed || compilation.checks
      let isPart = mayBePart && references.refer(toNotebookAt: entry.path)
      if isPart { partCount += 1 }
      return !isPart
    }
    let plan = plan(for: notebooks)
    if plan.hasConflict { throw ExitStatus.couldNotRun }
    for entry in plan.entries { compile(entry.path, isNamed: entry.isNamed) }
    try end()
  }

  /// The files that may be notebooks, each once.
  private mutating func entries() -> [Entry] {
    var settings = CheckSettings(compilation.settings)
    settings.forcesExclusions = compilation.forcesExclusions
    let search = NotebookSearch(compilation.paths, leavingOut: settings.exclusions)
    let faults = compilation.settings.faults(
      forNotebooksAt: compilation.paths.map(CommandSettings.notebook(below:))
        + search.entries.compactMap(\.filePath))
    for fault in faults { StandardError.write(CommandSettings.message(about: fault)) }
    if !faults.isEmpty {
      couldNotRun = true
      return []
    }
    return search.entries.compactMap { entry in
      switch entry {
      case .file(let path, let isNamed):
        if path.hasSuffix(".ipynb") || isNamed && !compilation.checks { return (path, isNamed) }
        let isNotebook = Compilation.isNotebook(path)
        if !isNotebook, isNamed { Compilation.note(skipped: path) }
        return isNotebook ? (path, isNamed) : nil
      case .failure(let failure):
        stop(failure.description)
        return nil
      case .link, .specialFile: return nil
      }
    }
  }

  /// Finds out where notebooks are compiled to, so that what cannot be is said before anything is written. A text that
  /// jupytext pairs with another of the notebooks is left out: it is the same notebook.
  ///
  /// Each notebook is read again when it is compiled, so that however many there are, one is held at a time.
  private mutating func plan(for entries: [Entry]) -> (entries: [Entry], hasConflict: Bool) {
    let paths = Set(entries.map(\.path))
    var kept: [Entry] = []
    var notebooks: [String: [String]] = [:]
    for entry in entries {
      // What is wrong with a file is said when it is compiled.
      guard let file = compilation.outline(of: entry.path) else {
        kept.append(entry)
        continue
      }
      if file.isForm(ofOneOf: paths) { continue }
      kept.append(entry)
      guard file.analysis.isKaleNotebook, let target = compilation.path(of: file) else { continue }
      notebooks[target, default: []].append(entry.path)
    }
    return (kept, hasConflict(notebooks))
  }

  /// Reports notebooks that would be compiled to the same files.
  private mutating func hasConflict(_ notebooks: [String: [String]]) -> Bool {
    let count = notebooks.values.reduce(0) { $0 + $1.count }
    if compilation.namesPipeline, count > 1 {
      stop("--pipeline-name takes one notebook, got \(count).")
      return true
    }
    let conflicts = notebooks.filter { $0.value.count > 1 }
      .mapValues { $0.filter(compilation.canCompile) }
      .filter { $0.value.count > 1 }.sorted { $0.key < $1.key }
    for (target, paths) in conflicts {
      let list = paths.dropLast().joined(separator: ", ") + " and " + (paths.last ?? "")
      stop(
        "\(list) compile to the same files, \(target).*. Give their pipelines different names. Nothing was written."
      )
    }
    return !conflicts.isEmpty
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
        if isNamed, !compilation.checks { throw file.ordinaryNotebookStop() }
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
    compiledCount += 1
    guard !compilation.checks else {
      states += try compilation.states(of: output)
      return
    }
    let files = try compilation.write(output)
    fileCount += files.count
    let count = output.pipeline.steps.count
    let name = output.pipeline.configuration.pipelineName
    if !compilation.isQuiet {
      StandardError.write("\(Terminal.pathAtStart(path)): pipeline `\(name)`, \(Self.amount(count, "step"))")
    }
    if let warning = output.sizeWarning { StandardError.write("Warning: \(warning)") }
    for file in files { StandardOutput.append(Terminal.printable(file)) }
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
    if !parts.isEmpty, !compilation.isQuiet { StandardError.write(parts.joined(separator: " ")) }
    if couldNotRun { throw ExitStatus.couldNotRun }
    if compilation.checks { try Compilation.report(states, updating: "them") }
    if faultyCount > 0 { throw ExitStatus.errorsFound }
  }

  private static func amount(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }
}
