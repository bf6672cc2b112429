import KaleAnalysis

/// An import of a module from the notebook's folder.
enum LocalModule: NotebookRule {
  static let description = RuleDescription(
    code: "KALE230", name: "local-module", severity: .warning,
    summary: "A cell imports a module from the notebook's folder, which is not available in steps.",
    rationale: """
      A step runs in its own container, without the files of the notebook's folder, so the import fails. `kale-lsp \
      compile` installs nothing for such a module: a package of that name on the package index is unrelated. \
      \(KaleRelease.current) installs that package if an imports or functions cell imports the module.

      Move the module's code to a functions cell, or publish it as a package and name that package in `package_names` \
      of the notebook's metadata `kale_lsp`. Set it to null there if the image of the steps contains the module. \
      `kale-lsp run` starts steps on your machine in the notebook's folder, where they find the module.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["imports"]
        import pandas as pd
        «from helpers import clean»
        # %% tags=["step:load"]
        data = clean(pd.DataFrame())
        # file: helpers.py
        """,
        """
        # %% tags=["functions"]
        def load():
            «import src.tables»
        # %% tags=["step:load"]
        from src import tables
        data = load()
        # file: src/tables.py
        """,
      ],
      nonTriggering: [
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e"}
        # kale_lsp: {"package_names": {"helpers": "our-helpers", "tools": null}}
        # %% tags=["imports"]
        import pandas, helpers, tools
        # %% tags=["skip"]
        import scratch
        # %% tags=["step:load"]
        data = 1
        # file: helpers.py
        # file: tools.py
        # file: scratch.py
        """,
        """
        # %% tags=["step:load"]
        from datasets import load_dataset
        # file: datasets/prepare.py
        """,
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    // One module has one cause, wherever it is imported.
    var modules: Set<String> = []
    let imports = analysis.cells(with: .imports).flatMap { analysis.imports(in: $0, from: .localModule) }
    return imports.compactMap { found in
      let module = analysis.localModules.module(ofImport: found.path) ?? found.path
      guard modules.insert(module).inserted else { return nil }
      let image = analysis.ownImage(ofCell: found.cell)
      let exception = image.map { " unless image `\($0)` contains it" } ?? ""
      return Finding(
        description, severity: image == nil ? .warning : .information, kale: .accepted, at: found.place,
        "Module `\(module)` in the notebook's folder is not available in steps\(exception). Move its code to a functions cell, "
          + "or map it to a package in `kale_lsp.package_names`.")
    }
  }
}
