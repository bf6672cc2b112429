import KaleAnalysis
import KaleIDE
import KaleRules
import KaleWorkspace
import LanguageServerProtocol
import NotebookModel
import SourceText

/// A notebook that the client has open, in the shape the client sends it in.
///
/// This is where shapes end: above it there are places in a notebook, below it documents and positions.
final class OpenNotebook {
  enum Shape {
    /// One text: that of an `.ipynb` file, or as jupytext writes notebooks.
    case file(any NotebookText, version: Int)
    /// A notebook document, each cell a document of its own.
    case synced(SyncedNotebook)
  }

  let uri: DocumentURI
  private(set) var shape: Shape
  /// What the client was last told of each document of the notebook.
  var published: [DocumentURI: [Diagnostic]] = [:]
  /// What the client was last told of the text when it asked.
  var reported = ReportedDiagnostics()
  /// What the client was last shown of the data flow, where it has to be told of changes.
  var shownFlow: ShownFlow?
  /// Which findings are shown.
  var selection: FindingSelection { didSet { currentFindings = nil } }
  private let library: NotebookLibrary
  private var analyzer = PipelineAnalyzer(work: .onAllProcessors)
  private var currentAnalysis: NotebookAnalysis?
  private var currentFindings: [Finding]?
  /// The notebooks that what was found hangs on.
  private(set) var referredPaths: Set<String> = []
  /// Those of earlier states of the notebook.
  private(set) var formerlyReferredPaths: Set<String> = []

  /// `library`: where the notebooks are that this one refers to.
  init(uri: DocumentURI, shape: Shape, selection: FindingSelection, library: NotebookLibrary) {
    self.uri = uri
    self.shape = shape
    self.selection = selection
    self.library = library
    path = uri.filePath.map(TextRecognition.notebookPath(ofDocumentAt:))
  }

  var notebook: Notebook {
    switch shape {
    case .file(let document, _): document.notebook
    case .synced(let notebook): notebook.notebook
    }
  }

  /// The path of the notebook's file; nil for one that is no file.
  private let path: String?

  /// The analysis of the notebook as it is now.
  var analysis: NotebookAnalysis {
    if let currentAnalysis { return currentAnalysis }
    let (analysis, referredPaths) = library.analyze(notebook, at: path, with: &analyzer)
    formerlyReferredPaths.formUnion(self.referredPaths.subtracting(referredPaths))
    self.referredPaths = referredPaths
    currentAnalysis = analysis
    return analysis
  }

  /// What is to be shown of what the rules find in the notebook as it is now.
  var findings: [Finding] {
    if let currentFindings { return currentFindings }
    let findings = selection.findings(in: analysis)
    currentFindings = findings
    return findings
  }

  /// What the notebook would be after edits, which are not made.
  var preview: NotebookPreview {
    // The analyzer has seen the notebook as it is, and its copies read only what edits change.
    let current = analysis
    let (notebook, path, library, selection, analyzer) = (notebook, path, library, selection, analyzer)
    return NotebookPreview(
      analysis: { edits in
        if edits.isEmpty { return current }
        var analyzer = analyzer
        return library.analyze(notebook.applying(edits), at: path, with: &analyzer).analysis
      }, findings: { selection.findings(in: $0) })
  }

  /// Puts a newer state in place of the current one.
  func update(_ shape: Shape) {
    self.shape = shape
    forgetAnalysis()
  }

  /// Forgets what was found, since a notebook may have changed that this one refers to.
  func forgetAnalysis() {
    currentAnalysis = nil
    currentFindings = nil
  }

  /// Whether what was found hangs on the notebook at a path.
  func refers(to path: String) -> Bool { referredPaths.contains(path) }

  /// Whether what was found depends on the modules in one of some folders.
  func looksForModules(in folders: Set<String>) -> Bool {
    if let path, folders.contains(FileSystem.folder(of: FileSystem.normalized(path))) { return true }
    return referredPaths.contains { folders.contains(FileSystem.folder(of: $0)) }
  }

