import KaleAnalysis
import NotebookModel

/// An import of a module that the Python of the image does not have.
enum ModuleVersion: NotebookRule {
  static let description = RuleDescription(
    code: "KALE267", name: "module-version", severity: .warning, fix: .suggested,
    summary: "A cell imports a module of Python that the image's Python version does not have.",
    rationale: """
      The standard library changes between versions: Python 3.11 added `tomllib`; Python 3.12 removed `imp`, \
      `distutils` and `asyncore`; Python 3.13 removed `cgi` and `telnetlib`. Steps run with the Python of their image, \
      which may differ from that of the notebook. The finding is an error if the notebook names the image. There is one \
      finding for each image.

      A package can bring a module back: where steps import or install `setuptools`, every version has `distutils`.
      """,
    whyNoFix: "There may be no version of Python that has all the modules that the steps import.",
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["imports"]
        «import imp»
        from distutils.util import strtobool
        # %% tags=["step:load", "image:python:3.13"]
        import telnetlib
        data = imp, strtobool, telnetlib
        # %% tags=["step:train", "image:python:3.11"]
        «import annotationlib»
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
        """,
        """
        # %% tags=["imports"]
        import distutils
        import setuptools
        import cgi
        # %% tags=["step:load", "image:python:3.12"]
        print(cgi, distutils)
        # %% tags=["step:train", "prev:load", "image:python:3.13"]
        print(setuptools)
        """,
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

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    var search = AbsentModuleSearch(analysis)
    for cell in analysis.cells(with: .packageImports) {
      for found in analysis.allImports(in: cell, where: PythonVersion.isInSomeVersionsOnly)
      where analysis.surroundings(of: found) != .guardedStatement {
        search.add(found)
      }
    }
    var choice = ImageChoice(analysis)
    return search.images.compactMap { finding($0, choice.image(insteadOf: $0.name), analysis) }
  }

  private static func finding(
    _ image: ImageWithoutModules, _ newImage: String?, _ analysis: NotebookAnalysis
  ) -> Finding? {
    guard let first = image.modules.first else { return nil }
    let isOne = image.names.count == 1
    let subject = image.isNamed ? "Image `\(image.name)`" : "The default image, `\(image.name)`,"
    let fault =
      isOne
      ? "no module `\(image.names[0])`: \(first.absence.history)" : "no modules \(image.names.enumeration)"
    let remedy = isOne ? "Use another module" : "Use other modules"
    return Finding(
      description, severity: image.isCertain ? .error : .warning, kale: .accepted, at: first.found.place,
      "\(subject) has \(fault). \(remedy)" + (newImage.map { ", or image `\($0)`." } ?? "."),
      related: image.modules.filter { $0.found.place != first.found.place }.prefix(mostRelated).map {
        .init($0.found.place, "`\($0.found.path)` is imported here.")
      },
      fixes: newImage.map {
        [Fix("Change the image to `\($0)`", analysis.edits(usingImage: $0, for: image.steps))]
      } ?? [])
  }

  private static let mostRelated = 8
}

/// An image whose Python does not have some modules that steps import.
private struct ImageWithoutModules {
  let name: String
  let isNamed: Bool
  /// The imports in the order of the notebook.
  var modules: [(found: ImportedModule, absence: PythonVersion.ModuleAbsence)] = []
  /// The steps that run them, in order.
  var steps: [UnitIndex] = []
  /// Whether a step certainly fails.
  var isCertain = false

  /// The modules, each once.
  var names: [String] {
    var seen: Set<String> = []
    return modules.map(\.found.path).filter { seen.insert($0).inserted }
  }
}

/// Finds the steps whose image does not have a module that they import.
private struct AbsentModuleSearch {
  private let analysis: NotebookAnalysis
  private(set) var images: [ImageWithoutModules] = []
  private var places: [String: Int] = [:]
  /// For each name that a shared cell imports the steps that use it.
  private var users: [String: [UnitIndex]] = [:]
  private lazy var steps = analysis.outline.units.indices.filter { !analysis.outline.units[$0].isNotebook }
  private lazy var hasDistutils = analysis.installsDistutils

  init(_ analysis: NotebookAnalysis) { self.analysis = analysis }

  mutating func add(_ found: ImportedModule) {
    if found.path == "distutils", hasDistutils { return }
    let isCell = analysis.surroundings(of: found) == .cell
    if case .step(let unit) = analysis.outline.assignments[found.cell] {
      return add(found, to: [unit], isCertain: isCell)
    }
    // A step that uses nothing of the module may leave the import out.
    let using = found.names.flatMap { steps(using: $0) }
    add(found, to: using.isEmpty ? steps : using, isCertain: isCell && !using.isEmpty)
  }

  private mutating func add(_ found: ImportedModule, to steps: [UnitIndex], isCertain: Bool) {
    var added: Set<Int> = []
    for step in steps {
      let image = analysis.image(of: step)
      // Steps cannot run with an older one at all, which `old-image` says.
      guard let version = PythonVersion(ofImage: image.name), version >= PipelineRuntime.exact.oldestPython,
        let absence = version.lacks(found.path)
      else { continue }
      let place = places[image.name] ?? images.count
      if place == images.count {
        places[image.name] = place
        images.append(ImageWithoutModules(name: image.name, isNamed: image.isNamed))
      }
      if added.insert(place).inserted { images[place].modules.append((found, absence)) }
      if images[place].steps.last != step { images[place].steps.append(step) }
      // A package that is not known here may bring a module back.
      let isGone =
        image.isNamed && PythonVersion.isNamed(inImage: image.name) && isCertain && found.path != "distutils"
      images[place].isCertain = images[place].isCertain || isGone
    }
  }

  private mutating func steps(using name: String) -> [UnitIndex] {
    if let known = users[name] { return known }
    let found = steps.filter { step in
      analysis.outline.units[step].cells.contains { analysis.facts[$0].facts.mentions.contains(name) }
    }
    users[name] = found
    return found
  }
}

extension PythonVersion.ModuleAbsence {
  /// Why the module is absent, as a clause.
  fileprivate var history: String {
    switch self {
    case .added(let version): "it is new in \(version)"
    case .removed(let version): "\(version) removed it"
    }
  }
}

extension NotebookAnalysis {
  /// Whether steps install setuptools, which has a `distutils` for versions of Python without one.
  var installsDistutils: Bool {
    let settings = configuration.configuration.packages.requirements
    let comments = cells(with: .requirementComments).flatMap { cell in
      facts[cell].requirementComments.flatMap(\.entries).compactMap(\.requirement)
    }
    if (settings + comments).contains(where: { $0.distribution == "setuptools" }) { return true }
    let isImported = cells(with: .packageImports).contains { cell in
      outline.isRun(cell)
        && facts[cell].facts.imports.contains {
          ModuleVersionTable.importsWithSetuptools.contains(String($0.module.firstPart))
        }
    }
    return isImported
      || cells(with: .escapes).contains { cell in
        outline.isRun(cell)
          && facts[cell].facts.escapes.contains { text(of: $0.range, in: cell).contains("setuptools") }
      }
  }

  /// The edits that have steps run in an image: in their tags that name one, else in the configuration.
  fileprivate func edits(usingImage image: String, for steps: [UnitIndex]) -> [NotebookEdit] {
    var edits: [NotebookEdit] = []
    var usesDefault = false
    for step in steps {
      let definition = outline.units[step].definition
      let tag = tags[definition].configurationTags.first { index in
        if case .image = tags[definition].entries[index].parsed?.meaning { true } else { false }
      }
      if let tag {
        edits.append(.replaceTag(cell: definition, index: tag, with: "image:" + image))
      } else {
        usesDefault = true
      }
    }
    guard usesDefault else { return edits }
    let ofSteps = namedImages.last { named in
      if case .metadata(let path) = named.place { path.last != "base_image" } else { false }
    }
    return edits
      + [ofSteps?.replacing(with: image) ?? .setConfiguration(path: ["base_image"], to: .string(image))]
  }
}
