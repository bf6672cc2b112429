import KaleAnalysis
import NotebookModel

/// An imported module of the notebook's folder that cannot travel in the pipeline.
enum UnshippedModule: NotebookRule, ShippingRule {
  static let description = RuleDescription(
    code: "KALE233", name: "unshipped-module", severity: .warning,
    summary: "The notebook imports a module of its folder that a pipeline does not ship.",
    rationale: """
      `kale-lsp compile` ships the modules of the notebook's folder that the pipeline's cells import, and the modules \
      that those import. It ships only Python files: a compiled extension runs on one platform only, and a symbolic \
      link may lead out of the folder. The import fails in steps, unless their image contains the module.

      Replace a link with the files. Build an extension into an image, or publish it as a package and name that in \
      `package_names` of the notebook's metadata `kale_lsp`.
      """,
    whyNoFix: "Only you know whether the module can be made smaller or belongs in a package.",
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["imports"]
        «import fast»
        # %% tags=["step:load"]
        data = fast.load()
        # file: fast.pyx
        """,
        """
        # %% tags=["step:load"]
        «from lib import fast»
        data = fast.load()
        # file: lib/__init__.py
        # file: lib/fast.abi3.so
        """,
      ],
      nonTriggering: [
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e"}
        # kale_lsp: {"package_names": {"fast": null}}
        # %% tags=["imports"]
        import fast
        # %% tags=["skip"]
        import other
        # %% tags=["step:load"]
        data = fast.load()
        # file: fast.pyx
        # file: other.pyx
        """
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    analysis.shippedFiles.problems.compactMap { problem in
      guard case .imported = problem.origin, let reason = reason(problem.kind) else { return nil }
      let place = analysis.place(of: problem.origin)
      let image = place.cell.flatMap { analysis.ownImage(ofCell: $0) }
      return Finding(
        description, severity: image == nil ? .warning : .information, kale: .accepted, at: place,
        "Module `\(problem.path)` is not shipped: \(reason)")
    }
  }

  private static func reason(_ kind: ShippedFiles.Problem.Kind) -> String? {
    switch kind {
    case .symbolicLink: "it is a symbolic link. Replace it with the files."
    case .compiledExtension:
      "it is compiled for one platform. Publish it as a package, or use an image that contains it."
    case .notRegular: "it is not a regular file. Replace it with a Python file."
    case .unreadable(let reason): "it cannot be read (\(reason)). Correct its permissions."
    case .tooMany: "the package has too many files. Publish it as a package of its own."
    case .noMatch, .folder, .key, .shadowsPython, .shadowsPackage: nil
    }
  }
}
