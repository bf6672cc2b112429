import NotebookModel
import PythonSyntax

/// Classes that Kale's runtime cannot save or load.
///
/// It saves a class with its objects, and with it the classes in its bases, annotations and defaults. What knows itself by
/// a name, as a type variable or the member of an enumeration, it saves by that name, which no step has yet when it loads
/// the object.
extension ValueReader {
  /// How many classes are looked at for one.
  private static let mostClasses = 64

  /// Returns the fault of a class or function of the notebook, or of a class that it refers to.
  func fault(of definition: DefinitionInNotebook) -> PassingFault? {
    memo.fault(of: definition.key) {
      var (open, seen) = ([definition], Set([definition.key]))
      var next = 0
      while next < open.count, next < Self.mostClasses {
        let current = open[next]
        next += 1
        if let fault = ownFault(of: current) { return fault }
        let found = references(of: current.value, seenFrom: current)
        if let fault = found.fault { return fault }
        open += found.definitions.filter { seen.insert($0.key).inserted }
      }
      return nil
    }
  }

  /// Returns the fault of a class itself.
  private func ownFault(of definition: DefinitionInNotebook) -> PassingFault? {
    guard definition.value.isClass else { return nil }
    if isEnumeration(definition) { return .member(definition.name) }
    if definition.value.keepsItself { return .registry(definition.name) }
    if libraryBases(of: definition, left: 4).contains(where: { $0.hasPrefix("pydantic") }) {
      return .model(definition.name)
    }
    if let fault = attributeFault(of: definition) { return fault }
    for store in definition.value.body.stores {
      if case .attribute(let base, _) = store.value,
        case .definition(let other) = classOf(base, seenFrom: definition), isEnumeration(other)
      {
        return .member(other.name)
      }
    }
    return nil
  }

  /// The definitions that a class or function keeps besides its code, up to the first that is at fault.
  private func references(
    of value: DefinedValue, seenFrom definition: DefinitionInNotebook
  ) -> (definitions: [DefinitionInNotebook], fault: PassingFault?) {
    var found: [DefinitionInNotebook] = []
    for base in value.bases {
      guard case .definition(let other) = classOf(base, seenFrom: definition) else { continue }
      if !other.value.keepsItself, registersByName(other) { return (found, .subclass(of: other.name)) }
      found.append(other)
    }
    let kept = value.keptNames.map { ($0, value.isClass ? PassingFault.Reference.base : .parameterDefault) }
    let annotations = hasTextualAnnotations ? [] : value.annotations
    for (name, kind) in kept + annotations.map({ ($0, .annotation) }) {
      switch site(of: name, at: definition.place) {
      case .definition(let other):
        if isEnumeration(other) { return (found, .reference(to: other.name, in: kind)) }
        found.append(other)
      case .store(let store, let before):
        if isKnownByName(store.value, at: before) { return (found, .reference(to: name, in: kind)) }
      default: break
      }
    }
    guard value.isClass else { return (found, nil) }
    for method in value.body.definitions.values.sorted(by: { $0.name < $1.name }) {
      let inside = references(of: method, seenFrom: definition)
      found += inside.definitions
      if let fault = inside.fault { return (found, fault) }
    }
    return (found, nil)
  }

  /// Whether a class runs code with names of the notebook when a subclass is created, as it is when it is loaded.
  private func registersByName(_ definition: DefinitionInNotebook) -> Bool {
    guard let hook = definition.value.body.definitions["__init_subclass__"] else { return false }
    let own = Set(hook.parameters + hook.body.stores.map(\.name))
    let called = hook.body.uses.compactMap { use -> String? in
      guard case .call(let callee, _) = use.kind else { return nil }
      return callee.rootName
    }
    return (called + hook.body.additions.map(\.name)).contains { name in
      if own.contains(name) { return false }
      switch site(of: name, at: definition.place) {
      case .definition, .store: return true
      default: return false
      }
    }
  }

  /// Whether an expression makes a type variable and the like, or contains one: `list[T]`.
  private func isKnownByName(_ expression: ValueExpression, at place: Place) -> Bool {
    switch expression {
    case .call(let maker, _):
      guard case .library(let path) = classOf(maker, at: place) else { return false }
      return path.hasPrefix("typing") && Self.typingMakers.contains(path.lastPart)
    case .item(_, let index):
      return index.namesUsed(left: 6).contains { name in
        guard case .store(let store, let before) = site(of: name, at: place), case .call = store.value
        else { return false }
        return isKnownByName(store.value, at: before)
      }
    default: return false
    }
  }

  /// What of `typing` makes objects that know themselves by a name.
  private static let typingMakers: Set<String> = ["NewType", "ParamSpec", "TypeVar", "TypeVarTuple"]

  /// Whether `from __future__ import annotations` keeps annotations from referring to classes.
  private var hasTextualAnnotations: Bool {
    analysis.sharedCells.contains { analysis.facts[$0].importedPaths.contains("__future__.annotations") }
  }
}

extension DefinitionInNotebook {
  /// What tells definitions apart.
  struct Key: Hashable, Sendable {
    let unit: UnitIndex?
    let ordinal: Int
    let name: String
  }

  /// The place in the code at which its names are looked up.
  var place: ValueReader.Place {
    ValueReader.Place(unit: unit, ordinal: ordinal, storeCount: Int.max)
  }

  /// What tells the definition from others.
  var key: Key { Key(unit: unit, ordinal: ordinal, name: name) }
}
