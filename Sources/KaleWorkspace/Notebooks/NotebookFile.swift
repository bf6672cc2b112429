import KaleAnalysis
import NotebookModel
import SourceText

/// A notebook read from disk, with its analysis.
package struct NotebookFile {
  /// The path that the file was read from, as given.
  package let path: String
  /// The text and the notebook that it describes.
  package let document: any NotebookText
  /// The configuration files that count.
  package let configurations: ProjectConfigurations
  /// The analysis of the notebook, with the notebooks that it refers to and the modules in its folder.
  package let analysis: NotebookAnalysis

  /// Reads and analyzes a notebook, and all notebooks that it refers to.
  ///
  /// - Parameters:
  ///   - path: The path of an `.ipynb` file or of a jupytext text.
  ///   - library: The notebooks that it may refer to.
  /// - Throws: Why the file cannot be read. A file that is not a notebook is not an error: the analysis
  ///   reports it.
  package init(
    path: String, in library: NotebookLibrary = NotebookLibrary()
  ) throws(FileSystem.Failure) {
    self.init(path: path, text: SourceText(utf8: try FileSystem.read(path)), in: library)
  }

  /// The notebook that a file would be with this text. One that shows itself as nothing else is taken for an `.ipynb` file.
  private init(path: String, text: SourceText, in library: NotebookLibrary) {
    self.init(
      path: path,
      document: TextRecognition(library: library).read(text, name: path, path: path) ?? IpynbDocument(text),
      in: library)
  }

  /// The file as it would be with this notebook in it.
  ///
  /// - Parameters:
  ///   - path: The path of the file.
  ///   - document: The notebook.
  ///   - library: Where the notebooks that it refers to are read.
  ///   - otherPipelines: The pipelines of other notebooks in its folder, by the names of their files.
  package init(
    path: String, document: any NotebookText, in library: NotebookLibrary = NotebookLibrary(),
    beside otherPipelines: [String: String] = [:]
  ) {
    self.path = path
    self.document = document
    configurations = library.configurations
    var analyzer = PipelineAnalyzer()
    analysis =
      library.analyze(document.notebook, at: path, with: &analyzer, beside: otherPipelines).analysis
  }

  /// Lists the notebooks that an argument of a command names.
  ///
  /// - Parameter argument: The path of a file, which counts as a notebook whatever its name, or of a folder, which
  ///   stands for all `.ipynb` files below it.
  /// - Returns: The paths of the notebooks, sorted.
  /// - Throws: Why there is neither a file nor a folder.
  package static func listing(of argument: String) throws(FileSystem.Failure) -> FileSystem.Listing {
    switch FileSystem.kind(of: argument) {
    case .file: return FileSystem.Listing(files: [argument])
    case .folder: return FileSystem.files(below: argument, endingIn: ".ipynb")
    case nil:
      throw FileSystem.Failure(path: argument, action: "read", reason: "no such file or directory")
    }
  }
}
