import KaleAnalysis
import NotebookModel

/// An import from a namespace that packages share, where none is known to provide the module.
enum UnknownPackage: NotebookRule {
  static let description = RuleDescription(
    code: "KALE231", name: "unknown-package", severity: .warning, fix: .suggested,
    summary: "A cell imports a module whose package is unknown, so no step installs it.",
    rationale: """
      Many packages share names like `google`, `azure` and `snowflake`: `google.cloud.storage` comes from the package \
      `google-cloud-storage`, and the package named `google` is unrelated. `kale-lsp compile` knows the packages of \
      common modules in such namespaces. For others, it installs nothing rather than an unrelated package, and the \
      import fails unless the image of the step contains the module. \(KaleRelease.current) installs the package named \
      after the first part of the module.

      Name the package in `package_names` of the notebook's metadata `kale_lsp`, or set it to null there if the image \
      contains the module. `google.colab` exists only in Colab: remove such imports.
      """,
    whyNoFix: "Only you know which package provides the module.",
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["imports"]
        «from google.colab import drive»
        from google.cloud import storage
        # %% tags=["step:load"]
        «import azure.quantum»
        data = storage.Client()
        """
      ],
      nonTriggering: [
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e"}
        # kale_lsp: {"package_names": {"azure.quantum": "azure-quantum", "google.colab": null}}
        # %% tags=["imports"]
        import azure.quantum
        import google.cloud.storage, google.oauth2
        from google import colab
        from snowflake import connector
        # %% tags=["step:load"]
        data = 1
        """
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    let found = analysis.cells(with: .imports).flatMap { analysis.imports(in: $0, from: .unknownPackage) }
    return analysis.groupedByModule(found, for: description, module: \.path).map { module, imports in
      // The image of one step says nothing about those of others.
      let isInImages = imports.allSatisfy { analysis.ownImage(ofCell: $0.cell) != nil }
      return Finding(
        description, severity: isInImages ? .information : .warning, kale: .accepted, at: imports[0].place,
        "No step installs `\(module)`: the package that provides it is unknown. Remove the import, or name the package in "
          + "`kale_lsp.package_names`.",
        related: imports.furtherPlaces(of: module), fixes: [analysis.fixNaming(nil, of: module)])
    }
  }
}
