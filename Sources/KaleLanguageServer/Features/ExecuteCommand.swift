import JSONRPC
import LanguageServerProtocol

/// The commands of `workspace/executeCommand`.
enum ServerCommand: String, CaseIterable {
  /// `{uri, outputDirectory?}` → `{pipelineSpecPath, dslPath, diagnostics}`
  case compile = "kale.compile"
  /// `{uri, format, kale?}` → `{text}`
  case graph = "kale.graph"
  /// `{uri, parameters?, submit?, isolated?, python?, outputDirectory?}` → `{succeeded, text?, runURL?, tasks}`
  case run = "kale.run"
  /// `{uri}` → `{fixes}`
  case fixAll = "kale.fixAll"
  /// `{uri}` → `{fixes}`
  case migrate = "kale.migrate"
  /// `{uri, cell?, tags}` → `{applied}`
  case setTags = "kale.setTags"
  /// `{uri, cell?, newName}` → `{applied}`
  case renameStep = "kale.renameStep"
  /// `{uri, position?}` → `Location | null`
  case previousStep = "kale.previousStep"
  /// `{uri, position?}` → `Location | null`
  case nextStep = "kale.nextStep"
  /// The argument that a code action carries → what the client says of it.
  case applyNotebookEdit = "kale.applyNotebookEdit"
}

extension Session {
  func executeCommand(_ request: Request) throws -> Reply {
    let params: ExecuteCommandParams = try request.read()
    let arguments = params.arguments ?? []
    switch ServerCommand(rawValue: params.command) {
    case .compile: return try compile(request, arguments, token: params.workDoneToken)
    case .graph: return try graph(arguments)
    case .run: return try run(request, CommandArgument(arguments, of: .run), token: params.workDoneToken)
    case .fixAll: return try repair(request, arguments, for: .fixAll)
    case .migrate: return try repair(request, arguments, for: .migration)
    case .setTags: return try setTags(request, arguments)
    case .renameStep: return try renameStep(request, arguments)
    case .previousStep: return try goToStep(.previous, CommandArgument(arguments, of: .previousStep))
    case .nextStep: return try goToStep(.next, CommandArgument(arguments, of: .nextStep))
    case .applyNotebookEdit: return try applyNotebookEdit(request, arguments)
    case nil: throw ResponseError(.invalidParams, "There is no command `\(params.command)`.")
    }
  }
}
