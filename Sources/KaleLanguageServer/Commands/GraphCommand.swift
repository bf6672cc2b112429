import JSONSyntax
import KaleIDE
import LanguageServerProtocol

/// `{uri, format, kale?}` → `{text}`: draws a notebook's pipeline as it is in the editor, unsaved changes included.
enum GraphCommand: ServerCommand {
  static let name = "kale.graph"

  struct Argument: JSONDecodable {
    let uri: DocumentURI
    let format: GraphReport.Format
    /// Whether to draw the pipeline that Kale makes.
    let isKales: Bool

    init(json: JSONNode) throws(JSONDecodingError) {
      uri = try json.required("uri")
      guard let format: GraphReport.Format = try json.optionalKnown("format") else {
        let words = GraphReport.Format.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")
        throw JSONDecodingError(expected: "one of \(words)").inside("format")
      }
      self.format = format
      isKales = try json.optional("kale") ?? false
    }
  }

  struct Answer: JSONEncodable {
    let text: String

    var json: JSONValue { ["text": text.json] }
  }

  static func execute(
    _ argument: Argument, for call: CommandCall<Answer>, in session: Session
  ) throws -> Reply<Answer> {
    let notebook = try session.notebook(meantBy: argument.uri)
    let showsFindings = [.text, .svg].contains(argument.format)
    let report = GraphReport(
      notebook.analysis, path: notebook.uri.filePath ?? notebook.uri.description, isKales: argument.isKales,
      findings: showsFindings ? notebook.findings : [])
    return .now(Answer(text: report.text(argument.format)))
  }
}
