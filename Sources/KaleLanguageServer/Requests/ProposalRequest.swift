import JSONRPC
import JSONSyntax
import KaleAnalysis
import KaleIDE
import KaleRules
import LanguageServerProtocol
import NotebookModel

/// Proposes how to make a notebook a pipeline. Writes nothing.
enum ProposalRequest: RequestMethod {
  static let method = "kale/proposal"

  static func announce(in capabilities: inout ServerCapabilities, to abilities: ClientAbilities) {
    capabilities.announceOwn("proposal")
  }

  static func answer(_ params: ProposalArgument, in session: Session) throws -> ProposalAnswer? {
    guard let notebook = session.documents.notebook(meantBy: params.uri),
      notebook.notebook.foreignLanguage == nil
    else { return nil }
    return ProposalAnswer(proposal: try notebook.proposal(params), path: notebook.uri.filePath ?? "")
  }
}

/// `{uri, cells?, pipelineName?}`: a notebook, and what somebody has changed of the proposal for it.
struct ProposalArgument: JSONDecodable {
  let uri: DocumentURI
  let cells: [ChosenCell]
  let pipelineName: String?

  /// `{cell, role, step?}`
  struct ChosenCell: JSONDecodable {
    let index: Int
    let role: CellRole
    let step: String?

    init(json: JSONNode) throws(JSONDecodingError) {
      index = try json.requiredUnsigned("cell")
      guard let role: CellRole = try json.optionalKnown("role") else {
        throw JSONDecodingError(expected: "a role of a cell").inside("role")
      }
      self.role = role
      step = try json.optional("step")
    }
  }

  init(json: JSONNode) throws(JSONDecodingError) {
    uri = try json.required("uri")
    cells = try json.optional("cells") ?? []
    pipelineName = try json.optional("pipelineName")
  }
}

extension OpenNotebook {
  /// Proposes how to make the notebook a pipeline.
  func proposal(_ argument: ProposalArgument) throws(ResponseError) -> Proposal {
    var choices = ProposalChoices(pipelineName: argument.pipelineName)
    for chosen in argument.cells {
      let cell = try cell(meantBy: CellArgument(uri: uri, index: chosen.index))
      choices.cells.append(ProposalChoices.Cell(cell: cell, role: chosen.role, step: chosen.step))
    }
    return Proposal(for: analysis, following: choices, preview: preview)
  }
}

/// The answer to `kale/proposal`.
struct ProposalAnswer: JSONEncodable {
  let proposal: Proposal
  /// What the drawing calls the notebook.
  let path: String

  /// Nobody reads more.
  private static let mostProblems = 20

  var json: JSONValue {
    [
      "pipelineName": proposal.pipelineName.json, "cells": proposal.cells.json,
      "edges": proposal.analysis.pipeline.edges.json,
      "mermaid": .string(GraphReport(proposal.analysis, path: path).text(.mermaid)),
      "problems": .array(proposal.problems.prefix(Self.mostProblems).map(json(of:))),
    ]
  }

  private func json(of finding: Finding) -> JSONValue {
    var line: Int?
    if case .source(let cell, let range) = finding.place {
      line = proposal.analysis.notebook.cells[checked: cell]?.source.line(containing: range.lowerBound)
    }
    return JSONValue(present: [
      "cell": finding.place.cell?.json ?? .null, "line": line?.json,
      "severity": .integer(DiagnosticSeverity(finding.severity).rawValue), "message": finding.message.json,
      "code": finding.rule.code.json,
    ])
  }
}

extension Proposal.Cell: JSONEncodable {
  package var json: JSONValue {
    JSONValue(present: [
      "cell": cell.json, "role": role.rawValue.json, "step": step?.json, "previous": previous.json,
      "reason": reason.json, "summary": summary.json,
    ])
  }
}

extension PipelineEdge: JSONEncodable {
  package var json: JSONValue { ["from": from.json, "to": to.json, "names": names.json] }
}
