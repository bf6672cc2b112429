import KaleAnalysis
import NotebookModel

/// An import of a module that the Python of the image does not have.
enum ModuleVersion: CellRule {
  static let description = RuleDescription(
    code: "KALE267", name: "module-version", severity: .warning, fix: .suggested,
    summary: "A cell imports a module of Python that the image's Python version does not have.",
    rationale: """
      The standard library changes between versions: Python 3.11 added `tomllib`; Python 3.12 removed `imp`, \
      `distutils` and `asyncore`; Python 3.13 removed `cgi` and `telnetlib`. Steps run with the Python of their image, \
      which may differ from that of the notebook. The finding is an error if the notebook names the image. A package \
      can bring a module back: `setuptools` provides `distutils` in any version.
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

extension NotebookAnalysis {
  /// The edit that has a cell's code run in an image: in the tag that names the one it runs in, else in the configuration.
  fileprivate func edit(usingImage image: String, inCell cell: CellIndex) -> NotebookEdit {
    if case .step(let unit) = outline.assignments[cell] {
      let definition = outline.units[unit].definition
      let tag = tags[definition].configurationTags.first { index in
        if case .image = tags[definition].entries[index].parsed?.meaning { true } else { false }
      }
      if let tag { return .replaceTag(cell: definition, index: tag, with: "image:" + image) }
    }
    let ofSteps = namedImages.last { named in
      if case .metadata(let path) = named.place { path.last != "base_image" } else { false }
    }
    return ofSteps?.replacing(with: image) ?? .setConfiguration(path: ["base_image"], to: .string(image))
  }
}

extension String {
  /// The part before the first dot.
  fileprivate var topLevel: String { String(prefix { $0 != "." }) }
}
