import KaleAnalysis
import NotebookModel

/// An import of a module from the notebook's folder.
enum LocalModule: InquiringRule {
  static let description = RuleDescription(
    code: "KALE230", name: "local-module", severity: .warning, concernsKaleAlone: true,
    summary: "A cell imports a module from the notebook's folder, which Kale's steps do not have.",
    rationale: """
      In Kale's pipeline, a step runs in its own container, without the files of the notebook's folder, so the import \
      fails. \(KaleRelease.current) even installs a package of that name, which is unrelated, if an imports or functions \
      cell imports the module. `kale-lsp compile` ships the module in the pipeline, with the modules that it imports, and \
      installs nothing for it.

      To run the notebook with Kale, move the module's code to a functions cell, or publish it as a package and name that \
      package in `package_names` of the notebook's metadata `kale_lsp`. Set it to null there if the image of the steps \
      contains the module.
      """,
    whyNoFix: "Only you know whether the module is code of this pipeline or a package of its own.",
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

  static func check(_ analysis: NotebookAnalysis, asking queries: RuleQueries) -> [Finding] {
    // One module has one cause, wherever it is imported.
    var modules: Set<String> = []
    let imports = analysis.cellsImportingPackages.flatMap { analysis.imports(in: $0, from: .localModule) }
    return imports.compactMap { found in
      let module = analysis.localModules.module(ofImport: found.path) ?? found.path
      guard modules.insert(module).inserted else { return nil }
      let files = analysis.shippedFiles
      if queries.shipsFiles, !files.contains(module: module), files.hasProblem(withImport: found.path) {
        // Other rules say why it is not shipped.
        return nil
      }
      return finding(
        module, at: found, isShipped: queries.shipsFiles && files.contains(module: module), analysis)
    }
  }

  private static func finding(
    _ module: String, at found: ImportedModule, isShipped: Bool, _ analysis: NotebookAnalysis
  ) -> Finding {
    let image = analysis.ownImage(ofCell: found.cell)
    let exception = image.map { " unless image `\($0)` contains it" } ?? ""
    let remedy = "ove its code to a functions cell, or map it to a package in `kale_lsp.package_names`."
    return Finding(
      description, severity: image == nil ? .warning : .information, kale: .accepted, isHandled: isShipped,
      at: found.place,
      isShipped
        ? "Kale's steps do not have module `\(module)` of the notebook's folder\(exception); `kale-lsp` ships it. For Kale, "
          + "m\(remedy)"
        : "Module `\(module)` in the notebook's folder is not available in steps\(exception). M\(remedy)")
  }
}

extension ShippedFiles {
  /// Whether another rule reports an imported module.
  fileprivate func hasProblem(withImport path: String) -> Bool {
    problems.contains { $0.origin == .imported(path) } || leftOut.contains { $0.origin == .imported(path) }
  }
}
