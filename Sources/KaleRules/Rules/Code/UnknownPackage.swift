import KaleAnalysis
import NotebookModel
import PythonSyntax

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
      contains the module.

      Some modules exist only where the notebook was written: `google.colab`, `kaggle_secrets`, `win32api`. No package \
      provides them; code that needs them belongs in a cell tagged `skip`.
      """,
    whyNoFix: """
      What a step should do in place of code that needs a service's own module, or a module that is built from its \
      sources, only you know.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["imports"]
        «from google.colab import drive»
        from google.cloud import storage
        # %% tags=["step:load"]
        «import azure.quantum»
        data = storage.Client()
        «import win32api»
        win32api.Beep(1, 1)
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
      ],
      fixes: [
        (
          before: """
          # %% tags=["imports"]
          import math
          from google.colab import drive
          # %% tags=["step:load"]
          data = math.pi
          """,
          after: """
          # %% tags=["skip"]
          from google.colab import drive
          # %% tags=["imports"]
          import math
          # %% tags=["step:load"]
          data = math.pi
          """
        ),
        (
          before: """
          # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e"}
          # %% tags=["imports"]
          import azure.quantum
          # %% tags=["step:load"]
          data = azure.quantum.Workspace()
          """,
          after: """
          # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e"}
          # kale_lsp: {"package_names": {"azure.quantum": "azure-quantum"}}
          # %% tags=["imports"]
          import azure.quantum
          # %% tags=["step:load"]
          data = azure.quantum.Workspace()
          """
        ),
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    let found = analysis.cellsImportingPackages.flatMap { analysis.imports(in: $0, from: .unknownPackage) }
    return analysis.groupedByModule(found, for: description, module: \.path).map { module, imports in
      // The image of one step says nothing about those of others.
      let isInImages = imports.allSatisfy { analysis.ownImage(ofCell: $0.cell) != nil }
      let isElsewhere = PackageNames.isOfService(module)
      let fault =
        isElsewhere
        ? "it exists only where the notebook was written" : "the package that provides it is unknown"
      let remedy =
        isElsewhere
        ? "Move what needs it to a skipped cell."
        : "Remove the import, or name the package in `kale_lsp.package_names`."
      return Finding(
        description, severity: isInImages ? .information : .warning, kale: .accepted, at: imports[0].place,
        "No step installs `\(module)`: \(fault). \(remedy)",
        related: imports.furtherPlaces(of: module),
        fixes: fixes(imports, isInImage: isInImages, analysis))
    }
  }

  /// An image of Python alone has none of these modules, so that nothing is said of it without a choice.
  private static func fixes(
    _ imports: [ImportedModule], isInImage: Bool, _ analysis: NotebookAnalysis
  ) -> [Fix] {
    let found = imports[0]
    let module = found.module.contains(".") ? found.module : found.path
    let ofImage = analysis.fixNaming(nil, of: module)
    if !PackageNames.isForeign(found.path) {
      return [analysis.fixNaming(module.replacing(".", with: "-"), of: module), ofImage]
    }
    return [imports.count == 1 ? moving(found, analysis) : nil].compactMap(\.self)
      + (isInImage ? [ofImage] : [])
  }

  /// Moves an import of which nothing is used out of the pipeline.
  private static func moving(_ found: ImportedModule, _ analysis: NotebookAnalysis) -> Fix? {
    guard !found.names.isEmpty, !analysis.pipelineUses(found.names, importedAt: found),
      let removal = analysis.removal(ofStatement: found.range, in: found.cell)
    else { return nil }
    let statement = analysis.text(of: found.range, in: found.cell)
    return Fix(
      "Move `\(statement)` to a skipped cell",
      [.insertCell(before: found.cell, source: statement, tags: ["skip"]), removal])
  }
}

extension NotebookAnalysis {
  /// Whether code of the pipeline uses names that a statement imports.
  fileprivate func pipelineUses(_ names: [String], importedAt found: ImportedModule) -> Bool {
    for (cell, facts) in facts.indexed where outline.isRun(cell) {
      let isNamed = names.contains { name in
        cell != found.cell && facts.facts.mentions.contains(name)
          || facts.facts.allReads.contains { $0.name == name }
      }
      if isNamed { return true }
    }
    let own = facts[found.cell].nameOccurrences
    return names.contains { own[$0].contains { !found.range.contains($0.range.lowerBound) } }
  }
}
