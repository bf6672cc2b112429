import KaleAnalysis
import NotebookModel
import PythonSyntax

/// An import of a module of Python that Kale takes for a package.
enum UninstallableModule: NotebookRule {
  static let description = RuleDescription(
    code: "KALE270", name: "uninstallable-module", severity: .warning, fix: .suggested,
    summary: "An imports or functions cell imports a module of Python that Kale tries to install.",
    rationale: """
      Kale's steps install a package for every module that imports and functions cells import, unless Kale knows the \
      module as a part of Python. \(KaleRelease.current) does not know `__future__`, `tomllib` and a few others: \
      no packages of these names exist, so pip fails, and no step runs. Pipelines that kale-lsp compiles are not affected, \
      and neither are imports in cells of steps.

      Remove imports from `__future__`. Apart from `annotations`, they have no effect in Python 3. `annotations` keeps \
      annotations from being evaluated: without it, write those in quotes that name something defined further down. \
      Import other modules in the steps that use them.
      """,
    whyNoFix: """
      Which steps need a module that all of them import, and from which of their lines on, is for you to say. The import of \
      `annotations` has no fix if there are annotations: some may name something that is not defined yet.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["imports"]
        «from __future__ import annotations»
        import math
        «import tomllib»
        # %% tags=["step:load"]
        size = math.sqrt(4)
        """
      ],
      nonTriggering: [
        """
        # %% tags=["imports"]
        import zoneinfo, graphlib
        # %% tags=["step:load"]
        import tomllib
        options = tomllib.loads("a = 1")
        """
      ],
      fixes: [
        (
          before: """
          # %% tags=["imports"]
          from __future__ import annotations
          import math
          # %% tags=["step:load"]
          size = math.sqrt(4)
          """,
          after: """
          # %% tags=["imports"]
          import math
          # %% tags=["step:load"]
          size = math.sqrt(4)
          """
        )
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    let unknown = analysis.release.runtime.uninstallableModules
    return analysis.cells(with: .imports).filter(analysis.sharedCells.contains).flatMap { cell in
      analysis.imports(in: cell) { unknown.contains(String($0.firstPart)) }.map { finding(of: $0, analysis) }
    }
  }

  private static func finding(of found: ImportedModule, _ analysis: NotebookAnalysis) -> Finding {
    let module = String(found.path.firstPart)
    let isFeature = module == "__future__"
    // What the import keeps from being evaluated may name something that is defined further down.
    let isNeeded = isFeature && found.path.hasSuffix(".annotations") && hasAnnotations(analysis)
    let remedy =
      isNeeded
      ? "remove the import, and put annotations in quotes that name something defined further down"
      : isFeature ? "remove the import" : "import it in the steps that use it"
    let removal = isFeature && !isNeeded ? analysis.removal(ofStatement: found.range, in: found.cell) : nil
    return Finding(
      description, kale: .accepted, isHandled: true, at: found.place,
      "Kale's steps fail because they install a package `\(module)`, which does not exist. For Kale, \(remedy).",
      fixes: removal.map {
        [Fix("Remove the import", [$0])]
      } ?? [])
  }

  private static func hasAnnotations(_ analysis: NotebookAnalysis) -> Bool {
    analysis.pipelineCells.contains {
      analysis.facts[$0].hasAnnotations
    }
  }
}
