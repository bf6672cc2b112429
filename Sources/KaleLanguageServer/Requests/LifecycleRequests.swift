import JSONRPC
import JSONSyntax
import KaleWorkspace
import LanguageServerProtocol

/// The first request of a conversation.
enum InitializeRequest: RequestMethod {
  static let method = "initialize"

  static func announce(in capabilities: inout ServerCapabilities, to abilities: ClientAbilities) {
    capabilities.positionEncoding = abilities.positionEncoding
  }

  static func answer(_ params: InitializeParams, in session: Session) throws -> InitializeResult {
    session.begin(params)
    return InitializeResult(
      capabilities: session.methods.capabilities(for: session.abilities),
      serverInfo: ServerInfo(name: "kale-lsp", version: KaleLSPVersion.current))
  }

  // What is wrong with the parameters of a second one does not matter.
  static func handle(_ request: Request, in session: Session) throws -> Reply<JSONValue> {
    guard session.phase == .uninitialized else {
      throw ResponseError(.invalidRequest, "The server is already initialized.")
    }
    return .now(try answer(try request.read(), in: session).json)
  }
}

/// The last request of a conversation.
enum ShutdownRequest: RequestHandler {
  static let method = "shutdown"

  static func handle(_ request: Request, in session: Session) -> Reply<JSONValue> {
    session.finish(request, with: .success(.null))
    session.endWork()
    return .later
  }
}

extension Session {
  fileprivate func begin(_ params: InitializeParams) {
    abilities = ClientAbilities(params.capabilities)
    trace = params.trace ?? .off
    settings.initial = params.initializationOptions
    documents.library.configurations.setTrusted(!settings.isUntrusted)
    takeSettings(nil)
    takeFolders(of: params)
    phase = .running
    if let processID = params.processId { environment.watchProcess(processID) }
  }
}
