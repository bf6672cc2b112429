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

      The finding at the import is information. Each step that needs a name of another step has a warning.
      """,
    whyNoFix: "Which names a module has is known only when Python imports it.",
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
      + hiddenNames(analysis)
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

  /// One finding for each step that needs names which Kale does not pass, at the first read that is certain.
  private static func hiddenNames(_ analysis: NotebookAnalysis) -> [Finding] {
    let deviations = Dictionary(grouping: analysis.deviations(.starImport), by: \.unit)
    return deviations.sorted { $0.key < $1.key }.compactMap { unit, deviations in
      let reads = deviations.compactMap { deviation in
        analysis.firstRead(of: deviation.name, in: unit).map { (name: deviation.name, read: $0) }
      }
      guard let first = reads.first(where: { $0.read.isCertain }) ?? reads.first else { return nil }
      let isCertain = first.read.isCertain
      return Finding(
        description, severity: isCertain ? .error : .warning, kale: .accepted, isHandled: true,
        at: first.read.place,
        "Kale does not pass \(reads.map(\.name).enumeration) to step `\(analysis.stepName(unit))` because of `import *`: "
          + "its pipeline \(isCertain ? "fails" : "may fail") with a NameError. Import the names you use.",
        related: reads.filter { $0.name != first.name }.prefix(mostRelated).map {
          .init($0.read.place, "`\($0.name)` is read here.")
        })
    }
  }

  private static let mostRelated = 8
}
