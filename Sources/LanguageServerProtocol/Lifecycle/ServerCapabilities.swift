import JSONSyntax

/// What the server can do. What is nil it cannot.
package struct ServerCapabilities: Sendable, Hashable, JSONEncodable {
  /// The code units of all columns from now on; nil for UTF-16.
  package var positionEncoding: PositionEncodingKind?
  /// How texts are kept the same.
  package var textDocumentSync: TextDocumentSyncOptions?
  /// Which notebooks and cells are kept the same.
  package var notebookDocumentSync: NotebookDocumentSyncOptions?
  /// How the server completes tags and names of rules.
  package var completionProvider: CompletionOptions?
  /// Whether the server answers `textDocument/hover`.
  package var hoverProvider: Bool?
  /// Whether the server answers `textDocument/definition`.
  package var definitionProvider: Bool?
  /// Whether the server answers `textDocument/references`.
  package var referencesProvider: Bool?
  /// Whether the server answers `textDocument/documentHighlight`.
  package var documentHighlightProvider: Bool?
  /// How the server renames steps.
  package var renameProvider: RenameOptions?
  /// Which code actions the server offers.
  package var codeActionProvider: CodeActionOptions?
  /// How the server answers `textDocument/codeLens`.
  package var codeLensProvider: CodeLensOptions?
  /// Whether the server answers `textDocument/inlayHint`.
  package var inlayHintProvider: Bool?
  /// Whether the server answers `textDocument/documentSymbol`.
  package var documentSymbolProvider: Bool?
  /// Whether the server answers `workspace/symbol`.
  package var workspaceSymbolProvider: Bool?
  /// Whether the server answers `textDocument/foldingRange`.
  package var foldingRangeProvider: Bool?
  /// How the server answers `textDocument/documentLink`.
  package var documentLinkProvider: DocumentLinkOptions?
  /// How the server answers requests for diagnostics; nil for a server that pushes them.
  package var diagnosticProvider: DiagnosticRegistrationOptions?
  /// What the server does with the workspace.
  package var workspace: WorkspaceOptions?
  /// Which commands the server executes.
  package var executeCommandProvider: ExecuteCommandOptions?
  /// What the server can do beyond the specification; nil for nothing.
  package var experimental: ExperimentalServerCapabilities?

  /// A server that can do nothing yet.
  package init() {}

  package var json: JSONValue {
    JSONValue(present: [
      "positionEncoding": positionEncoding?.json, "textDocumentSync": textDocumentSync?.json,
      "notebookDocumentSync": notebookDocumentSync?.json, "completionProvider": completionProvider?.json,
      "hoverProvider": hoverProvider?.json, "definitionProvider": definitionProvider?.json,
      "referencesProvider": referencesProvider?.json,
      "documentHighlightProvider": documentHighlightProvider?.json, "renameProvider": renameProvider?.json,
      "codeActionProvider": codeActionProvider?.json, "codeLensProvider": codeLensProvider?.json,
      "inlayHintProvider": inlayHintProvider?.json, "documentSymbolProvider": documentSymbolProvider?.json,
      "workspaceSymbolProvider": workspaceSymbolProvider?.json,
      "foldingRangeProvider": foldingRangeProvider?.json, "documentLinkProvider": documentLinkProvider?.json,
      "diagnosticProvider": diagnosticProvider?.json, "workspace": workspace?.json,
      "executeCommandProvider": executeCommandProvider?.json, "experimental": experimental?.json,
    ])
  }
}

/// What the server can do beyond the specification.
package struct ExperimentalServerCapabilities: Sendable, Hashable, JSONEncodable {
  /// The names of this project's own features, each `true` below `kale`.
  package var kale: [String]

  /// Features of this project by name.
  package init(kale: [String] = []) { self.kale = kale }

  package var json: JSONValue {
    ["kale": .object(kale.map { JSONMember(key: $0, value: true) })]
  }
}

/// How texts are kept the same in client and server.
package struct TextDocumentSyncOptions: Sendable, Hashable, JSONEncodable {
  /// Whether the client is to tell of opening and closing.
  package var openClose: Bool?
  /// Whether the client sends whole texts or edits.
  package var change: TextDocumentSyncKind?
  /// What the client sends when a document is saved; nil for nothing.
  package var save: SaveOptions?

  /// The options; what is nil is not wanted.
  package init(openClose: Bool? = nil, change: TextDocumentSyncKind? = nil, save: SaveOptions? = nil) {
    self.openClose = openClose
    self.change = change
    self.save = save
  }

  package var json: JSONValue {
    JSONValue(present: ["openClose": openClose?.json, "change": change?.json, "save": save?.json])
  }
}

