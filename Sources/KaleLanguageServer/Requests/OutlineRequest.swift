import JSONRPC
import JSONSyntax
import KaleAnalysis
import KaleIDE
import LanguageServerProtocol
import SourceText

/// Describes what each code cell of a notebook is in the pipeline. The request is this project's own and is not announced.
enum OutlineRequest: RequestMethod {
  static let method = "kale/outline"

  static func answer(_ params: JSONValue, in session: Session) throws -> JSONValue {
    guard case .string(let uri) = params["uri"] else {
      throw ResponseError(.invalidParams, "'params.uri' must be present")
    }
    guard let notebook = session.documents.notebook(meantBy: DocumentURI(uri)) else { return .null }
    let analysis = notebook.analysis
    let name = analysis.configuration.configuration.pipelineName
    let writer = CellOverviewWriter(notebook, session.abilities.columns)
    return [
      "isKaleNotebook": .bool(analysis.isKaleNotebook),
      "pipelineName": name.isEmpty ? .null : .string(name),
      "cells": .array(CellOverview.cells(in: analysis).compactMap(writer.json)),
    ]
  }
}

/// Writes the cells of the answer to `kale/outline`.
private struct CellOverviewWriter {
  private let notebook: OpenNotebook
  private let analysis: NotebookAnalysis
  private let columns: ColumnEncoding
  /// The names of each unit, written once for all of its cells.
  private let unitNames: UnitArray<NameLists>
  /// The names of the blocks that have some, written once for all of their cells.
  private let blockNames: [CellRole: NameLists]

  init(_ notebook: OpenNotebook, _ columns: ColumnEncoding) {
    self.notebook = notebook
    self.columns = columns
    let analysis = notebook.analysis
    self.analysis = analysis
    unitNames = UnitArray(
      analysis.outline.units.indices.map { NameLists(CellOverview.Names(ofUnit: $0, in: analysis)) })
    blockNames = [CellRole.pipelineParameters, .pipelineMetrics].reduce(into: [:]) { names, role in
      names[role] = NameLists(CellOverview.Names(ofBlock: role, in: analysis))
    }
  }

  /// The cell as the client gets it; nil for one that no document shows.
  func json(of overview: CellOverview) -> JSONValue? {
    guard let location = notebook.location(ofCell: overview.cell, columns) else { return nil }
    let names =
      overview.unit.map { unitNames[$0] }
      ?? blockNames[overview.role] ?? NameLists(CellOverview.Names(ofBlock: overview.role, in: analysis))
    return [
      "cell": overview.cell.json, "uri": location.uri.json, "range": location.range.json,
      "role": .string(overview.role.rawValue),
      "step": overview.unit.map { .string(analysis.outline.units[$0].name) } ?? .null,
      "isContinuation": .bool(overview.isContinuation), "tags": overview.tags.json,
      "previous": names.previous, "inputs": names.inputs, "outputs": names.outputs,
      "parameters": names.parameters, "metrics": names.metrics,
    ]
  }

  private struct NameLists {
    let previous: JSONValue
    let inputs: JSONValue
    let outputs: JSONValue
    let parameters: JSONValue
    let metrics: JSONValue

    init(_ names: CellOverview.Names) {
      previous = names.previous.json
      inputs = .array(names.inputs.map { ["name": .string($0.name), "from": .string($0.provider)] })
      outputs = names.outputs.json
      parameters = names.parameters.json
      metrics = names.metrics.json
    }
  }
}
