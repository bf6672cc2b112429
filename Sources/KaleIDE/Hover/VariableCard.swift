import KaleAnalysis
import NotebookModel
import PythonSyntax

/// What a variable is in a cell, as a hover shows it.
enum VariableCard {
  /// The card of a module-level name in a cell; nil where the pipeline has nothing to say of it.
  static func text(for name: String, cell: CellIndex, in analysis: NotebookAnalysis) -> RichText? {
    var text = RichText()
    switch analysis.outline.assignments[cell] {
    case .step(let unit): addStep(name, unit, analysis, to: &text)
    case .block(.pipelineParameters):
      guard let parameter = analysis.parameters.parameter(named: name) else { return nil }
      text.addHeading(name, parameterWords(parameter))
      text.addItem("Used by", users(of: name, analysis))
    case .block(.pipelineMetrics):
      guard analysis.metrics.declarations.contains(where: { $0.metric.variable == name }) else { return nil }
      text.addHeading(name, "pipeline metric")
      let reporter = analysis.outline.units.indices.first { unit in
        analysis.flow.flows[unit].metrics.contains { $0.variable == name }
      }
      text.addItem("Reported by", reporter.map { [(analysis.outline.units[$0].name, "")] } ?? [])
    case .block(.imports), .block(.functions):
      guard let words = sharedWords(name, analysis) else { return nil }
      text.addHeading(name, words)
    case .block(.skip), .skipped, .dropped, .orphaned, .notebook, .notCode: return nil
    }
    return text.isEmpty ? nil : text
  }

  private static func addStep(
    _ name: String, _ unit: UnitIndex, _ analysis: NotebookAnalysis, to text: inout RichText
  ) {
    let flow = analysis.flow.flows[unit]
    let step = analysis.outline.units[unit].name
    if flow.inputs.contains(name) {
      text.addHeading(
        name,
        "input of step \(RichText.code(step)), from step \(RichText.code(analysis.providerName(of: name, for: unit)))"
      )
    } else if flow.missing.contains(name), !BuiltinNames.ipython.contains(name) {
      text.addHeading(name, "undefined in step \(RichText.code(step)): no step before it passes it on")
    } else if let parameter = analysis.parameters.parameter(named: name), flow.parameters.contains(name) {
      text.addHeading(name, parameterWords(parameter))
    } else if analysis.binding(of: name, in: unit) != nil {
      // Names of Python's builtins travel with the state of a step, whether or not another reads them.
      let role =
        flow.outputs.contains(name)
        ? "output of" : BuiltinNames.python.contains(name) ? "defined in" : "local to"
      text.addHeading(name, "\(role) step \(RichText.code(step))")
    } else if let words = sharedWords(name, analysis) {
      text.addHeading(name, words)
    } else {
      return
    }
    guard flow.outputs.contains(name) else { return }
    let consumers = analysis.consumers.names(taking: name, from: unit)
    text.addItem("Used by", consumers.map { ($0, "") })
  }

  private static func parameterWords(_ parameter: PipelineParameter) -> String {
    "pipeline parameter: \(parameter.value.typeName) = \(RichText.code(parameter.value.pythonSource))"
  }

  private static func users(of name: String, _ analysis: NotebookAnalysis) -> [(name: String, note: String)] {
    analysis.outline.units.indices.filter { analysis.flow.flows[$0].parameters.contains(name) }
      .map { (analysis.outline.units[$0].name, "") }
  }

  /// What a name of the imports or functions cells is.
  private static func sharedWords(_ name: String, _ analysis: NotebookAnalysis) -> String? {
    for (block, words) in [(SpecialTag.functions, "functions"), (.imports, "imports")] {
      for cell in analysis.outline.cells(of: block) {
        guard let binding = analysis.facts[cell].facts.bindings.first(where: { $0.name == name }) else {
          continue
        }
        let noun =
          analysis.importStatement(of: binding, in: cell).map { "imported by \(RichText.code($0))" }
          ?? "defined"
        return "\(noun) in cell \(cell.number) (\(words)), which runs in every step"
      }
    }
    return nil
  }
}

extension NotebookAnalysis {
  /// The import statement that binds a name; nil where the name is bound in another way.
  fileprivate func importStatement(of binding: Binding, in cell: CellIndex) -> String? {
    guard binding.kind == .import else { return nil }
    let statement = facts[cell].facts.imports.last { $0.range.contains(binding.range.lowerBound) }
    return statement.map { notebook.cells[cell].source.string(in: $0.range) }
  }
}

extension ParameterValue {
  /// The value as Python writes it.
  var pythonSource: String {
    switch self {
    case .integer(let value): "\(value)"
    case .float(let value): "\(value)"
    case .boolean(let value): value ? "True" : "False"
    case .string(let value):
      "'" + value.map { $0.isNewline ? "\\n" : $0 == "'" ? "\\'" : "\($0)" }.joined() + "'"
    }
  }
}
