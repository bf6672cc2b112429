import KaleAnalysis
import NotebookModel

/// A module of the notebook's folder with the name of another.
enum ShadowingModule: NotebookRule, ShippingRule {
  static let description = RuleDescription(
    code: "KALE232", name: "shadowing-module", severity: .warning,
    summary: "A module in the notebook's folder has the name of a module of Python or of a package.",
    rationale: """
      Python looks for a module in the notebook's folder first, unless it has loaded one of that name before. So \
      `import random` may load a file `random.py`, in the notebook and in every package that it uses. `kale-lsp \
      compile` does not ship a file with the name of a module that comes with Python, or with the runtime of steps. It \
      ships a file with the name of a package, and steps import that instead of the package, like the notebook.

      Rename the file. If you mean the package, name it in `package_names` of the notebook's metadata `kale_lsp`.
      """,
    whyNoFix: "Renaming the file changes everything that imports it, in other notebooks too.",
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["imports"]
        «import random»
        # %% tags=["step:load"]
        data = random.random()
        # file: random.py
        """,
        """
        # %% tags=["step:load"]
        «from pandas import DataFrame»
        data = DataFrame()
        # file: pandas/__init__.py
        """,
      ],
      nonTriggering: [
        """
        # %% tags=["imports"]
        import helpers
        # %% tags=["step:load"]
        data = helpers.load()
        # file: helpers.py
        # file: random.py
        """
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    analysis.shippedFiles.problems.compactMap { problem in
      let file = problem.path
      let stem =
        file.hasSuffix("/__init__.py") ? file.dropLast("/__init__.py".count) : file.dropLast(".py".count)
      let message: String
      switch problem.kind {
      case .shadowsPython:
        message = "`\(file)` has the name of Python's module `\(stem)` and is not shipped. Rename it."
      case .shadowsPackage:
        message = "`\(file)` hides the package `\(stem)`, here and in steps. Rename it."
      default: return nil
      }
      return Finding(description, kale: .accepted, at: analysis.place(of: problem.origin), message)
    }
  }
}
