import KaleAnalysis
import NotebookModel

/// An import of a module that the Python of the image does not have.
enum ModuleVersion: CellRule {
  static let description = RuleDescription(
    code: "KALE267", name: "module-version", severity: .warning, fix: .suggested,
    summary: "A cell imports a module of Python that the image's version does not have.",
    rationale: """
      Modules of the standard library come and go: `tomllib` is there since Python 3.11; `imp`, `distutils` and `asyncore` \
      went with Python 3.12, `cgi` and `telnetlib` with Python 3.13. Steps run with the Python of their image, which may \
      not be that of the notebook. It is an error if the notebook names the image. A package can bring a module back: with \
      `setuptools`, there is a `distutils` in any version.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["imports"]
        «import imp»
        «from distutils.util import strtobool»
        # %% tags=["step:load", "image:python:3.13"]
        «import telnetlib»
        data = imp, strtobool, telnetlib
        """
      ],
      nonTriggering: [
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "base_image": "python:3.11"}
        # %% tags=["imports"]
        import imp, tomllib
        try:
            import annotationlib
        except ImportError:
            annotationlib = None
        # %% tags=["step:load", "image:example.com/tools:1"]
        import asyncore
        data = asyncore, imp
        """
      ],
      fixes: [
        (
          before: """
          # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e"}
          # %% tags=["step:load"]
          import imp
          """,
          after: """
          # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "base_image": "python:3.11"}
          # %% tags=["step:load"]
          import imp
          """
        )
      ]))

  static let traits: CellTraits = .imports

  static func check(_ cell: CellIndex, in analysis: NotebookAnalysis) -> [Finding] {
    let found = analysis.imports(in: cell) { PythonVersion.isInSomeVersionsOnly($0.topLevel) }
    guard !found.isEmpty else { return [] }
    let image = analysis.image(ofCell: cell)
    guard let version = PythonVersion(ofImage: image.name) else { return [] }
    return found.compactMap { found in
      let surroundings = analysis.surroundings(of: found)
      guard surroundings != .guardedStatement, let absence = version.lacks(found.path.topLevel) else {
        return nil
      }
      let isCertain = image.isNamed && surroundings == .cell && found.path.topLevel != "distutils"
      return finding(found, absence, image.name, isCertain: isCertain, analysis)
    }
  }

  private static func finding(
    _ found: ImportedModule, _ absence: PythonVersion.ModuleAbsence, _ image: String, isCertain: Bool,
    _ analysis: NotebookAnalysis
  ) -> Finding {
    let (history, other): (String, PythonVersion)
    switch absence {
    case .added(let version): (history, other) = ("it is new in \(version)", version)
    case .removed(let version):
      (history, other) = ("\(version) removed it", PythonVersion(version.major, version.minor - 1))
    }
    let isUsable = other >= PipelineRuntime.exact.oldestPython
    let newImage = "python:\(other.major).\(other.minor)"
    let fix = Fix(
      "Change the image to `\(newImage)`", [analysis.edit(usingImage: newImage, inCell: found.cell)])
    return Finding(
      description, severity: isCertain ? .error : .warning, kale: .accepted, at: found.place,
      "Image `\(image)` has no module `\(found.path.topLevel)`: \(history). "
        + (isUsable ? "Use another module, or image `\(newImage)`." : "Use another module."),
      fixes: isUsable ? [fix] : [])
  }
}

extension String {
  /// What precedes the first dot.
  fileprivate var topLevel: String { String(prefix { $0 != "." }) }
}