  /// Whether the pipeline may ship files from one of some folders.
  func shipsFiles(from folders: Set<String>) -> Bool {
    guard let path, folders.contains(FileSystem.folder(of: FileSystem.normalized(path))) else { return false }
    return !analysis.shippedFiles.isEmpty || !analysis.configuration.configuration.files.isEmpty
  }

  /// The part of the notebook at a position of one of its documents; nil where there is none.
  ///
  /// - Throws: Where the document has no such line.
  func place(in document: DocumentURI, at position: Position, _ columns: ColumnEncoding) throws
    -> NotebookPlace?
  {
    switch shape {
    case .file(let file, _):
      return file.place(at: try file.text.offset(of: position, columns))
    case .synced(let notebook):
      guard let cell = notebook.index(of: document.description) else { return nil }
      let offset = try notebook.cells[cell].text.offset(of: position, columns)
      return .source(cell: cell, range: offset..<offset)
    }
  }

  /// The cells that a range of one of the notebook's documents touches.
  func cells(in document: DocumentURI, range: PositionRange, _ columns: ColumnEncoding) throws -> [CellIndex]
  {
    switch shape {
    case .file(let file, _):
      let start = try file.text.offset(of: range.start, columns)
      return file.cells(in: start..<max(start, try file.text.offset(of: range.end, columns)))
    case .synced(let notebook):
      return notebook.index(of: document.description).map { [$0] } ?? []
    }
  }

  /// The document and range that show a place.
  func location(of place: NotebookPlace, _ columns: ColumnEncoding) -> Location {
    switch shape {
    case .file(let file, _):
      return Location(uri: uri, range: file.text.positionRange(of: file.fileRange(of: place), columns))
    case .synced(let notebook):
      // What concerns the whole notebook is shown at its first code cell, where a person looks.
      let firstCode = notebook.cells.firstIndex { $0.kind == .code }
      guard let cell = place.cell ?? firstCode, notebook.cells.indices.contains(cell) else {
        return Location(uri: uri, range: .startOfDocument)
      }
      let text = notebook.cells[cell].text
      var range = text.contentRange(ofLine: 0) ?? 0..<0
      if case .source(_, let bytes) = place { range = bytes }
      return Location(
        uri: DocumentURI(notebook.cells[cell].uri), range: text.positionRange(of: range, columns))
    }
  }

  /// The version of one of the notebook's documents; nil for one that is not its own any more.
  func version(of document: DocumentURI) -> Int? {
    switch shape {
    case .file(_, let version): document == uri ? version : nil
    case .synced(let notebook): notebook.index(of: document.description).map { notebook.cells[$0].version }
    }
  }

  /// Documents of the notebook in the order of their cells, those it has no longer after them by name.
  func inOrder(_ documents: Set<DocumentURI>) -> [DocumentURI] {
    guard documents.count > 1, case .synced(let notebook) = shape else { return Array(documents) }
    let places = documents.map {
      (uri: $0, cell: notebook.index(of: $0.description) ?? notebook.cells.endIndex)
    }
    return places.sorted { ($0.cell, $0.uri.description) < ($1.cell, $1.uri.description) }.map(\.uri)
  }
}

extension SourceText {
  /// The byte offset of a position of the protocol.
  ///
  /// - Throws: Where the text has no such line. A column after the end of a line is its end, as LSP says.
  func offset(of position: Position, _ columns: ColumnEncoding) throws(PositionOutsideText) -> Int {
    let own = TextPosition(line: position.line, column: position.character)
    guard let offset = offset(of: own, in: columns) else {
      throw PositionOutsideText(line: position.line, lineCount: lineCount)
    }
    return offset
  }

  func positionRange(of range: Range<Int>, _ columns: ColumnEncoding) -> PositionRange {
    let start = position(of: range.lowerBound, in: columns)
    let end = position(of: range.upperBound, in: columns)
    return PositionRange(
      start: Position(line: start.line, character: start.column),
      end: Position(line: end.line, character: end.column))
  }
}

extension PositionRange {
  static let startOfDocument = PositionRange(
    start: Position(line: 0, character: 0), end: Position(line: 0, character: 0))
}
