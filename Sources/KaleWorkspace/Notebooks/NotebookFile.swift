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
  init(path: String, text: SourceText, in library: NotebookLibrary) {
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
  ///   - otherPipelines: The pipelines of other notebooks in its folder.
  ///   - overrides: What counts in place of its configuration.
  ///   - codeScope: The notebooks whose code is read.
  package init(
    path: String, document: any NotebookText, in library: NotebookLibrary = NotebookLibrary(),
    beside otherPipelines: OtherPipelines = .none, overriding overrides: CompilationOverrides = .init(),
    readingCodeOf codeScope: PipelineAnalyzer.CodeScope = .allNotebooks
  ) {
    self.path = path
    self.document = document
    configurations = library.configurations
    var analyzer = PipelineAnalyzer(readingCodeOf: codeScope)
    let notebook = overrides.applied(to: document.notebook)
    analysis = library.analyze(notebook, at: path, with: &analyzer, beside: otherPipelines).analysis
  }

  /// Reads and analyzes the notebook in a file, if it is one.
  ///
  /// - Parameters:
  ///   - path: The path of the file.
  ///   - library: The notebooks that it may refer to.
  ///   - otherPipelines: The pipelines of other notebooks in its folder.
  ///   - codeScope: The notebooks whose code is read.
  /// - Returns: The notebook, which may be broken; nil for a file that is not called a notebook and is none.
  /// - Throws: Why the file cannot be read.
  package static func recognized(
    at path: String, in library: NotebookLibrary = NotebookLibrary(),
    beside otherPipelines: OtherPipelines = .none,
    readingCodeOf codeScope: PipelineAnalyzer.CodeScope = .allNotebooks
  ) throws(FileSystem.Failure) -> NotebookFile? {
    recognized(
      SourceText(utf8: try FileSystem.read(path)), at: path, in: library, beside: otherPipelines,
      readingCodeOf: codeScope)
  }

  /// Analyzes the notebook that a text is, if it is one.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - path: The path that it is read for.
  ///   - library: The notebooks that it may refer to.
  ///   - otherPipelines: The pipelines of other notebooks in its folder.
  ///   - codeScope: The notebooks whose code is read.
  /// - Returns: The notebook; nil for a text that is not called a notebook and is none.
  package static func recognized(
    _ text: SourceText, at path: String, in library: NotebookLibrary = NotebookLibrary(),
    beside otherPipelines: OtherPipelines = .none,
    readingCodeOf codeScope: PipelineAnalyzer.CodeScope = .allNotebooks
  ) -> NotebookFile? {
    let ending = FileSystem.ending(of: FileSystem.name(of: path))
    let isCalledNotebook = ending == NotebookSearch.ending
    // Most scripts and pages of a project are no notebooks, and a look tells.
    if ["py", "md", "markdown"].contains(ending), !IpynbDocument.recognises(text),
      !JupytextWords.occur(in: text.utf8)
    {
      return nil
    }
    let document =
      TextRecognition(library: library).read(text, name: path, path: path)
      ?? (isCalledNotebook ? IpynbDocument(text) : nil)
    return document.map {
      NotebookFile(path: path, document: $0, in: library, beside: otherPipelines, readingCodeOf: codeScope)
    }
  }

  /// The path of the `.ipynb` file that jupytext pairs the text with; nil for other files.
  private var pairedNotebookPath: String? {
    (document as? JupytextDocument)?.pairing?.notebookPath(ofTextAt: path)
  }

  /// Whether the text is another form of a notebook with one of some paths.
  package func isForm(ofOneOf notebookPaths: Set<String>) -> Bool {
    pairedNotebookPath.map(notebookPaths.contains) ?? false
  }
}
