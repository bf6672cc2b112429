import KaleAnalysis
import NotebookModel
import PythonSyntax

/// A variable of the environment that a step needs, and that nothing in the pipeline sets.
enum MissingVariable: NotebookRule {
  static let description = RuleDescription(
    code: "KALE334", name: "missing-variable", severity: .warning,
    summary: "A step reads an environment variable that nothing in the pipeline sets.",
    rationale: """
      A step runs in a container. It has the variables of its image, and none of those that are set on your computer: \
      `os.environ["API_KEY"]` fails with a KeyError, although it works in the notebook. A step gets a variable from a \
      Kubernetes secret with a tag like `secret:NAME:KEY:API_KEY`. What is not secret can be a pipeline parameter.

      The rule reports `os.environ["API_KEY"]` if neither a cell of the pipeline nor a secret of the step sets the \
      variable. It reports nothing if the code handles the absence of the variable, in a `try` statement or by a question \
      like `"API_KEY" in os.environ`, or if it sets variables that it does not name, for example by `load_dotenv(path)`. If the \
      image has the variable, exempt the line with `# kale: ignore[KALE334]`.
      """,
    whyNoFix: "Which secret has the value, and under which key, is for you to say.",
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["imports"]
        import os
        # %% tags=["step:load"]
        key = «os.environ["API_KEY"]»
        """
      ],
      nonTriggering: [
        """
        # %% tags=["imports"]
        import os
        os.environ["MODE"] = "fast"
        # %% tags=["step:load", "secret:api:key:API_KEY"]
        key = os.environ["API_KEY"]
        print(os.environ["MODE"], os.environ["HOME"], os.getenv("USER"))
        """
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    let cells = analysis.cells(with: .processState).filter { cell in
      analysis.isOfPipeline(cell) && EnvironmentUse.mayBeNeeded(by: analysis.notebook.cells[cell].source.utf8)
    }
    let needs = cells.flatMap { cell in
      analysis.facts[cell].environmentUses.filter { $0.kind == .needed && !isOfContainer($0.name) }.map {
        (cell, $0)
      }
    }
    if needs.isEmpty { return [] }
    let others = analysis.outline.assignments.indices.lazy.filter {
      analysis.notebook.cells[$0].kind == .code
    }
    .flatMap { analysis.facts[$0].environmentUses }.filter { $0.kind != .needed }
    if others.contains(where: { $0.kind == .opening }) { return [] }
    // That a variable is set in a cell which no step runs, other rules say.
    let handled = Set(others.lazy.map(\.name))
    var seen: Set<String> = []
    return needs.compactMap { cell, use in
      guard !handled.contains(use.name), !hasSecret(use.name, in: cell, analysis),
        seen.insert(use.name).inserted
      else { return nil }
      return finding(use, in: cell, analysis)
    }
  }

  private static func finding(
    _ use: EnvironmentUse, in cell: CellIndex, _ analysis: NotebookAnalysis
  ) -> Finding {
    let reader = analysis.step(of: cell).map { "step `\(analysis.stepName($0))`" } ?? "this cell"
    return Finding(
      description, kale: .accepted, at: .source(cell: cell, range: use.range),
      "Nothing in the pipeline sets the environment variable `\(use.name)`, which \(reader) reads. Unless the image has it, "
        + "the step fails with a KeyError. Add a tag `secret:NAME:KEY:\(use.name)`, or use a pipeline parameter."
    )
  }

  /// Whether the steps that run a cell get a variable from a secret. Functions of shared cells may be called by some steps only.
  private static func hasSecret(_ name: String, in cell: CellIndex, _ analysis: NotebookAnalysis) -> Bool {
    let defaults = analysis.configuration.configuration.stepsDefaults.secrets
    if defaults.contains(where: { $0.environmentVariable == name }) { return true }
    let units = analysis.step(of: cell).map { [$0] } ?? Array(analysis.outline.units.indices)
    return units.contains { unit in
      let secrets = analysis.tags[analysis.outline.units[unit].definition].configuration.secrets
      return secrets.contains { $0.environmentVariable == name }
    }
  }

  /// Whether every container has a variable: from the system, Python's images, Kubernetes or KFP.
  private static func isOfContainer(_ name: String) -> Bool {
    ["GPG_KEY", "HOME", "HOSTNAME", "LANG", "PATH", "PWD", "SHLVL"].contains(name)
      || ["CUDA_", "KALE_", "KFP_", "KUBERNETES_", "NVIDIA_", "PYTHON"].contains(where: name.hasPrefix)
  }
}

extension NotebookAnalysis {
  /// The step that a cell belongs to.
  fileprivate func step(of cell: CellIndex) -> UnitIndex? {
    if case .step(let unit) = outline.assignments[cell] { unit } else { nil }
  }

  /// Whether steps run the code of a cell.
  fileprivate func isOfPipeline(_ cell: CellIndex) -> Bool {
    step(of: cell) != nil || sharedCells.contains(cell)
  }
}
