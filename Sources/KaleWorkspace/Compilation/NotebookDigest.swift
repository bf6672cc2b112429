import JSONSyntax
import KaleAnalysis
import NotebookModel

/// A fingerprint of what a notebook's pipeline is made from, of the notebooks that it refers to as well.
///
/// Outputs, prose and layout do not count, nor where cells stand that could stand elsewhere: code is taken in the order of
/// the pipeline.
enum NotebookDigest {
  static func hexadecimal(of analysis: NotebookAnalysis) -> String {
    SHA256.hexadecimal(of: content(of: analysis).serialized())
  }

  private static func content(of analysis: NotebookAnalysis) -> JSONValue {
    let names = analysis.outline.units.mapValues(\.name)
    let units = analysis.graph.order(byName: names).map { content(of: $0, in: analysis) }
    let blocks = [SpecialTag.imports, .functions, .pipelineParameters, .pipelineMetrics]
    return JSONValue(present: [
      "configuration": analysis.notebook.kaleMetadata, "settings": analysis.notebook.kaleLSPMetadata,
      "blocks": .array(blocks.map { sources(of: analysis.outline.cells(of: $0), in: analysis) }),
      "units": .array(units),
    ])
  }

  private static func content(of index: UnitIndex, in analysis: NotebookAnalysis) -> JSONValue {
    let unit = analysis.outline.units[index]
    let tags = analysis.notebook.cells[unit.definition].tags.map { JSONValue.string($0.text ?? "") }
    return JSONValue(present: [
      "name": .string(unit.name), "tags": .array(tags), "cells": sources(of: unit.cells, in: analysis),
      "notebook": analysis.references[index]?.analysis.map(content),
    ])
  }

  private static func sources(of cells: [CellIndex], in analysis: NotebookAnalysis) -> JSONValue {
    .array(cells.map { .string(analysis.notebook.cells[$0].source.string) })
  }
}
