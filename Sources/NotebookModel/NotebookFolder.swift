/// What a notebook's own folder contains of what the notebook uses: the analysis reads no files.
package struct NotebookFolder: Sendable, Equatable {
  /// The modules that it imports.
  package var modules: LocalModules
  /// The files that its pipeline ships.
  package var shippedFiles: ShippedFiles
  /// The name of the notebook's own file; nil for a notebook that is not a file.
  package var notebookName: String?
  /// The files that the code reads, by their paths, with their sizes in bytes.
  package var dataFiles: [String: Int]
  /// The pipelines of its other notebooks.
  package var otherPipelines: OtherPipelines
  /// What the project that the folder belongs to decides for its notebooks.
  package var project: ProjectDefaults

  /// The folder is unknown, or contains nothing that the notebook uses.
  package static let unknown = NotebookFolder()

  /// Creates the contents of a folder.
  package init(
    modules: LocalModules = .none, shippedFiles: ShippedFiles = .none, dataFiles: [String: Int] = [:],
    notebookName: String? = nil, otherPipelines: OtherPipelines = .none,
    project: ProjectDefaults = ProjectDefaults()
  ) {
    self.modules = modules
    self.shippedFiles = shippedFiles
    self.dataFiles = dataFiles
    self.notebookName = notebookName
    self.otherPipelines = otherPipelines
    self.project = project
  }
}
