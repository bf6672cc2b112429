import JSONRPC
import JSONSyntax
import LanguageServerProtocol
import NotebookModel

/// The one argument of a command, an object.
struct CommandArgument {
  private let command: String
  private let json: JSONValue

  /// Takes the first of the arguments; others are passed over.
  init(of command: any ServerCommand.Type, _ invocation: CommandInvocation) throws(ResponseError) {
    guard case .object = invocation.arguments.first, let json = invocation.arguments.first else {
      throw ResponseError(.invalidParams, "`\(command.name)` takes one argument: an object with `uri`.")
    }
    self.command = command.name
    self.json = json
  }

  /// The document that the command is about.
  func uri() throws(ResponseError) -> DocumentURI { DocumentURI(try string("uri")) }

  func string(_ key: String) throws(ResponseError) -> String {
    guard case .string(let value) = json[key] else { throw fault(key, "a string") }
    return value
  }

  /// Nil where the key is absent or null.
  func optionalString(_ key: String) throws(ResponseError) -> String? {
    guard let value = json[key], value != .null else { return nil }
    return try string(key)
  }

  /// False where the key is absent or null.
  func bool(_ key: String) throws(ResponseError) -> Bool {
    switch json[key] {
    case nil, .null: return false
    case .bool(let value): return value
    default: throw fault(key, "true or false")
    }
  }

  /// The members of an object; nil where the key is absent or null.
  func object(_ key: String) throws(ResponseError) -> [JSONMember]? {
    switch json[key] {
    case nil, .null: return nil
    case .object(let members): return members
    // What Lua writes for an empty object.
    case .array([]): return []
    default: throw fault(key, "an object")
    }
  }

  /// Nil where the key is absent or null.
  func integer(_ key: String) throws(ResponseError) -> Int? {
    switch json[key] {
    case nil, .null: return nil
    case .integer(let value): return value
    default: throw fault(key, "an integer")
    }
  }

  func strings(_ key: String) throws(ResponseError) -> [String] {
    guard case .array(let elements) = json[key] else { throw fault(key, "a list of strings") }
    var result: [String] = []
    for element in elements {
      guard case .string(let value) = element else { throw fault(key, "a list of strings") }
      result.append(value)
    }
    return result
  }

  /// Nil where the key is absent or null.
  func position(_ key: String) throws(ResponseError) -> Position? {
    guard let value = json[key], value != .null else { return nil }
    guard case .integer(let line) = value["line"], case .integer(let character) = value["character"],
      line >= 0, character >= 0
    else { throw fault(key, "a position: an object with `line` and `character`") }
    return Position(line: line, character: character)
  }

  private func fault(_ key: String, _ expected: String) -> ResponseError {
    ResponseError(.invalidParams, "`\(key)` in the argument of `\(command)` must be \(expected).")
  }
}

extension Session {
  /// The open notebook that a command is about, by the `uri` of its argument.
  func openNotebook(of argument: CommandArgument) throws(ResponseError) -> OpenNotebook {
    let uri = try argument.uri()
    guard let notebook = documents.notebook(meantBy: uri) else {
      throw ResponseError(.requestFailed, "\(uri) is not open as a notebook.")
    }
    return notebook
  }

  /// The cell that a command is about: the one whose document `uri` names, else that with the index `cell`.
  func cell(of argument: CommandArgument, in notebook: OpenNotebook) throws(ResponseError) -> CellIndex {
    if let cell = notebook.cell(of: try argument.uri()) { return cell }
    guard let cell = try argument.integer("cell") else {
      throw ResponseError(
        .invalidParams, "Specify a cell: its document as `uri`, or its index as `cell`.")
    }
    guard notebook.notebook.cells.indices.contains(CellIndex(cell)) else {
      let count = notebook.notebook.cells.count
      throw ResponseError(
        .invalidParams, "Cell \(cell) is out of range: the notebook has \(count) cells, counted from 0.")
    }
    return CellIndex(cell)
  }
}
