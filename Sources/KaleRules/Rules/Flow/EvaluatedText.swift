import KaleAnalysis
import NotebookModel
import PythonSyntax

/// A string that a step runs as code, and that names what Kale does not pass to the step.
enum EvaluatedText: NotebookRule {
  static let description = RuleDescription(
    code: "KALE253", name: "evaluated-text", severity: .warning, concernsKaleAlone: true, fix: .suggested,
    summary: "A step runs a string from a variable, and the string reads a name that Kale does not pass.",
    rationale: """
      Kale asks pyflakes for undefined names, which does not know what string a variable holds: in `eval(formula)` it sees \
      `formula`, and not the names in the formula. Kale passes these only if the step mentions them elsewhere. Its pipeline \
      then fails with a NameError. The rule follows the variable to the string, also into the step that defines it.

      kale-lsp passes to a step with `eval` what earlier steps define.
      """,
    whyNoFix: "The finding always has a fix, unless the call is not at the start of a statement's lines.",
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:choose"]
        formula = "width * height"
        # %% tags=["step:load", "prev:choose"]
        width = 2
        height = 3
        # %% tags=["step:compute", "prev:load"]
        area = «eval»(formula)
        """
      ],
      nonTriggering: [
        """
        # %% tags=["step:choose"]
        formula = "width * height"
        row = "[1, 2]"
        # %% tags=["step:load", "prev:choose"]
        width = 2
        height = 3
        # %% tags=["step:compute", "prev:load"]
        print(width, height)
        area = eval(formula)
        cells = eval(row)
        other = eval(formula, {"width": 1, "height": 1})
        """
      ],
      fixes: [
        (
          before: """
          # %% tags=["step:choose"]
          formula = "width * 2"
          width = 2
          # %% tags=["step:compute", "prev:choose"]
          area = eval(formula)
          """,
          after: """
          # %% tags=["step:choose"]
          formula = "width * 2"
          width = 2
          # %% tags=["step:compute", "prev:choose"]
          width
          area = eval(formula)
          """
        )
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    let units = analysis.units(withCells: .evaluations)
    guard !units.isEmpty else { return [] }
    var reader = ValueReader(analysis)
    return units.filter { !analysis.outline.units[$0].isNotebook }.compactMap { unit in
      let names = namesInTexts(of: unit, &reader)
      let lost = names.filter { isLost($0, in: unit, analysis) }
      return lost.isEmpty ? nil : finding(lost, unit, analysis)
    }
  }

  /// The names that texts read which a unit runs as code, in order, each once.
  private static func namesInTexts(of unit: UnitIndex, _ reader: inout ValueReader) -> [String] {
    var names: [String] = []
    for use in reader.uses(of: unit) {
      guard case .call(.name(let function), let arguments) = use.kind, ["eval", "exec"].contains(function),
        arguments.count == 1
      else { continue }
      // What is written in the call itself, another rule sees.
      if case .text = arguments[0].value { continue }
      for text in reader.texts(of: arguments[0].value, at: use.place) {
        for read in CellFacts(analysing: text).reads
        where !names.contains(read.name) && !BuiltinNames.python.contains(read.name) {
          names.append(read.name)
        }
      }
    }
    return names
  }

  /// Whether an earlier step defines a name that Kale does not pass to a unit.
  private static func isLost(_ name: String, in unit: UnitIndex, _ analysis: NotebookAnalysis) -> Bool {
    !analysis.isKnown(name, toKaleIn: unit)
      && analysis.graph.ancestors(of: unit).contains { analysis.units[$0].ownNames.contains(name) }
  }

  private static func finding(_ names: [String], _ unit: UnitIndex, _ analysis: NotebookAnalysis) -> Finding?
  {
    for cell in analysis.outline.units[unit].cells {
      let facts = analysis.facts[cell].facts
      guard let read = facts.reads.first(where: { ["eval", "exec"].contains($0.name) }) else { continue }
      let them = names.count == 1 ? "it" : "them"
      let fix = analysis.mention(of: names, beforeStatementAt: read.range.lowerBound, in: cell)
      return Finding(
        description, kale: .accepted, isHandled: true, at: .source(cell: cell, range: read.range),
        "Kale does not pass \(names.enumeration) to step `\(analysis.stepName(unit))`, whose `\(read.name)` runs a string "
          + "that reads \(them). Its pipeline may fail with a NameError. For Kale, mention \(them) in the step.",
        fixes: [fix].compactMap(\.self))
    }
    return nil
  }
}
