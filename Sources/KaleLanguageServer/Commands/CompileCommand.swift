import JSONRPC
import JSONSyntax
import KaleIDE
import KaleRules
import KaleWorkspace
import LanguageServerProtocol

/// `{uri, outputDirectory?, returnsTexts?}` → `{pipelineSpecPath, dslPath, pipelineSpec?, dsl?, diagnostics}`: compiles a
/// notebook as it is in the editor, unsaved changes included.
enum CompileCommand: ServerCommand {
  static let name = "kale.compile"

  struct Argument: JSONDecodable, JSONEncodable {
    let uri: DocumentURI
    /// The folder for the files; nil if the notebook decides.
    let outputDirectory: String?
    /// Whether the answer has the texts of the files: some clients, for example JupyterLab, cannot read hidden folders.
    let returnsTexts: Bool

    init(uri: DocumentURI, outputDirectory: String? = nil, returnsTexts: Bool = false) {
      self.uri = uri
      self.outputDirectory = outputDirectory
      self.returnsTexts = returnsTexts
    }

    init(json: JSONNode) throws(JSONDecodingError) {
      uri = try json.required("uri")
      outputDirectory = try json.optional("outputDirectory")
      returnsTexts = try json.optional("returnsTexts") ?? false
      guard outputDirectory?.isEmpty != true else {
        throw JSONDecodingError(expected: "a path").inside("outputDirectory")
      }
    }

    var json: JSONValue {
      JSONValue(present: [
        "uri": uri.json, "outputDirectory": outputDirectory?.json,
        "returnsTexts": returnsTexts ? Optional(true.json) : Optional.none,
      ])
    }
  }

  struct Answer: JSONEncodable {
    /// Nil if errors prevented the compilation.
    var pipelineSpecPath: String?
    /// Nil if errors prevented the compilation.
    var dslPath: String?
    /// The text of the pipeline spec; nil if it was not asked for.
    var pipelineSpec: String?
    /// The text of the DSL script; nil if it was not asked for.
    var dsl: String?
    var diagnostics: [DocumentDiagnostic]

    var json: JSONValue {
      let texts = JSONValue(present: ["pipelineSpec": pipelineSpec?.json, "dsl": dsl?.json])
      let rest: JSONValue = [
        "pipelineSpecPath": pipelineSpecPath.json, "dslPath": dslPath.json, "diagnostics": diagnostics.json,
      ]
      guard case .object(let members) = rest, case .object(let present) = texts else { return rest }
      return .object(members + present)
    }
  }

  static func execute(
    _ argument: Argument, for call: CommandCall<Answer>, in session: Session
  ) throws -> Reply<Answer> {
    let notebook = try session.notebook(meantBy: argument.uri)
    session.answer(call, withProgress: "Compiling the pipeline") { () throws(ResponseError) in
      try session.compile(notebook, argument)
    }
    return .later
  }
}

/// A diagnostic with the document that it is about.
struct DocumentDiagnostic: JSONEncodable {
  let uri: DocumentURI
  let diagnostic: Diagnostic

  var json: JSONValue {
    guard case .object(let members) = diagnostic.json else { return diagnostic.json }
    return .object([JSONMember(key: "uri", value: uri.json)] + members)
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
    let command = CompileCommand.command(title: title, CompileCommand.Argument(uri: notebook.uri))
    return [CodeAction(title: title, kind: kind, command: command)]
  }

  /// The open notebook that a document is or belongs to; else the file.
  func notebook(meantBy uri: DocumentURI) throws(ResponseError) -> OpenNotebook {
    if let open = documents.notebook(meantBy: uri) { return open }
    guard let path = uri.filePath else {
      throw ResponseError(.requestFailed, "\(uri) is neither an open document nor a file.")
    }
    do {
      let file = try NotebookFile(path: path, in: documents.library)
      return OpenNotebook(
        uri: uri, shape: .file(file.document, version: 0), selection: documents.selection(of: uri),
        library: documents.library)
    } catch {
      throw ResponseError(.requestFailed, error.description)
    }
  }

  fileprivate func compile(
    _ notebook: OpenNotebook, _ argument: CompileCommand.Argument
  ) throws(ResponseError) -> CompileCommand.Answer {
    let folder = argument.outputDirectory
    let findings = notebook.findings
    var answer = CompileCommand.Answer(diagnostics: findings.map { documentDiagnostic(of: $0, in: notebook) })
    guard !findings.contains(where: \.stopsCompiling) else { return answer }
    guard notebook.analysis.isKaleNotebook else {
      throw ResponseError(
        .requestFailed,
        "\(notebook.uri) is not a Kale notebook: it has no Kale-specific tags and no Kale configuration.")
    }
    do {
      let output = try CompilationOutput(
        notebook.analysis, notebookPath: try path(of: notebook, folder: folder),
        runtime: notebook.selection.runtime)
      let pipelineSpec = try output.write(.pipelineSpec, into: folder)
      answer.pipelineSpecPath = pipelineSpec
      answer.dslPath = try output.write(.dslScript, into: folder)
      if argument.returnsTexts {
        answer.pipelineSpec = output.text(of: .pipelineSpec)
        answer.dsl = output.text(of: .dslScript)
      }
      if let warning = output.sizeWarning {
        client.notify(
          "window/showMessage", ShowMessageParams(type: .warning, message: warning.withoutBackticks).json)
      }
      if abilities.showsDocuments { show(pipelineSpec, takesFocus: false) }
      return answer
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

  private func documentDiagnostic(of finding: Finding, in notebook: OpenNotebook) -> DocumentDiagnostic {
    let location = notebook.location(of: finding.place, abilities.columns)
    return DocumentDiagnostic(
      uri: location.uri, diagnostic: diagnostic(of: finding, at: location, in: notebook))
  }
}

extension CodeActionKind {
  /// Making files of the notebook. No change of it, so that it is no fix and never preferred.
  static let sourceKaleCompile = CodeActionKind(rawValue: "source.kale.compile")
}
