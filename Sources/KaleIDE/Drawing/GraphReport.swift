import JSONSyntax
import KaleAnalysis
import KaleRules

/// A notebook's pipeline as `kale-lsp graph` prints it and `kale.graph` gives it.
package struct GraphReport {
  /// A language in which a graph can be written.
  package enum Format: String, CaseIterable, Sendable {
    case text, svg, mermaid, dot, json

    /// The format of files with a name like this; nil for a name that says nothing of it.
    package init?(fileName: String) {
      let ending = fileName.utf8.lastIndex(of: UInt8(ascii: ".")).map { fileName[$0...].dropFirst() } ?? ""
      switch ending.lowercased() {
      case "svg": self = .svg
      case "mmd", "mermaid": self = .mermaid
      case "dot", "gv": self = .dot
      case "json": self = .json
      case "txt": self = .text
      default: return nil
      }
    }
  }

  private let analysis: NotebookAnalysis
  private let path: String
  private let pipeline: Pipeline
  private let isKales: Bool
  private let marks: [String: StepMark]

  /// Creates the report of a notebook.
  ///
  /// - Parameters:
  ///   - analysis: The analysis of the notebook.
  ///   - path: What the report calls the notebook.
  ///   - isKales: Whether the pipeline is the one that Kale makes, with its mistakes.
  ///   - findings: The findings of the notebook, which are marked in text and SVG.
  package init(
    _ analysis: NotebookAnalysis, path: String, isKales: Bool = false, findings: [Finding] = []
  ) {
    marks = StepMark.marks(for: findings, in: analysis)
    self.analysis = analysis
    self.path = path
    pipeline = isKales ? analysis.kalePipeline : analysis.pipeline
    self.isKales = isKales
  }

  /// Writes the pipeline in one of the formats.
  ///
  /// - Parameters:
  ///   - format: The format.
  ///   - style: What the terminal shows that text is for.
  /// - Returns: The text; it ends in a line break.
  package func text(_ format: Format, _ style: TextStyle = TextStyle()) -> String {
    switch format {
    case .text: GraphText(pipeline: pipeline, drawing: drawing, style: style).text
    case .svg: SVGText(drawing: drawing).text
    case .json: String(decoding: json.serialized(indent: 1), as: UTF8.self) + "\n"
    case .mermaid: MermaidText(drawing: drawing).text
    case .dot: DotText(drawing: drawing).text
    }
  }

  /// Kale knows nothing of state.
  private var stateAnalysis: NotebookAnalysis? { isKales ? nil : analysis }

  private var drawing: PipelineDrawing {
    PipelineDrawing(pipeline, analysis: stateAnalysis, marks: marks)
  }

  private var json: JSONValue {
    guard case .object(let members) = json(of: pipeline, stateAnalysis) else { return .null }
    return .object(
      [JSONMember(key: "notebook", value: .string(path))] + members
        + [JSONMember(key: "deviations", value: .array(isKales ? [] : deviations(of: analysis, in: nil)))])
  }

  private func json(of pipeline: Pipeline, _ analysis: NotebookAnalysis?) -> JSONValue {
    let parameters = pipeline.parameters.sorted { $0.name < $1.name }
    return [
      "pipelineName": .string(pipeline.configuration.pipelineName),
      "experimentName": .string(pipeline.configuration.experimentName),
      "parameters": .array(
        parameters.map { parameter in
          [
            "name": .string(parameter.name), "type": .string(parameter.value.typeName),
            "default": parameter.value.json,
          ]
        }),
      "steps": .array(pipeline.steps.map { json(of: $0, analysis) }),
      "edges": .array(
        pipeline.steps.flatMap { step in step.previous.map { (from: $0, to: step.name) } }
          .sorted { ($0.from, $0.to) < ($1.from, $1.to) }.map { [.string($0.from), .string($0.to)] }),
      "order": .array(
        (analysis?.orderLinks ?? []).map { link in
          [
            "from": .string(link.previous), "to": .string(link.step),
            "reasons": .array(link.reasons.map(JSONValue.string)),
          ]
        }),
    ]
  }

  /// The deviations in a notebook and those it refers to; `notebook` is the name under which it is referred to itself.
  private func deviations(of analysis: NotebookAnalysis, in notebook: String?) -> [JSONValue] {
    let units = analysis.outline.units
    let own = analysis.deviations.map { deviation in
      JSONValue(present: [
        "rule": .string(deviation.kind.rawValue), "name": .string(deviation.name),
        "step": .string(units[deviation.unit].name), "notebook": notebook.map(JSONValue.string),
      ])
    }
    return own
      + analysis.references.sorted { $0.key < $1.key }.flatMap { unit, reference in
        reference.analysis.map { deviations(of: $0, in: units[unit].name) } ?? []
      }
  }

  private func json(of step: Step, _ analysis: NotebookAnalysis?) -> JSONValue {
    let state = analysis?.stateLinks(into: step.name) ?? []
    let metrics = step.metrics.map { JSONValue.string($0.variable) }
    return JSONValue(present: [
      "name": .string(step.name), "cells": .array(step.cells.map(\.json)),
      "previous": .array(step.previous.map(JSONValue.string)),
      "inputs": .array(step.inputs.map { .string($0.name) }),
      "outputs": .array(step.outputs.map(JSONValue.string)),
      "parameters": .array(step.parameters.map(JSONValue.string)), "metrics": .array(metrics),
      "state": .array(state.map { ["item": .string($0.item), "from": .string($0.step)] }),
      "notebook": step.notebook.map { .string($0.file) },
      "pipeline": step.notebook?.pipeline.map { json(of: $0, analysis?.referenced(by: step.name)) },
    ])
  }
}

extension ParameterValue {
  var json: JSONValue {
    switch self {
    case .integer(let value): .integer(value)
    case .float(let value): .double(value)
    case .boolean(let value): .bool(value)
    case .string(let value): .string(value)
    }
  }
}
