import KaleAnalysis
import NotebookModel
import PythonSyntax

/// The role of a cell in the pipeline, as a hover shows it.
enum CellCard {
  /// Returns the card of a cell; nil for cells that are not code, and for empty cells outside the pipeline.
  static func text(for cell: CellIndex, in analysis: NotebookAnalysis) -> RichText? {
    guard analysis.outline.assignments.indices.contains(cell) else { return nil }
    switch analysis.outline.assignments[cell] {
    case .step(let unit): return step(unit, analysis)
    case .notebook(let unit): return notebook(unit, analysis)
    case .block(let tag): return block(tag, analysis)
    case .skipped: return line("This cell is skipped: it is not part of the pipeline.")
    case .dropped:
      guard !analysis.facts[cell].facts.statements.isEmpty else { return nil }
      return line(
        "This cell is not part of the pipeline: it is untagged and comes before the first tagged cell.")
    case .orphaned:
      return line(
        "This cell belongs to the next `step:` cell: it is untagged and follows a `notebook:` cell.")
    case .notCode: return nil
    }
  }

  private static func line(_ text: String) -> RichText {
    var result = RichText()
    result.addLine(text)
    return result
  }

  private static func step(_ unit: UnitIndex, _ analysis: NotebookAnalysis) -> RichText {
    let definition = analysis.outline.units[unit]
    let flow = analysis.flow.flows[unit]
    let allConsumers = analysis.consumers
    let names = { (units: [UnitIndex]) in
      units.map { (name: analysis.outline.units[$0].name, note: "") }.sorted { $0.name < $1.name }
    }
    var text = RichText()
    let cells = definition.cells.map { "\($0.number)" }.joined(separator: ", ")
    text.addHeading(definition.name, "step (cell\(definition.cells.count == 1 ? "" : "s") \(cells))")
    text.addItem("Runs after", names(analysis.graph.previous[unit]))
    text.addItem(
      "Also runs after",
      analysis.state.order.edges(of: unit).map { edge in
        let reasons = edge.reasons.prefix(2).map(\.description).joined(separator: " and ")
        return (analysis.outline.units[edge.previous].name, ", which \(reasons)")
      })
    text.addItem("Runs before", names(analysis.graph.next[unit]))
    text.addItem(
      "Inputs",
      flow.inputs.sorted().map { ($0, " from \(RichText.code(analysis.providerName(of: $0, for: unit)))") })
    text.addItem(
      "Outputs",
      flow.outputs.sorted().map { name in
        let consumers = allConsumers.names(taking: name, from: unit)
        let list = ShownNames.text(inOrder: consumers, atMost: ShownNames.Limit.line, as: RichText.code)
        return (name, consumers.isEmpty ? "" : " to \(list)")
      })
    text.addItem("State", prose: state(of: unit, analysis))
    text.addItem("Parameters", flow.parameters.sorted().map { ($0, "") })
    text.addItem("Metrics", flow.metrics.map { ($0.variable, "") })
    text.addItem("Undefined", flow.missing.subtracting(BuiltinNames.ipython).sorted().map { ($0, "") })
    addConfiguration(analysis.tags[definition.definition].configuration, to: &text)
    return text
  }

  /// What a step gets without a name, by the step that it comes from.
  private static func state(of unit: UnitIndex, _ analysis: NotebookAnalysis) -> [String] {
    let origins = Dictionary(grouping: analysis.state.unnamedState(into: unit), by: \.unit)
    return origins.sorted { $0.key < $1.key }.map { step, items in
      let list = items.prefix(ShownNames.Limit.line).map(\.item.description).joined(separator: ", ")
      let rest = items.count > ShownNames.Limit.line ? " and \(items.count - ShownNames.Limit.line) more" : ""
      return "\(list)\(rest) (from \(RichText.code(analysis.outline.units[step].name)))"
    }
  }

  private static func addConfiguration(_ configuration: StepConfiguration, to text: inout RichText) {
    text.addItem("Image", configuration.image.map { [($0, "")] } ?? [])
    text.addItem("Limits", configuration.limits.map(setting))
    text.addItem("Labels", configuration.labels.map(setting))
    text.addItem("Annotations", configuration.annotations.map(setting))
    text.addItem(
      "Secrets",
      configuration.secrets.map {
        ($0.environmentVariable, " from key \(RichText.code($0.key)) of \(RichText.code($0.secret))")
      }
    )
    text.addItem("Cache", configuration.isCachingEnabled.map { [($0 ? "enabled" : "disabled", "")] } ?? [])
    text.addItem("Report", configuration.isReportEnabled.map { [($0 ? "enabled" : "disabled", "")] } ?? [])
  }

  private static func setting(_ value: KeyedValue) -> (name: String, note: String) {
    (value.key, " = \(RichText.code(value.value))")
  }

  private static func notebook(_ unit: UnitIndex, _ analysis: NotebookAnalysis) -> RichText {
    let definition = analysis.outline.units[unit]
    var text = RichText()
    text.addHeading(definition.name, "referenced notebook")
    text.addItem("File", analysis.notebook.cells[definition.definition].notebookPath.map { [($0, "")] } ?? [])
    return text
  }

  private static func block(_ tag: SpecialTag, _ analysis: NotebookAnalysis) -> RichText {
    var text = RichText()
    switch tag {
    case .imports: text.addLine("`imports` cell: this code runs at the start of every step.")
    case .functions:
      text.addLine("`functions` cell: this code runs at the start of every step, after the imports.")
    case .pipelineParameters:
      text.addLine("Pipeline parameters.")
      text.addItem(
        "Parameters",
        analysis.parameters.parameters.map {
          ($0.name, ": \($0.value.typeName) = \(RichText.code($0.value.pythonSource))")
        })
    case .pipelineMetrics:
      text.addLine("Pipeline metrics.")
      let reporters = analysis.outline.units.indices.flatMap { unit in
        let step = RichText.code(analysis.outline.units[unit].name)
        return analysis.flow.flows[unit].metrics.map { ($0.variable, " from \(step)") }
      }
      text.addItem("Metrics", reporters)
    case .skip: break
    }
    return text
  }
}
