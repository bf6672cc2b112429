import KaleAnalysis
import NotebookModel

/// An import of a module whose package is only guessed.
enum GuessedPackage: NotebookRule {
  static let description = RuleDescription(
    code: "KALE265", name: "guessed-package", severity: .warning, fix: .suggested,
    summary: "A cell imports a module whose package can only be guessed.",
    rationale: """
      A step installs the packages of the modules that it imports. `kale-lsp compile` knows the packages of common \
      modules. For any other module, it installs the package of the same name, which may not exist or may be \
      unrelated: the package index contains packages for many mistyped names.

      Name the package in `package_names` of the notebook's metadata `kale_lsp`, or set it to null there if the image \
      of the steps contains the module. Nothing is installed if the notebook changes `sys.path`, because the module may \
      then be in a folder of yours: ship the folder with `files`, or name the package. The rule does not report modules in \
      the notebook's folder, packages that a `# requirements:` comment or the setting `requirements` names, or imports in \
      an `if` statement or in a `try` statement that catches an ImportError; for these, nothing is installed either.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["imports"]
        import pandas as pd
        «import our_features»
        # %% tags=["step:load"]
        data = pd.DataFrame()
        """
      ],
      nonTriggering: [
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e"}
        # kale_lsp: {"package_names": {"our_features": "our-features"}, "requirements": ["our-models>=2"]}
        # %% tags=["imports"]
        import pandas, sklearn.svm, tensorflow_hub
        import our_features, our_models, helpers
        try:
            import our_plots
        except ImportError:
            our_plots = None
        # %% tags=["step:load"]
        data = 1
        # file: helpers.py
        """
      ],
      fixes: [
        (
          before: """
          # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e"}
          # %% tags=["step:load"]
          import our_features
          """,
          after: """
          # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e"}
          # kale_lsp: {"package_names": {"our_features": "our_features"}}
          # %% tags=["step:load"]
          import our_features
          """
        )
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    var optional: OptionalImports?
    let found = analysis.cellsImportingPackages.flatMap { cell -> [ImportedModule] in
      let guesses = analysis.imports(in: cell) { PackageNames.isGuess($0) && analysis.isGuessed($0) }
      guard !guesses.isEmpty, analysis.ownImage(ofCell: cell) == nil else { return [] }
      let known = optional ?? OptionalImports(analysis)
      optional = known
      return guesses.filter {
        known.mayBeInAddedFolder($0.path)
          ? analysis.surroundings(of: $0) != .guardedStatement
            && !analysis.mayWrite(module: String($0.path.prefix { $0 != "." }))
          : !known.leftToTheCode.contains($0.path)
      }
    }
    return analysis.groupedByModule(found, for: description) { String($0.path.prefix { $0 != "." }) }.map {
      module, imports in
      let isInAddedFolder = optional?.mayBeInAddedFolder(imports[0].path) ?? false
      return Finding(
        description, kale: .accepted, at: imports[0].place,
        isInAddedFolder
          ? "Steps install nothing for `\(module)`, which may be in a folder that the notebook adds to `sys.path`. Ship "
            + "the folder with `kale_lsp.files`, or name the package in `kale_lsp.package_names`."
          : "The package that provides `\(module)` is unknown, so steps install `\(module)`. Name it in "
            + "`kale_lsp.package_names`.",
        related: imports.furtherPlaces(of: module),
        fixes: [analysis.fixNaming(module, of: module), analysis.fixNaming(nil, of: module)])
    }
  }
}

extension NotebookAnalysis {
  /// Whether nothing in the notebook says which package a module comes in.
  fileprivate func isGuessed(_ path: String) -> Bool {
    let settings = configuration.configuration.packages
    guard PackageNames.provider(ofModule: path, in: settings.names) == nil,
      localModules.module(ofImport: path) == nil, !writes(module: String(path.prefix { $0 != "." }))
    else { return false }
    let distribution = Requirement(path.prefix { $0 != "." })?.distribution
    let comments = cells(with: .requirementComments).flatMap { cell in
      facts[cell].requirementComments.flatMap(\.entries).compactMap(\.requirement)
    }
    return !(settings.requirements + comments).contains { $0.distribution == distribution }
  }
}
