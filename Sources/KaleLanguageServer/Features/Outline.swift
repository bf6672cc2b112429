import JSONRPC
import JSONSyntax
import KaleAnalysis
import LanguageServerProtocol
import SourceText

/// `kale/outline`, a request of this project: what each code cell of a notebook is in the pipeline.
extension Session {
  func outline(_ request: Request) throws -> Reply {
    let params: JSONValue = try request.read()
    guard case .string(let uri) = params["uri"] else {
      throw ResponseError(.invalidParams, "'params.uri' has to be present")
    }
    guard let notebook = documents.notebook(meantBy: DocumentURI(uri)) else { return .now(JSONValue.null) }
    return .now(NotebookOutlineContent(notebook, abilities.columns).json)
  }

  /// Tells a client that asked for it that the outline of a notebook may be another now.
  func announceOutline(of notebook: OpenNotebook) {
    guard abilities.hearsOutlineChanges else { return }
    client.notify("kale/outlineChanged", ["uri": notebook.uri.json])
  }
}

/// The answer to `kale/outline`.
private struct NotebookOutlineContent {
  let notebook: OpenNotebook
  let analysis: NotebookAnalysis
  let columns: ColumnEncoding

  init(_ notebook: OpenNotebook, _ columns: ColumnEncoding) {
    self.notebook = notebook
    self.columns = columns
    analysis = notebook.analysis
  }

  var json: JSONValue {
    let name = analysis.configuration.configuration.pipelineName
    let units = analysis.outline.units.indices.map { UnitLists(analysis.summary(of: $0)) }
    return [
      "isKaleNotebook": .bool(analysis.isKaleNotebook),
      "pipelineName": name.isEmpty ? .null : .string(name),
      "cells": .array(analysis.notebook.cells.indices.compactMap { json(ofCell: $0, units) }),
    ]
  }

  private func json(ofCell cell: Int, _ units: [UnitLists]) -> JSONValue? {
    guard let role = analysis.role(of: cell), let location = notebook.location(ofCell: cell, columns) else {
      return nil
    }
    let unit = analysis.unit(ofCell: cell)
    let lists = unit.map { units[$0] } ?? blockLists(role)
    let tags = analysis.tags[cell].entries.compactMap { $0.text.map(JSONValue.string) }
    return [
      "cell": .integer(cell), "uri": location.uri.json, "range": location.range.json,
      "role": .string(role.rawValue),
      "step": unit.map { .string(analysis.outline.units[$0].name) } ?? .null,
      "isContinuation": .bool(analysis.isContinuation(cell)), "tags": .array(tags),
      "previous": lists.previous, "inputs": lists.inputs, "outputs": lists.outputs,
      "parameters": lists.parameters, "metrics": lists.metrics,
    ]
  }

  /// The lists of a cell that is no step's: in the blocks for parameters and metrics those of the pipeline.
  private func blockLists(_ role: CellRole) -> UnitLists {
    var lists = UnitLists()
    switch role {
    case .pipelineParameters:
      lists.parameters = UnitLists.names(analysis.parameters.parameters.map(\.name))
    case .pipelineMetrics:
      lists.metrics = UnitLists.names(analysis.metrics.declarations.map(\.metric.variable))
    case .step, .notebook, .imports, .functions, .skip, .none: break
    }
    return lists
  }
}

/// The lists of a step, written once for all of its cells.
private struct UnitLists {
  var previous: JSONValue = []
  var inputs: JSONValue = []
  var outputs: JSONValue = []
  var parameters: JSONValue = []
  var metrics: JSONValue = []

  init() {}

  init(_ summary: StepSummary) {
    previous = Self.names(summary.previous)
    inputs = .array(summary.inputs.map { ["name": .string($0.name), "from": .string($0.provider)] })
    outputs = Self.names(summary.outputs)
    parameters = Self.names(summary.parameters)
    metrics = Self.names(summary.metrics)
  }

  static func names(_ names: [String]) -> JSONValue { .array(names.map(JSONValue.string)) }
}
