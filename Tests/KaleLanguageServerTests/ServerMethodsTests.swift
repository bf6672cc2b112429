import JSONSyntax
import LanguageServerProtocol
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

@testable import KaleLanguageServer

/// What is announced is answered, and what is answered is announced.
@Suite struct ServerMethodsTests {
  /// The methods that a client calls because of a capability, as the specification has it: by the keys that lead to the
  /// capability.
  private static let methodsByCapability: [String: [String]] = [
    "positionEncoding": ["initialize"],
    "textDocumentSync.openClose": ["textDocument/didOpen", "textDocument/didClose"],
    "textDocumentSync.change": ["textDocument/didChange"], "textDocumentSync.save": ["textDocument/didSave"],
    "notebookDocumentSync.notebookSelector": [
      "notebookDocument/didOpen", "notebookDocument/didChange", "notebookDocument/didClose",
    ],
    "completionProvider.triggerCharacters": ["textDocument/completion"],
    "hoverProvider": ["textDocument/hover"], "definitionProvider": ["textDocument/definition"],
    "referencesProvider": ["textDocument/references"],
    "documentHighlightProvider": ["textDocument/documentHighlight"],
    "renameProvider.prepareProvider": ["textDocument/rename", "textDocument/prepareRename"],
    "codeActionProvider.codeActionKinds": ["textDocument/codeAction"],
    "codeActionProvider.resolveProvider": ["codeAction/resolve"],
    "codeLensProvider.resolveProvider": ["textDocument/codeLens"],
    "inlayHintProvider": ["textDocument/inlayHint"],
    "documentSymbolProvider": ["textDocument/documentSymbol"],
    "workspaceSymbolProvider": ["workspace/symbol"], "foldingRangeProvider": ["textDocument/foldingRange"],
    "documentLinkProvider.resolveProvider": ["textDocument/documentLink"],
    "diagnosticProvider.documentSelector": ["textDocument/diagnostic"],
    "diagnosticProvider.interFileDependencies": ["textDocument/diagnostic"],
    "diagnosticProvider.workspaceDiagnostics": ["workspace/diagnostic"],
    "workspace.workspaceFolders": ["workspace/didChangeWorkspaceFolders"],
    "experimental.kale": ["kale/form", "kale/checkForm", "kale/proposal"],
    "executeCommandProvider.commands": ["workspace/executeCommand"],
    "executeCommandProvider.workDoneProgress": ["window/workDoneProgress/cancel"],
  ]

  /// What a client may call whatever the server has announced: what the protocol wants of every server, what the client is
  /// asked for after `initialized`, and what is this project's own.
  private static let unannounced: Set<String> = [
    "initialize", "initialized", "shutdown", "$/setTrace", "$/cancelRequest",
    "workspace/didChangeConfiguration", "workspace/didChangeWatchedFiles", "kale/outline",
    // What checks a form comes with the form.
    "kale/checkForm",
  ]

  private static let allMethods =
    ServerMethods.requests.map { $0.method } + ServerMethods.notifications.map { $0.method }

  /// What is announced to a client that can do everything that matters here, by its keys.
  private static var announced: [String] {
    var abilities = ClientAbilities()
    abilities.pullsDiagnostics = true
    abilities.preparesRenames = true
    guard case .object(let members) = ServerMethods.table.capabilities(for: abilities).json else { return [] }
    return members.flatMap { member -> [String] in
      guard case .object(let inner) = member.value else { return [member.key] }
      return inner.map { "\(member.key).\($0.key)" }
    }
  }

  @Test func everyCapabilityHasItsMethods() {
    for capability in Self.announced {
      let methods = Self.methodsByCapability[capability]
      #expect(methods != nil, "\(capability) is announced, and no method is known for it")
      for method in methods ?? [] {
        #expect(Self.allMethods.contains(method), "\(capability) is announced, and nothing answers \(method)")
      }
    }
  }

  @Test func everyMethodHasItsCapability() {
    let announced = Set(Self.announced)
    let expected = Self.methodsByCapability.filter { announced.contains($0.key) }.flatMap(\.value)
    for method in Self.allMethods where !Self.unannounced.contains(method) {
      #expect(expected.contains(method), "\(method) is answered, and nothing announces it")
    }
  }

