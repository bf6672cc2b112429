import KalePipeline
import NotebookModel
import SourceText

/// A notebook read from disk, with its analysis.
package struct NotebookFile {
  package let path: String
  package let document: IpynbDocument
  package let analysis: NotebookAnalysis

  package init(path: String) throws(FileSystem.Failure) {
    self.path = path
    document = IpynbDocument(SourceText(utf8: try FileSystem.read(path)))
    var analyzer = PipelineAnalyzer()
    analysis = analyzer.analyze(document.notebook)
  }

  /// The paths of the notebooks that arguments name: files as they are, folders for all notebooks below them.
  package static func paths(in arguments: [String]) throws(FileSystem.Failure) -> [String] {
    var paths: [String] = []
    for argument in arguments {
      switch FileSystem.kind(of: argument) {
      case .file: paths.append(argument)
      case .folder: paths += FileSystem.files(below: argument, endingIn: ".ipynb")
      case nil:
        throw FileSystem.Failure(description: "\(argument) cannot be read: there is no such file or folder")
      }
    }
    return paths
  }
}
