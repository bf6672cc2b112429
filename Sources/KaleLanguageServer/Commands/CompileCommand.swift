import JSONRPC
import JSONSyntax
import KaleRules
import KaleWorkspace
import LanguageServerProtocol

/// `{uri, outputDirectory?}` → `{pipelineSpecPath, dslPath, diagnostics}`: compiles a notebook as it is in the editor, unsaved
/// changes included.
enum CompileCommand: ServerCommand {
  static let name = "kale.compile"

  static func execute(_ invocation: CommandInvocation, in session: Session) throws -> Reply {
    guard case .string(let uri) = invocation.arguments.first?["uri"] else {
      throw ResponseError(.invalidParams, "`kale.compile` takes one argument: an object with `uri`.")
    }
    let folder = try outputDirectory(invocation.arguments.first?["outputDirectory"])
    let notebook = try session.notebook(meantBy: DocumentURI(uri))
    session.answer(invocation.request, withProgress: "Compiling the pipeline", token: invocation.token) {
      () throws(ResponseError) in try session.compile(notebook, into: folder)
    }
    return .later
  }

  private static func outputDirectory(_ argument: JSONValue?) throws(ResponseError) -> String? {
    switch argument {
    case nil, .null: return nil
    case .string(let path) where !path.isEmpty: return path
    default: throw ResponseError(.invalidParams, "`outputDirectory` must be a path.")
    }
  }
}

extension Session {
  /// Offers `kale.compile` to those who ask what can be done. One who only moves the cursor is not told of it each time.
  func compileActions(_ context: CodeActionContext, _ notebook: OpenNotebook) -> [CodeAction] {
    let kind = CodeActionKind.sourceKaleCompile
    let isAskedFor = context.only?.isEmpty == false ? context.wants(kind) : context.triggerKind != .automatic
    guard isAskedFor, notebook.analysis.isKaleNotebook, !notebook.findings.contains(where: \.stopsCompiling)
    else { return [] }
    let title = "Compile pipeline"
    let command = Command(
      title: title, command: CompileCommand.name, arguments: [["uri": notebook.uri.json]])
    return [CodeAction(title: title, kind: kind, command: command)]
  }

  /// The open notebook that a document is or belongs to; else the file.
  func notebook(meantBy uri: DocumentURI) throws(ResponseError) -> OpenNotebook {
    if let open = documents.notebook(meantBy: uri) { return open }
    guard let path = uri.filePath else {
      throw ResponseError(.requestFailed, "\(uri) is neither an open document nor a file.")
    }
    do {
      let file = try NotebookFile(path: path)
      return OpenNotebook(
        uri: uri, shape: .file(file.document, version: 0), selection: documents.selection,
        library: documents.library)
    } catch {
      throw ResponseError(.requestFailed, error.description)
    }
  }

  fileprivate func compile(_ notebook: OpenNotebook, into folder: String?) throws(ResponseError) -> JSONValue
  {
    let findings = notebook.findings
    let diagnostics = JSONValue.array(findings.map { diagnosticWithURI(of: $0, in: notebook) })
    guard !findings.contains(where: \.stopsCompiling) else {
      return ["pipelineSpecPath": nil, "dslPath": nil, "diagnostics": diagnostics]
    }
    guard notebook.analysis.isKaleNotebook else {
      throw ResponseError(
        .requestFailed,
        "\(notebook.uri) is not a Kale notebook: it has no Kale-specific tags and no Kale configuration.")
    }
    do {
      let output = try CompilationOutput(
        notebook.analysis, notebookPath: try path(of: notebook, folder: folder))
      let pipelineSpec = try output.write(.pipelineSpec, into: folder)
      let dslScript = try output.write(.dslScript, into: folder)
      if abilities.showsDocuments { show(pipelineSpec, takesFocus: false) }
      return [
        "pipelineSpecPath": .string(pipelineSpec), "dslPath": .string(dslScript), "diagnostics": diagnostics,
      ]
    } catch let error as ResponseError {
      throw error
    } catch {
      throw ResponseError(.requestFailed, "\(error)")
    }
  }

  /// The path of a notebook's file. One that has never been saved is taken to be in the folder named for its output.
  private func path(of notebook: OpenNotebook, folder: String?) throws(ResponseError) -> String {
    if let path = notebook.uri.filePath { return path }
    guard let folder, folder.utf8.first == UInt8(ascii: "/") else {
      throw ResponseError(
        .requestFailed, "The notebook has not been saved yet. Save it, or pass an `outputDirectory`.")
    }
    return FileSystem.join(folder, "untitled.ipynb")
  }

  /// A diagnostic as the protocol has it, with the document it is of.
  private func diagnosticWithURI(of finding: Finding, in notebook: OpenNotebook) -> JSONValue {
    let location = notebook.location(of: finding.place, abilities.columns)
    let diagnostic = diagnostic(of: finding, at: location, in: notebook).json
    guard case .object(let members) = diagnostic else { return diagnostic }
    return .object([JSONMember(key: "uri", value: location.uri.json)] + members)
  }
}

extension CodeActionKind {
  /// Making files of the notebook. No change of it, so that it is no fix and never preferred.
  static let sourceKaleCompile = CodeActionKind(rawValue: "source.kale.compile")
}
