import JSONRPC
import KaleIDE
import LanguageServerProtocol

/// `{uri, format, kale?}` → `{text}`: draws a notebook's pipeline as it is in the editor, unsaved changes included.
enum GraphCommand: ServerCommand {
  static let name = "kale.graph"

  static func execute(_ invocation: CommandInvocation, in session: Session) throws -> Reply {
    guard let argument = invocation.arguments.first, case .string(let uri) = argument["uri"] else {
      throw ResponseError(
        .invalidParams, "`kale.graph` takes one argument: an object with `uri` and `format`.")
    }
    guard case .string(let word) = argument["format"], let format = GraphReport.Format(rawValue: word) else {
      let words = GraphReport.Format.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")
      throw ResponseError(.invalidParams, "`format` must be one of \(words).")
    }
    let notebook = try session.notebook(meantBy: DocumentURI(uri))
    let report = GraphReport(
      notebook.analysis, path: notebook.uri.filePath ?? notebook.uri.description,
      isKales: argument["kale"] == .bool(true))
    return .now(["text": .string(report.text(format))])
  }
}