/// What the client sends of a text that changes.
package enum TextDocumentSyncKind: Int, Sendable, Hashable, JSONEncodable {
  case none = 0
  case full = 1
  case incremental = 2
}

/// What the client sends when a document is saved.
package struct SaveOptions: Sendable, Hashable, JSONEncodable {
  /// Whether the client sends the text too.
  package var includeText: Bool?

  /// Options with or without the text.
  package init(includeText: Bool? = nil) { self.includeText = includeText }

  package var json: JSONValue { JSONValue(present: ["includeText": includeText?.json]) }
}

/// Which notebooks are kept the same in client and server.
package struct NotebookDocumentSyncOptions: Sendable, Hashable, JSONEncodable {
  /// A notebook or cell that any of them selects is sent.
  package var notebookSelector: [NotebookDocumentSelector]
  /// Whether the client is to tell of saving.
  package var save: Bool?

  /// The options for what `notebookSelector` selects.
  package init(notebookSelector: [NotebookDocumentSelector], save: Bool? = nil) {
    self.notebookSelector = notebookSelector
    self.save = save
  }

  package var json: JSONValue {
    JSONValue(present: ["notebookSelector": notebookSelector.json, "save": save?.json])
  }
}

/// A choice of notebooks and cells: `NotebookDocumentFilterWithNotebook` where there is a notebook,
/// `NotebookDocumentFilterWithCells` where there are cells. Either is needed.
package struct NotebookDocumentSelector: Sendable, Hashable, JSONEncodable {
  /// The notebooks that are wanted; nil for any.
  package var notebook: NotebookDocumentFilter?
  /// Only cells in these languages are sent; all where nil.
  package var cells: [NotebookCellLanguage]?

  /// All cells of the notebooks that `notebook` selects, or those that `cells` selects among them.
  package init(notebook: NotebookDocumentFilter, cells: [NotebookCellLanguage]? = nil) {
    self.notebook = notebook
    self.cells = cells
  }

  /// The cells that `cells` selects in any notebook.
  package init(cells: [NotebookCellLanguage]) { self.cells = cells }

  package var json: JSONValue {
    JSONValue(present: ["notebook": notebook?.json, "cells": cells?.json])
  }
}

/// A choice of notebooks.
package enum NotebookDocumentFilter: Sendable, Hashable, JSONEncodable {
  /// By type alone, `*` for all.
  case type(String)
  /// By at least one of the three.
  case properties(notebookType: String? = nil, scheme: String? = nil, pattern: String? = nil)

  package var json: JSONValue {
    switch self {
    case .type(let type): .string(type)
    case .properties(let notebookType, let scheme, let pattern):
      JSONValue(present: [
        "notebookType": notebookType?.json, "scheme": scheme?.json, "pattern": pattern?.json,
      ])
    }
  }
}

/// A choice of cells.
package struct NotebookCellLanguage: Sendable, Hashable, JSONEncodable {
  /// The language identifier of the cells: `python`.
  package var language: String

  /// Cells in `language`.
  package init(language: String) { self.language = language }

  package var json: JSONValue { ["language": language.json] }
}

/// Which code actions there are.
package struct CodeActionOptions: Sendable, Hashable, JSONEncodable {
  /// The kinds of actions that the server may offer.
  package var codeActionKinds: [CodeActionKind]?
  /// Whether the server answers `codeAction/resolve`.
  package var resolveProvider: Bool?

  /// Options with the kinds that the server may offer.
  package init(codeActionKinds: [CodeActionKind]? = nil, resolveProvider: Bool? = nil) {
    self.codeActionKinds = codeActionKinds
    self.resolveProvider = resolveProvider
  }

  package var json: JSONValue {
    JSONValue(present: [
      "codeActionKinds": codeActionKinds?.json, "resolveProvider": resolveProvider?.json,
    ])
  }
}

/// Which commands there are.
package struct ExecuteCommandOptions: Sendable, Hashable, JSONEncodable {
  /// The names of the commands.
  package var commands: [String]
  /// Whether the server reports progress to clients that ask for it.
  package var workDoneProgress: Bool?

  /// Options with the names of all commands.
  package init(commands: [String], workDoneProgress: Bool? = nil) {
    self.commands = commands
    self.workDoneProgress = workDoneProgress
  }

  package var json: JSONValue {
    JSONValue(present: ["commands": commands.json, "workDoneProgress": workDoneProgress?.json])
  }
}
