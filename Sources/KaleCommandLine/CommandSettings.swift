import KaleAnalysis
import KaleRules
import KaleSettings
import KaleWorkspace

/// The settings of a command: its options take precedence over the configuration file of each notebook.
package struct CommandSettings: Sendable {
  /// What the options say.
  package private(set) var options: Settings
  /// The configuration files that count.
  package let configurations: ProjectConfigurations
  /// What counts for each notebook, whatever options and files say.
  private var fixedSelection: FindingSelection?

  /// Creates the settings of options.
  package init(
    _ options: Settings, configurations: ProjectConfigurations = ProjectConfigurations(rules: .ofCatalogue)
  ) {
    self.options = options
    self.configurations = configurations
  }

  /// Creates settings that are the same for each notebook.
  package init(_ selection: FindingSelection) {
    self.init(Settings(), configurations: ProjectConfigurations(.nowhere))
    fixedSelection = selection
  }

  /// Adds what other options say.
  mutating func add(_ others: Settings) { options = others.over(options) }

  /// The settings that count for the notebook at a path.
  package func settings(forNotebookAt path: String) -> Settings {
    configurations.file(forNotebookAt: path).map { options.over($0.settings) } ?? options
  }

  /// The findings of the notebook at a path that count.
  package func selection(forNotebookAt path: String) -> FindingSelection {
    if let fixedSelection { return fixedSelection }
    let file = configurations.file(forNotebookAt: path)
    return FindingSelection(
      settings(forNotebookAt: path), ignoring: file?.rulesIgnored(inNotebookAt: path) ?? [])
  }

  /// The findings of a notebook that count.
  package func selection(for file: NotebookFile) -> FindingSelection { selection(forNotebookAt: file.path) }

  /// What is wrong with the configuration files that count for the notebooks at some paths, in order, each once.
  package func faults(forNotebooksAt paths: some Sequence<String>) -> [ConfigurationFile.Fault] {
    var seen: Set<String> = []
    return paths.flatMap { path -> [ConfigurationFile.Fault] in
      guard let file = configurations.file(forNotebookAt: path), seen.insert(file.path).inserted else {
        return []
      }
      return file.faults
    }
  }

  /// What is wrong with the configuration files that count for notebooks and folders.
  package func faults(below paths: [String]) -> [ConfigurationFile.Fault] {
    faults(forNotebooksAt: paths.map(Self.notebook(below:)))
  }

  /// Returns the path itself, or for a folder one that a notebook in it could have.
  package static func notebook(below path: String) -> String {
    FileSystem.kind(of: path) == .folder ? notebook(inFolder: path) : path
  }

  /// Returns the path that a notebook in a folder could have.
  package static func notebook(inFolder folder: String) -> String {
    FileSystem.join(folder, "notebook.ipynb")
  }

  /// Returns a line about a fault, with the path as the user would name it.
  package static func message(about fault: ConfigurationFile.Fault) -> String {
    "kale-lsp: " + Terminal.printable(fault.description(path: FileSystem.relativeToWorkingFolder(fault.path)))
  }

  /// Reports what is wrong with the configuration file that counts for the notebook at a path.
  ///
  /// - Throws: The status to exit with, if anything is.
  package func stopIfInvalid(forNotebookAt path: String) throws {
    try stopIfInvalid(forNotebooksBelow: [path])
  }

  /// Reports what is wrong with the configuration files that count for notebooks and folders.
  ///
  /// - Throws: The status to exit with, if anything is.
  func stopIfInvalid(forNotebooksBelow paths: [String]) throws {
    let faults = faults(below: paths)
    for fault in faults { StandardError.write(Self.message(about: fault)) }
    if !faults.isEmpty { throw ExitStatus.couldNotRun }
  }

  /// Opens the notebook at a path, for a command that takes one.
  ///
  /// - Parameters:
  ///   - path: The path.
  ///   - product: What the command makes of a notebook, at the start of a sentence.
  /// - Returns: The notebook.
  /// - Throws: The status to exit with if the notebook cannot be read. A folder is not a notebook.
  package func openSingle(_ path: String, for product: String) throws -> NotebookFile {
    guard FileSystem.kind(of: path) == .folder else { return try open(path) }
    let exclusions = FileExclusions(settings: settings(forNotebookAt: Self.notebook(inFolder: path)))
    // Texts are notebooks only by their content.
    let example = NotebookSearch([path], leavingOut: { _ in exclusions }).entries.lazy.compactMap(\.filePath)
      .first { $0.hasSuffix(".ipynb") }
    let advice = example.map { ", for example \($0)" } ?? ""
    throw ExitStatus.stop("\(path) is a folder. \(product) is made of one notebook. Name one\(advice)")
  }

  /// Opens the one notebook of a command.
  ///
  /// - Parameters:
  ///   - path: Its path.
  ///   - codeScope: The notebooks whose code is read.
  /// - Returns: The notebook.
  /// - Throws: The status to exit with if the file cannot be read or is no notebook, or its configuration file is invalid.
  package func open(
    _ path: String, readingCodeOf codeScope: PipelineAnalyzer.CodeScope = .allNotebooks
  ) throws -> NotebookFile {
    try stopIfInvalid(forNotebookAt: path)
    let file: NotebookFile?
    do {
      file = try NotebookFile.recognized(
        at: path, in: NotebookLibrary(configurations: configurations), readingCodeOf: codeScope)
    } catch {
      throw ExitStatus.stop(error.description)
    }
    guard let file else { throw ExitStatus.stop(NotNotebook(path: path).description) }
    return file
  }
}
