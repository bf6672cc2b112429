import JSONRPC
import JSONSyntax
import KaleIDE
import LanguageServerProtocol
import NotebookModel

/// Describes what can be set of a cell, or of the pipeline.
enum FormRequest: RequestMethod {
  static let method = "kale/form"

  static func announce(in capabilities: inout ServerCapabilities, to abilities: ClientAbilities) {
    capabilities.announceOwn("forms")
  }

  static func answer(_ params: FormArgument, in session: Session) throws -> Form? {
    guard let notebook = session.documents.notebook(meantBy: params.cell.uri) else { return nil }
    switch try notebook.subject(ofForm: params.cell) {
    case .cell(let cell):
      return CellForm.form(of: cell, in: notebook.analysis, findings: notebook.findings)
    case .pipeline: return PipelineForm.form(in: notebook.analysis, findings: notebook.findings)
    }
  }
}

/// Says what is wrong with new values, and what the form would be with them. Writes nothing. It is announced with the form.
enum CheckFormRequest: RequestMethod {
  static let method = "kale/checkForm"

  static func answer(_ params: FormArgument, in session: Session) throws -> FormCheckAnswer {
    FormCheckAnswer(changes: try session.formChanges(params).changes)
  }
}

/// The answer to `kale/checkForm`.
struct FormCheckAnswer: JSONEncodable {
  let changes: FormChanges

  var json: JSONValue {
    ["problems": changes.problems.json, "fields": changes.form.fields.json]
  }
}

/// `{uri, cell?, changes?}`: a form, and new values for its fields.
struct FormArgument: JSONDecodable {
  let cell: CellArgument
  let changes: [JSONMember]

  init(json: JSONNode) throws(JSONDecodingError) {
    cell = try CellArgument(json: json)
    guard case .object(let members)? = try json.optionalObject("changes") else {
      changes = []
      return
    }
    changes = members
  }
}

extension ServerCapabilities {
  /// Announces a feature that is this project's own.
  mutating func announceOwn(_ feature: String) {
    experimental = ExperimentalServerCapabilities(kale: (experimental?.kale ?? []) + [feature])
  }
}

extension OpenNotebook {
  /// The cell that a form is about, or the pipeline where no cell is named.
  func subject(ofForm argument: CellArgument) throws(ResponseError) -> KaleIDE.Form.Subject {
    guard argument.index != nil || cell(of: argument.uri) != nil else { return .pipeline }
    return .cell(try cell(meantBy: argument))
  }
}

extension Session {
  /// Checks new values of a form.
  func formChanges(_ argument: FormArgument) throws -> (notebook: OpenNotebook, changes: FormChanges) {
    let notebook = try openNotebook(meantBy: argument.cell.uri)
    let subject = try notebook.subject(ofForm: argument.cell)
    let changes = FormChanges(
      argument.changes, to: subject, in: notebook.analysis, preview: notebook.preview)
    guard let changes else { throw ResponseError(.invalidParams, "Only code cells have a form.") }
    return (notebook, changes)
  }
}

// MARK: - Forms as JSON

extension Form: JSONEncodable {
  package var json: JSONValue {
    let fields = self.fields.json
    switch subject {
    case .cell(let cell):
      return ["kind": "cell", "cell": cell.json, "title": .string(title), "fields": fields]
    case .pipeline: return ["kind": "pipeline", "title": .string(title), "fields": fields]
    }
  }
}

extension FormField: JSONEncodable {
  package var json: JSONValue {
    let choices = kind == .choice || !choices.isEmpty ? choices : nil
    let steps = kind == .steps ? steps : nil
    let columns = columns.isEmpty ? nil : columns
    return JSONValue(present: [
      "id": id.json, "label": label.json, "group": group.rawValue.json, "kind": kind.rawValue.json,
      "value": value, "placeholder": placeholder?.json, "choices": choices?.json, "steps": steps?.json,
      "columns": columns?.json, "help": help?.json, "problem": problem?.json,
    ])
  }
}

extension FormField.Choice: JSONEncodable {
  package var json: JSONValue {
    JSONValue(present: ["value": value.json, "label": label.json, "detail": detail?.json])
  }
}

extension FormField.Problem: JSONEncodable {
  package var json: JSONValue {
    JSONValue(present: [
      "message": message.json, "severity": .integer(DiagnosticSeverity(severity).rawValue),
      "code": code?.json,
    ])
  }
}

extension StepChoice: JSONEncodable {
  package var json: JSONValue {
    JSONValue(present: [
      "name": name.json, "index": index.json, "chosen": isChosen.json, "names": names.json,
      "impossible": obstacle?.json,
    ])
  }
}

extension FormChanges.Problem: JSONEncodable {
  package var json: JSONValue { ["field": field.json, "message": message.json] }
}