  /// Each request announces itself: without it in the list, the client is told less.
  @Test func aRequestThatIsNotListedIsNotAnnounced() {
    var abilities = ClientAbilities()
    abilities.pullsDiagnostics = true
    abilities.preparesRenames = true
    let all = ServerMethods.table.capabilities(for: abilities)
    for left in ServerMethods.requests where !Self.unannounced.contains(left.method) {
      let table = MethodTable(
        requests: ServerMethods.requests.filter { $0.method != left.method },
        notifications: ServerMethods.notifications, commands: ServerMethods.commands)
      #expect(table.capabilities(for: abilities) != all, "\(left.method) announces nothing")
    }
  }

  @Test func aCommandIsAnnouncedWhereItIsListed() {
    func announced(_ commands: [any ServerCommand.Type]) -> [String]? {
      MethodTable(
        requests: ServerMethods.requests, notifications: ServerMethods.notifications, commands: commands
      ).capabilities(for: ClientAbilities()).executeCommandProvider?.commands
    }
    #expect(announced([]) == [])
    #expect(announced([RunCommand.self, GraphCommand.self]) == ["kale.run", "kale.graph"])
    #expect(announced(ServerMethods.commands) == ServerMethods.commands.map { $0.name })
  }

  @Test func nothingIsListedTwice() {
    #expect(Set(Self.allMethods).count == Self.allMethods.count)
    let commands = ServerMethods.commands.map { $0.name }
    #expect(Set(commands).count == commands.count)
    #expect(commands.allSatisfy { $0.hasPrefix("kale.") })
  }

  @Test func whatIsListedIsFoundByItsName() {
    for request in ServerMethods.requests { #expect(ServerMethods.table.request(request.method) == request) }
    for notification in ServerMethods.notifications {
      #expect(ServerMethods.table.notification(notification.method) == notification)
    }
    for command in ServerMethods.commands { #expect(ServerMethods.table.command(command.name) == command) }
    #expect(ServerMethods.table.request("textDocument/moniker") == nil)
  }

  private static let sources =
    #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 } + "/Sources/KaleLanguageServer"

  /// The types in the files of a folder that conform to one of some protocols.
  private static func types(in folder: String, conformingTo protocols: Set<String>) throws -> Set<String> {
    let path = "\(sources)/\(folder)"
    var types: Set<String> = []
    for name in try FileManager.default.subpathsOfDirectory(atPath: path) where name.hasSuffix(".swift") {
      let text = String(decoding: try Data(contentsOf: URL(filePath: "\(path)/\(name)")), as: UTF8.self)
      for line in text.split(separator: "\n") {
        let words = line.split { " :,{".contains($0) }.map(String.init)
        if words.first == "enum", words.count > 2, protocols.contains(words[2]) { types.insert(words[1]) }
      }
    }
    return types
  }

  /// A handler that is written and not listed would be forgotten without a word.
  @Test func whatIsWrittenIsListed() throws {
    let requests = try Self.types(in: "Requests", conformingTo: ["RequestMethod", "RequestHandler"])
    #expect(requests == Set(ServerMethods.requests.map { String(describing: $0) }))
    let notifications = try Self.types(
      in: "Notifications", conformingTo: ["NotificationMethod", "NotificationHandler"])
    #expect(notifications == Set(ServerMethods.notifications.map { String(describing: $0) }))
    let commands = try Self.types(in: "Commands", conformingTo: ["ServerCommand"])
    #expect(commands == Set(ServerMethods.commands.map { String(describing: $0) }))
  }

  /// A client that cannot ask for diagnostics, or for what can be renamed, is not told that it may.
  @Test func whatAClientCannotUseIsNotAnnounced() {
    let capabilities = ServerMethods.table.capabilities(for: ClientAbilities())
    #expect(capabilities.diagnosticProvider == nil)
    #expect(capabilities.renameProvider == RenameOptions())
  }
}
