import KaleAnalysis
import NotebookModel
import SourceText

/// The notebooks that others refer to: as they are in the editor where they are open, else as they are on disk, each
/// file read once as long as it stays the same.
package final class NotebookLibrary {
  /// The limits of reading. A notebook beyond them counts as unreadable, since no pipeline can contain it.
  private enum Limit {
    /// How many references lead to a notebook. Kale takes one.
    static let depth = 8
    static let files = 64
    static let bytesAFile = 64 << 20
  }

  private static let depthReason = "references lead more than \(Limit.depth) notebooks deep"
  private static let countReason = "references lead to more than \(Limit.files) notebooks"

  /// The configuration files that count for notebooks.
  package let configurations: ProjectConfigurations
  private var localModules = LocalModuleSearch()
  private var shippedFiles = ShippedFileSearch()
  /// For each notebook that another refers to what was read of its cells, to tell what they import.
  private var importReaders: [String: PipelineAnalyzer] = [:]
  private var open: [String: ReferencedNotebook] = [:]
  private var read: [String: (stamp: FileSystem.Stamp, file: ReferencedNotebooks.File)] = [:]

  /// Creates a library that has read nothing yet.
  ///
  /// - Parameter configurations: The configuration files that count for notebooks.
  package init(configurations: ProjectConfigurations = ProjectConfigurations()) {
    self.configurations = configurations
  }

  /// Takes in the state of a notebook that is open; nil where it is closed.
  package func setOpen(_ notebook: Notebook?, at path: String) {
    open[FileSystem.normalized(path)] = notebook.map { ReferencedNotebook($0) }
  }

  /// Analyzes a notebook with the notebooks that it refers to and the modules in its folder.
  ///
  /// - Parameters:
  ///   - notebook: The notebook.
  ///   - path: Its path; nil for one that is not a file.
  ///   - analyzer: What has analyzed earlier states of the notebook.
  ///   - otherPipelines: The pipelines of other notebooks in its folder.
  /// - Returns: The analysis, and the paths of all notebooks that it depends on.
  package func analyze(
    _ notebook: Notebook, at path: String?, with analyzer: inout PipelineAnalyzer,
    beside otherPipelines: OtherPipelines = .none
  ) -> (analysis: NotebookAnalysis, referredPaths: Set<String>) {
    let files = notebooks(
      referredToBy: analyzer.referencedPaths(of: notebook), at: path, in: analyzer.release)
    let project = project(ofNotebookAt: path)
    var folder = folder(
      for: analyzer.fileNeeds(of: notebook, in: project), ofNotebookAt: path, in: project)
    folder.otherPipelines = otherPipelines
    return (analyzer.analyze(notebook, referringTo: files, beside: folder), Set(files.paths))
  }

  /// All notebooks that one refers to, directly and through others.
  /// `path`: the notebook's own; nil for one that is no file, whose references lead nowhere yet.
  package func notebooks(
    referredToBy references: [String], at path: String?, in release: KaleRelease = .current
  ) -> ReferencedNotebooks {
    guard let path, !references.isEmpty else { return .unknown }
    let root = FileSystem.normalized(path)
    var result = ReferencedNotebooks(root: root)
    var seen: Set<String> = [root]
    var level = [(path: root, references: references)]
    for _ in 0..<Limit.depth where !level.isEmpty {
      var next: [(path: String, references: [String])] = []
      for (source, references) in level {
        for written in references {
          // A path counts from the folder of the notebook that it is written in.
          let target = FileSystem.normalized(FileSystem.join(FileSystem.folder(of: source), written))
          result.addReference(in: source, as: written, to: target)
          guard seen.insert(target).inserted else { continue }
          guard seen.count <= Limit.files + 1 else {
            result.add(.unreadable(Self.countReason), at: target)
            continue
          }
          let file = file(at: target)
          result.add(file, at: target)
          if case .notebook(let found) = file {
            next.append((target, found.notebook.referencedPaths(in: release)))
          }
        }
      }
      level = next
    }
    for (source, references) in level {
      for written in references {
        let target = FileSystem.normalized(FileSystem.join(FileSystem.folder(of: source), written))
        result.addReference(in: source, as: written, to: target)
        if seen.insert(target).inserted { result.add(.unreadable(Self.depthReason), at: target) }
      }
    }
    return result
  }

  /// Finds the modules that imports lead to in a notebook's folder.
  ///
  /// - Parameters:
  ///   - imports: What the notebook imports, with dots.
  ///   - path: The notebook's path; nil for one that is no file and has no folder yet.
  /// - Returns: The modules that are there now.
  package func localModules(for imports: Set<String>, besideNotebookAt path: String?) -> LocalModules {
    guard let path else { return .none }
    return localModules.modules(for: imports, in: FileSystem.folder(of: FileSystem.normalized(path)))
  }

  /// Finds what a notebook uses of its folder.
  private func folder(
    for needs: FileNeeds, ofNotebookAt path: String?, in project: ProjectDefaults
  ) -> NotebookFolder {
    guard let path else { return .unknown }
    return NotebookFolder(
      modules: localModules(for: needs.imports, besideNotebookAt: path),
      shippedFiles: shippedFiles.files(for: needs, ofNotebookAt: FileSystem.normalized(path)),
      dataFiles: dataFiles(needs.paths, in: FileSystem.folder(of: FileSystem.normalized(path))),
      notebookName: FileSystem.name(of: path), project: project)
  }

  private func project(ofNotebookAt path: String?) -> ProjectDefaults {
    configurations.file(forNotebookAt: path)?.project ?? ProjectDefaults()
  }

  /// Returns those of some paths in a folder at which there is a file, with their sizes.
  private func dataFiles(_ paths: Set<String>, in folder: String) -> [String: Int] {
    var sizes: [String: Int] = [:]
    for path in paths {
      let file = FileSystem.join(folder, path)
      if FileSystem.kind(of: file) == .file, let stamp = FileSystem.stamp(of: file) {
        sizes[path] = stamp.size
      }
    }
    return sizes
  }

  /// Looks for the modules, and the files that pipelines ship, in some folders again.
  package func forgetFiles(in folders: Set<String>) {
    localModules.forget(folders)
    shippedFiles.forget(folders)
  }

  /// The notebook that an `.ipynb` file holds, whatever is open in the editor; nil where there is none.
  package func savedNotebook(at path: String) -> Notebook? {
    guard case .notebook(let file) = savedFile(at: FileSystem.normalized(path)) else { return nil }
    return file.notebook
  }

  private func file(at path: String) -> ReferencedNotebooks.File {
    if let notebook = open[path] {
      let current = withFolder(notebook, at: path)
      open[path] = current
      return .notebook(current)
    }
    guard case .notebook(let notebook) = savedFile(at: path) else { return savedFile(at: path) }
    let current = withFolder(notebook, at: path)
    read[path]?.file = .notebook(current)
    return .notebook(current)
  }

  /// Returns a notebook with what it uses of its folder now: the same object where that has not changed.
  private func withFolder(_ notebook: ReferencedNotebook, at path: String) -> ReferencedNotebook {
    let project = project(ofNotebookAt: path)
    let needs = importReaders[path, default: PipelineAnalyzer()].fileNeeds(of: notebook.notebook, in: project)
    let folder = folder(for: needs, ofNotebookAt: path, in: project)
    return folder == notebook.folder ? notebook : ReferencedNotebook(notebook.notebook, beside: folder)
  }

  private func savedFile(at path: String) -> ReferencedNotebooks.File {
    guard let stamp = FileSystem.stamp(of: path) else { return .unreadable("no such file") }
    if let known = read[path], known.stamp == stamp { return known.file }
    let file = readFile(at: path, size: stamp.size)
    read[path] = (stamp, file)
    return file
  }

  private func readFile(at path: String, size: Int) -> ReferencedNotebooks.File {
    guard FileSystem.kind(of: path) == .file else { return .unreadable("it is a directory") }
    guard size <= Limit.bytesAFile else { return .unknown }
    do {
      // Kale reads `.ipynb` files and nothing else.
      let document = IpynbDocument(SourceText(utf8: try FileSystem.read(path)))
      return .notebook(ReferencedNotebook(document.notebook))
    } catch {
      return .unreadable(error.reason)
    }
  }
}
