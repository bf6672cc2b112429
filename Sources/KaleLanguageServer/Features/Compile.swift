import JSONRPC
import JSONSyntax
import KalePipeline
import LanguageServerProtocol
import NotebookModel
import PipelineCompiler

extension Session {
  /// `kale.compile`: compiles a notebook as it is in the editor, unsaved changes included.
  func compile(_ request: Request, _ arguments: [JSONValue], token: ProgressToken?) throws -> Reply {
    guard case .string(let uri) = arguments.first?["uri"] else {
      throw ResponseError(.invalidParams, "`kale.compile` takes one argument, an object with `uri`.")
    }
    var folder: String?
    switch arguments.first?["outputDirectory"] {
    case .string(let path): folder = path
    case nil, .null: break
    default: throw ResponseError(.invalidParams, "`outputDirectory` must be a string.")
    }
    let notebook = try notebookToCompile(DocumentURI(uri))
    withProgress("Compiling the pipeline", token: token) { [self] in
      client.respond(
        to: request.id, with: Result { () throws(ResponseError) in try compile(notebook, into: folder) })
    }
    return .later
  }

  /// The open notebook that a document is or belongs to; else the file.
  private func notebookToCompile(_ uri: DocumentURI) throws(ResponseError) -> OpenNotebook {
    if let open = documents.notebook(of: uri) { return open }
    guard let path = uri.filePath else {
      throw ResponseError(.requestFailed, "\(uri) is neither open nor a file.")
    }
    do {
      let file = try NotebookFile(path: path)
      return OpenNotebook(uri: uri, shape: .file(file.document, version: 0))
    } catch {
      throw ResponseError(.requestFailed, error.description)
    }
  }

  private func compile(_ notebook: OpenNotebook, into folder: String?) throws(ResponseError) -> JSONValue {
    let findings = notebook.analysis.findings()
    let diagnostics = findings.map { finding -> JSONValue in
      let location = notebook.location(of: finding.place, abilities.columns)
      guard case .object(let members) = diagnostic(of: finding, in: notebook).json else { return .null }
      return .object([JSONMember(key: "uri", value: location.uri.json)] + members)
    }
    guard notebook.analysis.isKaleNotebook else {
      throw ResponseError(.requestFailed, "\(notebook.uri) is not a Kale notebook: no cell names a step.")
    }
    guard !findings.contains(where: { $0.severity == .error }) else {
      return ["pipelineSpecPath": nil, "dslPath": nil, "diagnostics": .array(diagnostics)]
    }
    guard
      let path = notebook.uri.filePath ?? folder.flatMap({ $0.hasPrefix("/") ? $0 + "/untitled.ipynb" : nil })
    else {
      throw ResponseError(
        .requestFailed, "The notebook is not a file yet. Save it, or name an `outputDirectory`.")
    }
    do {
      let output = try CompilationOutput(notebook.analysis, notebookPath: path)
      let pipelineSpec = try output.write(.pipelineSpec, into: folder)
      let dslScript = try output.write(.dslScript, into: folder)
      show(pipelineSpec)
      return [
        "pipelineSpecPath": .string(pipelineSpec), "dslPath": .string(dslScript),
        "diagnostics": .array(diagnostics),
      ]
    } catch {
      throw ResponseError(.requestFailed, "\(error)")
    }
  }

  /// Has the client show a file, if it can.
  private func show(_ path: String) {
    guard abilities.showsDocuments else { return }
    let params = ShowDocumentParams(uri: DocumentURI(filePath: path), takeFocus: false)
    request("window/showDocument", params.json) { [self] result in
      if case .failure(let error) = result { log(.warning, "\(path) was not shown: \(error.message)") }
    }
  }
}
