import NotebookModel

/// What a notebook uses of its folder, as its code and its settings show.
package struct FileNeeds: Sendable, Hashable {
  /// What any cell imports, with dots: what `LocalModules` has to be found for.
  package var imports: Set<String> = []
  /// What the cells import that the pipeline runs.
  package var pipelineImports = ModuleImports(of: [])
  /// The entries of `kale_lsp.files`.
  package var patterns: [FilePattern] = []
  /// What `kale_lsp.package_names` says of modules.
  package var packageNames: [String: String?] = [:]
  /// The paths of files that the code reads, relative to the folder.
  package var paths: Set<String> = []
}
