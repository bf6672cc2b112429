import KaleAnalysis

/// The packages that a step installs before it runs: a requirement for each distribution.
///
/// They are the runtime's, what the step's merged code imports, what comments and settings ask for, and what the steps
/// install whose values it takes in, since a value that was made with a package cannot be loaded without it. (Kale
/// installs in every step what imports and functions cells import, and nothing else. `"packages": "notebook"` in the
/// metadata `kale_lsp` keeps that.)
struct RequiredPackages {
  private var requirements: [String: Requirement] = [:]
  /// The distributions that code cannot do without.
  private var needed: Set<String> = []

  /// Nothing but the runtime of a pipeline's steps, which loads and saves their data and runs their code.
  init(ofRuntimeIn configuration: PipelineConfiguration) {
    let requirements =
      switch configuration.runtime(by: RuntimeChoice()) {
      case .exact: ExactRuntime.requirements
      case .kale: configuration.release.runtime.requirements
      }
    for text in requirements { require(Requirement(text)) }
  }

  /// What a step of a pipeline installs for itself. What asks for a distribution nearer to the step goes before.
  init(of step: Step, in pipeline: Pipeline) {
    self.init(ofRuntimeIn: pipeline.configuration)
    let settings = pipeline.configuration.packages
    let isSameEverywhere = settings.scope == .notebook
    for module in isSameEverywhere ? pipeline.sharedImports : step.imports {
      let name = PackageNames.package(ofModule: module, known: settings.names)
      guard let requirement = name.flatMap({ Requirement($0) }) else { continue }
      if requirements[requirement.distribution] == nil { ask(for: requirement) }
      if !step.optionalImports.contains(module) { needed.insert(requirement.distribution) }
    }
    let ofSteps = isSameEverywhere ? pipeline.steps.flatMap(\.requirements) : step.requirements
    for requirement in settings.requirements + pipeline.requirements + ofSteps { require(requirement) }
  }

  /// As pip is given them, sorted by code points.
  var list: [String] { Self.sorted(requirements.values) }

  /// Those that the code may do without.
  var optional: [String] { Self.sorted(requirements.values.filter { !needed.contains($0.distribution) }) }

  private static func sorted(_ requirements: some Sequence<Requirement>) -> [String] {
    requirements.map(\.text).sorted { $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars) }
  }

  /// Adds what a value was made with that the step takes in. A version that is asked for there is kept, unless the step
  /// asks for one itself.
  mutating func inherit(_ other: RequiredPackages) {
    needed.formUnion(other.needed)
    requirements.merge(other.requirements) { own, other in own.isBare ? other : own }
  }

  private mutating func require(_ requirement: Requirement?) {
    ask(for: requirement)
    if let requirement { needed.insert(requirement.distribution) }
  }

  private mutating func ask(for requirement: Requirement?) {
    guard let requirement else { return }
    requirements[requirement.distribution] = requirement
  }
}
