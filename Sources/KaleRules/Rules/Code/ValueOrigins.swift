import KaleAnalysis
import NotebookModel
import PythonSyntax

/// How a step creates a value, as far as names, imports and steps show it.
enum ValueOrigin {
  /// A path whose first name is a module or a builtin: `sqlite3.connect().cursor()`.
  case path(ValuePath)
  case generator
  case coroutine
}

/// Follows the values of names to where they are created.
struct ValueOrigins {
  /// A name as one unit, or the code that runs before every step, binds it.
  private struct Site {
    var binding: Binding
    /// What an import binds it to, dotted.
    var importedPath: String?
    var definition: DefinitionFacts?
    /// Whether only this place binds the name.
    var isCertain: Bool
  }

  private let analysis: NotebookAnalysis
  /// The names looked up so far in the code that runs before every step.
  private var shared: [String: Site?] = [:]
  private var definitions: [CellIndex: [String: DefinitionFacts]] = [:]

  /// The longest chain of names to follow.
  private static let longestWay = 8

  /// The longest path to follow; no known constructor comes close.
  private static let longestPath = 64

  init(_ analysis: NotebookAnalysis) {
    self.analysis = analysis
  }

  /// Returns how a unit's own code creates the value of a name, and whether that is certain; nil if it is unknown.
  mutating func origin(of name: String, in unit: UnitIndex) -> (origin: ValueOrigin, isCertain: Bool)? {
    guard let site = ownSite(of: name, in: unit) else { return nil }
    return origin(of: site, named: name, in: unit, left: Self.longestWay)
  }

  /// Returns how imports and functions cells create the value of a name, as a unit sees it; nil if that is unknown.
  mutating func origin(ofSharedName name: String, behind unit: UnitIndex) -> ValueOrigin? {
    sharedSite(of: name).flatMap { origin(of: $0, named: name, in: unit, left: Self.longestWay)?.origin }
  }

  private mutating func origin(
    of site: Site, named name: String, in unit: UnitIndex, left: Int
  ) -> (origin: ValueOrigin, isCertain: Bool)? {
    guard left > 0 else { return nil }
    if let path = site.importedPath {
      return (.path(ValuePath(root: path, steps: [])), site.isCertain)
    }
    switch site.binding.value {
    case .generator: return (.generator, site.isCertain)
    case .path(let path) where path.root != name:
      guard let found = origin(of: path, in: unit, left: left - 1) else { return nil }
      return (found.origin, found.isCertain && site.isCertain)
    case .path, .lambda, .awaited, .other: return nil
    }
  }

  private mutating func origin(
    of path: ValuePath, in unit: UnitIndex, left: Int
  ) -> (origin: ValueOrigin, isCertain: Bool)? {
    guard let (site, home) = site(of: path.root, in: unit) else {
      let isBuiltin = BuiltinNames.python.contains(path.root)
      return isBuiltin ? (.path(path), true) : nil
    }
    if let definition = site.definition {
      guard path.steps == [.call], !definition.isDecorated else { return nil }
      if definition.isGenerator { return (.generator, site.isCertain) }
      return definition.kind == .asyncFunction ? (.coroutine, site.isCertain) : nil
    }
    guard let base = origin(of: site, named: path.root, in: home, left: left) else { return nil }
    if path.steps.isEmpty { return base }
    guard case .path(let made) = base.origin, made.steps.count + path.steps.count <= Self.longestPath else {
      return nil
    }
    return (.path(ValuePath(root: made.root, steps: made.steps + path.steps)), base.isCertain)
  }

  /// Returns where a unit gets a name from: its own code, the shared cells, or the unit that passes it on.
  private mutating func site(of name: String, in unit: UnitIndex) -> (Site, unit: UnitIndex)? {
    if let site = ownSite(of: name, in: unit) ?? sharedSite(of: name) { return (site, unit) }
    guard analysis.flow.flows[unit].inputs.contains(name),
      let provider = analysis.flow.provider(of: name, for: unit)
    else { return nil }
    let producer = analysis.flow.producer(of: name, passedBy: provider)
    return ownSite(of: name, in: producer).map { ($0, producer) }
  }

  private mutating func ownSite(of name: String, in unit: UnitIndex) -> Site? {
    site(of: name, analysis.outline.units[unit].cells, analysis.units[unit].names)
  }

  private mutating func sharedSite(of name: String) -> Site? {
    if let known = shared[name] { return known }
    let site = site(of: name, analysis.sharedCells, analysis.shared.names)
    shared[name] = .some(site)
    return site
  }

  private mutating func site(of name: String, _ cells: [CellIndex], _ names: NameIndex) -> Site? {
    guard let bindings = names.bindings[name], let last = bindings.last else { return nil }
    let lastDeletion = names.deletions[name]?.last ?? -1
    // A cell that deletes a name for good does not bind it.
    guard last.ordinal > lastDeletion else { return nil }
    let cell = cells[last.ordinal]
    let facts = analysis.facts[cell].facts
    let binding = facts.bindings[last.element]
    let isAlone = bindings.count { $0.ordinal > lastDeletion } == 1
    // After a `with` the value may be closed, and closed objects can sometimes be serialized.
    let isCertain =
      binding.certainty == .always && !binding.isRebound && binding.kind != .with && !facts.mayBringNames
    var site = Site(binding: binding, isCertain: isCertain && isAlone)
    switch binding.kind {
    case .import: site.importedPath = analysis.importedPath(of: name, in: cell)
    case .function, .class: site.definition = definition(of: name, in: cell)
    default: break
    }
    return site
  }

  private mutating func definition(of name: String, in cell: CellIndex) -> DefinitionFacts? {
    if let known = definitions[cell] { return known[name] }
    let facts = analysis.facts[cell].facts.definitions
    let found = Dictionary(facts.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    definitions[cell] = found
    return found[name]
  }
}
