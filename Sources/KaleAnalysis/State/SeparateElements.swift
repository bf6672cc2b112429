import NotebookModel
import PythonSyntax

/// The elements of another unit's container that the code of a unit uses.
struct ElementUse: Sendable {
  /// Those that the code takes out of the container: `models["ridge"]`.
  private(set) var taken: Set<String> = []
  /// Those that other variables are.
  private(set) var named: Set<String> = []
  /// Whether the code uses the container otherwise, or it is not known which elements it uses.
  private(set) var isWhole = false

  var all: Set<String> { taken.union(named) }

  mutating func add(_ key: String?, isTaken: Bool) {
    guard let key else { return isWhole = true }
    if isTaken { taken.insert(key) } else { named.insert(key) }
  }
}

/// Containers of which each step uses another element, all of them objects of their own: what one step changes, no other
/// uses, whatever it gets.
struct SeparateElements: Sendable {
  private let uses: UnitArray<[String: ElementUse]>
  private let names: Set<String>

  /// The largest number of steps that are compared with each other.
  private static let mostUsers = 64

  init(_ uses: UnitArray<StateUseBuilder>, _ graph: StepGraph) {
    self.uses = uses.mapValues(\.elements)
    var users: [String: [UnitIndex]] = [:]
    var usedOtherwise: Set<String> = []
    for (unit, use) in uses.indexed {
      for name in use.elements.keys { users[name, default: []].append(unit) }
      for case .value(let name) in use.use.reads + use.use.changes where use.elements[name] == nil {
        usedOtherwise.insert(name)
      }
    }
    names = Set(
      users.filter { name, users in
        !usedOtherwise.contains(name) && users.count > 1 && users.count <= Self.mostUsers
          && Self.areSeparate(name, users, uses, graph)
      }.keys)
  }

  /// Whether no unit uses the container otherwise, or takes an element out of it after another has been changed: parallel
  /// steps pass on the container with their own changes only.
  private static func areSeparate(
    _ name: String, _ users: [UnitIndex], _ uses: UnitArray<StateUseBuilder>, _ graph: StepGraph
  ) -> Bool {
    let elements = users.compactMap { uses[$0].elements[name] }
    guard elements.allSatisfy({ !$0.isWhole && $0.taken.count <= 1 }) else { return false }
    for (user, use) in zip(users, elements) where !use.taken.isEmpty {
      let earlier = Set(graph.ancestors(of: user))
      for (other, changed) in zip(users, elements)
      where earlier.contains(other) && changed.all != use.taken && uses[other].changes(.value(name)) {
        return false
      }
    }
    return true
  }

  /// The elements of a container that a unit uses, as code; nil where the container counts as one object.
  func elements(of name: String, in unit: UnitIndex) -> Set<String>? {
    names.contains(name) ? uses[unit][name]?.all : nil
  }
}

extension BlockReader {
  /// Notes that the code reads a variable of another unit, or an element of it.
  func noteElementUse(_ operand: Operand) {
    guard function == nil, let root = operand.root, root.scope == .module else { return }
    world.noteElementUse(operand.elementKey, of: root.name, isTaken: true)
  }

  /// Notes that the code uses the object that a variable holds and that is linked to that of another.
  func noteElementUse(_ root: Meaning.Root) {
    guard function == nil else { return }
    if case .part(let key?) = root.link, let code = Operand.code(ofKey: key) {
      world.noteElementUse(code, of: root.name, isTaken: false)
    } else {
      world.noteElementUse(nil, of: root.name, isTaken: false)
    }
  }

  /// Whether a value is a container of objects that the statement makes, of which none holds another or what another holds.
  func makesSeparateElements(_ value: Operand) -> Bool {
    switch value {
    case .sequence(let parts), .dictionary(let parts): parts.count > 1 && parts.allSatisfy(isSeparate)
    // `SeedSequence(1).spawn(3)`
    case .call(.attribute(_, "spawn"), _): true
    default: false
    }
  }

  /// Whether a value is an object that nothing else holds, or none that can change.
  func isSeparate(_ part: Operand) -> Bool {
    switch part {
    case .constant, .text: return true
    case .name(let name, .module): return world.variables[name]?.isPlain ?? false
    case .sequence(let parts), .dictionary(let parts): return parts.allSatisfy(isSeparate)
    case .call(let callee, let arguments):
      guard arguments.allSatisfy({ $0.form != .unpacked && isSeparate($0.value) }) else { return false }
      switch meaning(of: callee).kind {
      case .library(let path):
        return path.lastPart.first?.isUppercase ?? false || GeneratorTable.ownGenerators.contains(path)
      case .definition(let index): return world.definitions[index].code.isClass
      default: return false
      }
    default: return false
    }
  }
}

extension StateWorld.Variable {
  /// Whether the value is a number, a string or the like.
  fileprivate var isPlain: Bool {
    if case .parameter = definer { true } else { isConstant }
  }
}

extension Operand {
  /// The element of a variable with which the expression begins, as code; nil if it begins otherwise.
  fileprivate var elementKey: String? {
    switch self {
    case .item(.name, let index): BlockReader.text(ofKey: index).flatMap(Self.code)
    case .item(let base, _), .attribute(let base, _): base.elementKey
    default: nil
    }
  }

  /// The key of a part, as code: `['ridge']`.
  fileprivate static func code(ofKey key: String) -> String? {
    if key.hasPrefix("'") { return "[\(key)']" }
    return key.hasPrefix(".") ? nil : "[\(key)]"
  }
}
