import KaleAnalysis
import NotebookModel
import PythonSyntax

/// An import of all names of a module, which hides from Kale what a step needs.
enum StarImport: NotebookRule {
  static let description = RuleDescription(
    code: "KALE212", name: "star-import", severity: .information,
    summary: "`from module import *` hides from Kale which names a step needs.",
    rationale: """
      Kale asks pyflakes for undefined names. After `from module import *`, pyflakes reports none, because any name \
      may come from the module. Kale therefore passes nothing to the steps that run such an import, and they fail with \
      a NameError. `kale-lsp compile` passes on what earlier steps define. Neither Kale nor kale-lsp can tell whether \
      a name that no step defines comes from the module.

      The finding is an error if a step is certain to need a name of another step, so that Kale's pipeline fails.
      """,
    whyNoFix: "Which names the module has is known only to Python when it imports it.",
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["imports"]
        «from math import *»
        # %% tags=["step:measure"]
        radius = sqrt(2)
        # %% tags=["step:compute", "prev:measure"]
        area = pi * «radius» ** 2
        """
      ],
      nonTriggering: [
        """
        # %% tags=["imports"]
        from math import pi, sqrt
        # %% tags=["step:measure"]
        radius = sqrt(2)
        # %% tags=["step:compute", "prev:measure"]
        area = pi * radius ** 2
        """
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    analysis.cells(with: .starImports).flatMap { imports(in: $0, analysis) }
      + analysis.deviations(.starImport).compactMap { hiddenName($0, analysis) }
  }

  private static func imports(in cell: CellIndex, _ analysis: NotebookAnalysis) -> [Finding] {
    let facts = analysis.facts[cell].facts
    guard !facts.starImports.isEmpty, analysis.outline.isRun(cell) else { return [] }
    return facts.imports.filter { $0.isAtModuleLevel && facts.starImports.contains($0.module) }.map {
      statement in
      Finding(
        description, kale: .accepted, at: .source(cell: cell, range: statement.range),
        "`from \(statement.module) import *` hides undefined names, so Kale passes nothing to the steps that run it. "
          + "Import the names you use.")
    }
  }

  private static func hiddenName(_ deviation: FlowDeviation, _ analysis: NotebookAnalysis) -> Finding? {
    guard let read = analysis.firstRead(of: deviation.name, in: deviation.unit) else { return nil }
    let provider = analysis.flow.provider(of: deviation.name, for: deviation.unit)
    let source = provider.map { " from step `\(analysis.stepName($0))`" } ?? ""
    return Finding(
      description, severity: read.isCertain ? .error : .warning, kale: .accepted, isHandled: true,
      at: read.place,
      "Kale does not pass `\(deviation.name)`\(source) to `\(analysis.stepName(deviation.unit))` because of `import *`: "
        + "its pipeline \(read.isCertain ? "fails" : "may fail") with a NameError. Import the names you use."
    )
  }
}
