import JSONRPC
import JSONSyntax
import KaleWorkspace
import LanguageServerProtocol

/// `{uri, report}` → `{text}`: reads the report of a step, an HTML file that a run has left, for clients that cannot read
/// files.
enum ReadReportCommand: ServerCommand {
  static let name = "kale.readReport"

  struct Argument: JSONDecodable {
    /// The notebook that has run, one of its cells, or a file.
    let uri: DocumentURI
    let report: DocumentURI

    init(json: JSONNode) throws(JSONDecodingError) {
      uri = try json.required("uri")
      report = try json.required("report")
    }
  }

  struct Answer: JSONEncodable {
    let text: String

    var json: JSONValue { ["text": text.json] }
  }

  /// Whether a file has the name of a report: in the cache of runs, it has that of an output of a step.
  private static func isReport(_ path: String) -> Bool {
    path.hasSuffix(".html") || path.hasSuffix("_html_report")
  }

  static func execute(
    _ argument: Argument, for call: CommandCall<Answer>, in session: Session
  ) throws -> Reply<Answer> {
    guard let path = argument.report.filePath.map(FileSystem.normalized), isReport(path),
      session.foldersOfReports(of: argument.uri).contains(where: { path.hasPrefix($0 + "/") })
    else {
      throw ResponseError(.requestFailed, "\(argument.report) is not a report of a run.")
    }
    do {
      return .now(Answer(text: String(decoding: try FileSystem.read(path), as: UTF8.self)))
    } catch {
      throw ResponseError(.requestFailed, "\(error)")
    }
  }
}

extension Session {
  /// The folders in which runs leave the reports of a notebook: the cache of runs and the notebook's own folder.
  fileprivate func foldersOfReports(of notebook: DocumentURI) -> [String] {
    let uri = documents.notebook(meantBy: notebook)?.uri ?? notebook
    let own = uri.filePath.map { FileSystem.folder(of: FileSystem.normalized($0)) }
    let cache = environment.cacheFolder().map { FileSystem.join($0, "kale-lsp/runs") }
    return [own, cache.map(FileSystem.normalized)].compactMap { $0 }
  }
}
