import JSONSyntax
import KaleAnalysis
import KaleIDE
import LanguageServerProtocol
import SourceText

/// Describes what each code cell of a notebook is in the pipeline. The request is this project's own and is not announced.
enum OutlineRequest: RequestMethod {
  static let method = "kale/outline"

  static func answer(_ params: NotebookArgument, in session: Session) throws -> Outline? {
    session.documents.notebook(meantBy: params.uri).map { Outline(of: $0, session.abilities.columns) }
  }
}

/// The answer to `kale/outline`.
struct Outline: JSONEncodable {
  let isKaleNotebook: Bool
  let pipelineName: String?
  /// The code cells that a document shows, in order.
  let cells: [Cell]

  /// What a code cell is in the pipeline.
  struct Cell: JSONEncodable {
    let overview: CellOverview
    let location: Location
    /// The name of the step or reference that the cell belongs to.
    let step: String?
    let names: NameLists

    var json: JSONValue {
      [
        "cell": overview.cell.json, "uri": location.uri.json, "range": location.range.json,
        "role": overview.role.rawValue.json, "step": step.json,
        "isContinuation": overview.isContinuation.json, "tags": overview.tags.json,
        "previous": names.previous, "inputs": names.inputs, "outputs": names.outputs,
        "parameters": names.parameters, "metrics": names.metrics,
      ]
    }
  }

  /// The names of a step or block, written once for all of its cells.
  struct NameLists {
    let previous: JSONValue
    let inputs: JSONValue
    let outputs: JSONValue
    let parameters: JSONValue
    let metrics: JSONValue

    init(_ names: CellOverview.Names) {
      previous = names.previous.json
      inputs = .array(names.inputs.map { ["name": $0.name.json, "from": $0.provider.json] })
      outputs = names.outputs.json
      parameters = names.parameters.json
      metrics = names.metrics.json
    }
  }

  init(of notebook: OpenNotebook, _ columns: ColumnEncoding) {
    let analysis = notebook.analysis
    isKaleNotebook = analysis.isKaleNotebook
    let name = analysis.configuration.configuration.pipelineName
    pipelineName = name.isEmpty ? nil : name
    let unitNames = UnitArray(
      analysis.outline.units.indices.map { NameLists(CellOverview.Names(ofUnit: $0, in: analysis)) })
    let blockNames = [CellRole.pipelineParameters, .pipelineMetrics].reduce(into: [:]) { names, role in
      names[role] = NameLists(CellOverview.Names(ofBlock: role, in: analysis))
    }
    let noNames = NameLists(CellOverview.Names(ofBlock: .none, in: analysis))
    cells = CellOverview.cells(in: analysis).compactMap { overview in
      guard let location = notebook.location(ofCell: overview.cell, columns) else { return nil }
      return Cell(
        overview: overview, location: location,
        step: overview.unit.map { analysis.outline.units[$0].name },
        names: overview.unit.map { unitNames[$0] } ?? blockNames[overview.role] ?? noNames)
    }
  }

  var json: JSONValue {
    [
      "isKaleNotebook": isKaleNotebook.json, "pipelineName": pipelineName.json, "cells": cells.json,
    ]
  }
}
