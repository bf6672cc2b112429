import KaleIDE
import LanguageServerProtocol

/// Shows the inputs and outputs of each step above its first cell, with the commands for the step where the client shows runs,
/// and the commands for the pipeline above the first code cell.
enum CodeLensRequest: RequestMethod {
  static let method = "textDocument/codeLens"

  static func announce(in capabilities: inout ServerCapabilities, to abilities: ClientAbilities) {
    capabilities.codeLensProvider = CodeLensOptions(resolveProvider: false)
  }

  static func answer(_ params: CodeLensParams, in session: Session) throws -> [CodeLens] {
    let document = params.textDocument.uri
    guard let notebook = session.documents.kaleNotebook(of: document) else { return [] }
    // Kale's runtime runs with the KFP SDK, which can only run whole pipelines.
    let runtime = notebook.analysis.configuration.configuration.runtime(
      by: notebook.selection.runtime)
    let runsSteps = session.abilities.receivesRunStates && runtime == .exact
    let lenses = StepLens.lenses(in: notebook.analysis, runsSteps: runsSteps) {
      notebook.holds($0, in: document)
    }
    return lenses.map { lens in
      CodeLens(
        range: notebook.location(of: .cell(lens.cell), session.abilities.columns).range,
        command: Command(lens, of: notebook))
    }
  }
}

extension Command {
  fileprivate init(_ lens: StepLens, of notebook: OpenNotebook) {
    guard let action = lens.action else {
      self.init(title: lens.title, command: "")
      return
    }
    self =
      switch action {
      case .compile:
        CompileCommand.command(title: lens.title, CompileCommand.Argument(uri: notebook.uri))
      case .run: RunCommand.command(title: lens.title, RunArgument(uri: notebook.uri))
      case .runStep(let step):
        RunCommand.command(title: lens.title, RunArgument(uri: notebook.uri, step: step))
      case .runUntil(let step):
        RunCommand.command(title: lens.title, RunArgument(uri: notebook.uri, until: step))
      }
  }
}
