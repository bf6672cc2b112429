import JSONRPC
import JSONSyntax
import KaleIDE
import KaleRules
import LanguageServerProtocol

/// `{uri, cells?, pipelineName?}` → `{applied}`: makes a notebook the pipeline that is proposed for it, as one edit.
enum ApplyProposalCommand: ServerCommand {
  static let name = "kale.applyProposal"

  static func execute(
    _ argument: ProposalArgument, for call: CommandCall<EditAnswer>, in session: Session
  ) throws -> Reply<EditAnswer> {
    let notebook = try session.openNotebook(meantBy: argument.uri)
    if let language = notebook.notebook.foreignLanguage {
      throw ResponseError(.requestFailed, "The notebook is not in Python, but in \(language).")
    }
    let proposal = try notebook.proposal(argument)
    if let first = proposal.rejections.first {
      throw ResponseError(.requestFailed, first.message, data: ["problems": proposal.rejections.json])
    }
    return session.apply(proposal.fix, to: notebook, for: call)
  }
}
