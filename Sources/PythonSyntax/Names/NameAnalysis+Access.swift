/// Reading, binding and deleting names.
extension NameAnalysis {
  // MARK: Reading

  /// Reads a name, and says whether it is the module's.
  @discardableResult mutating func load(_ name: NameID, _ node: Node) -> Bool {
    var place = scope
    var seesClasses: Bool?
    while place > 0 {
      let current = scopes[Int(place)]
      defer { place = current.parent }
      if current.kind == .class {
        if name == KnownName.classCell.rawValue { return false }
        if seesClasses == false { continue }
      }
      let state = table[place, name]
      if state == .annotated, !context.isPostponed { continue }
      if state != .unbound {
        guard globals.contains(name, in: place) else { return false }
        if globals.isOpen(name, in: place) { noteRead(node) }
        return true
      }
      if seesClasses != false {
        seesClasses = current.kind == .type || current.kind == .comprehension || current.kind == .generator
      }
    }
    if isRunningDeferred { loadLater(name, node) } else { loadAtOnce(name, node) }
    return true
  }

  private var isClassMagic: Bool { scopeKind == .class }

  private mutating func loadAtOnce(_ name: NameID, _ node: Node) {
    growEffects()
    let transition = effects[Int(name)].transition
    // Whether annotations are looked at depends on the Python that runs them.
    let isAnnotation = context.timing == .unlessPostponed
    let isConditional = mayBeSkipped || mayHaveEnded || isAnnotation
    if recordsUses, transition.leavesOpen {
      reads.append((node, isConditional, way(ofReading: name)))
    } else if recordsUses, !isConditional, bindings.isDoubtful(name) {
      doubtfulReads.append(node)
    }
    if isClassMagic, name == KnownName.module.rawValue || name == KnownName.qualifiedName.rawValue { return }
    if isProtected || isAwaiting { return }
    let unbound = transition.origins(of: .unbound)
    let annotated = context.isPostponed ? [] : transition.origins(of: .annotated)
    let isStarred = !starImports.isEmpty
    change(name) { effect in
      if isAnnotation {
        effect.undefinedInAnnotation.formUnion(isStarred ? annotated : unbound.union(annotated))
      } else {
        if !isStarred { effect.undefinedAtOnce.formUnion(unbound) }
        effect.undefinedDespiteStar.formUnion(annotated)
      }
    }
  }

  private mutating func loadLater(_ name: NameID, _ node: Node) {
    if isClassMagic, name == KnownName.module.rawValue || name == KnownName.qualifiedName.rawValue { return }
    if recordsUses, context.isListed, context.timing != .ifPostponed {
      deferredReads.append((node, way(ofReading: name)))
      noteRead(node)
    }
    if isProtected { return }
    let states: NameStates = context.isPostponed ? .unbound : [.unbound, .annotated]
    reportLater(name, states)
  }

  /// Notes that code which runs later finds the name undefined where it ends up in one of `states`.
  private mutating func reportLater(_ name: NameID, _ states: NameStates) {
    guard context.condition == NameCondition.always else {
      guardedReads.append((context.condition, name, states))
      return
    }
    let timing = context.timing
    change(name) { effect in
      switch timing {
      case .unaffected: effect.undefinedLater.formUnion(states)
      case .unlessPostponed: effect.undefinedLaterInAnnotation.formUnion(states)
      case .ifPostponed: effect.undefinedInPostponedAnnotation.formUnion(states)
      }
      if effect.isDeclaredGlobal { effect.undefinedAfterDeclaration.formUnion(states) }
    }
  }

  // MARK: Binding

  /// Binds a name in the current scope.
  mutating func bind(_ name: NameID, _ state: NameState = .bound, _ kind: Binding.Kind, at node: NodeIndex) {
    guard scope > 0 else {
      bindInModule(name, .always(state), kind, at: node)
      return
    }
    table[scope, name] = state
    globals.noteBinding(of: name, in: scope)
  }

  /// `x: int` without a value.
  mutating func annotate(_ name: NameID) {
    if scope == 0 {
      transform(name, .annotate)
    } else if table[scope, name] == .unbound {
      table[scope, name] = .annotated
    }
  }

  /// `:=` binds in the scope around comprehensions, and leaves an earlier binding in place.
  mutating func bindByWalrus(_ name: NameID, to value: NodeIndex, at node: NodeIndex) {
    var place = scope
    while place > 0, scopes[Int(place)].kind == .comprehension || scopes[Int(place)].kind == .generator {
      place = scopes[Int(place)].parent
    }
    if place == 0 {
      let outer = bindingValue
      bindingValue = value
      bindInModule(name, .ensureBound, .walrus, at: node)
      bindingValue = outer
    } else if table[place, name] == .unbound || table[place, name] == .annotated {
      table[place, name] = .bound
    } else {
      globals.noteBinding(of: name, in: place)
    }
  }

  private mutating func bindInModule(
    _ name: NameID, _ transition: NameTransition, _ kind: Binding.Kind, at node: NodeIndex
  ) {
    transform(name, transition)
    if recordsUses, !isRunningDeferred { bindings.bind(name, kind, to: bindingValue, at: node) }
  }

  mutating func transform(_ name: NameID, _ transition: NameTransition) {
    change(name) { $0.transition = $0.transition.followed(by: transition) }
  }

  /// `global` and `nonlocal`, which pyflakes does not tell apart.
  mutating func declareGlobal(_ name: NameID, isNonlocal: Bool) {
    guard scope > 0 else { return }
    if recordsUses, !isNonlocal { globals.declare(name, in: scope) }
    let isLater = isRunningDeferred
    change(name) { effect in
      if isLater {
        effect.isDeclaredGlobal = true
        effect.undefinedAfterDeclaration = []
      } else {
        effect.undefinedAtOnce = []
        effect.undefinedInAnnotation = []
        effect.undefinedDespiteStar = []
        effect.forgetsEarlierReports = true
        effect.transition = effect.transition.followed(by: .declareGlobal)
      }
    }
    var place = scope
    while place > 0 {
      table[place, name] = .bound
      place = scopes[Int(place)].parent
    }
  }

  // MARK: Deleting

  /// A name that is deleted has to be there, as one that is read.
  private mutating func noteDeletion(of name: NameID, _ node: Node) {
    guard scope == 0, recordsUses, !isRunningDeferred else { return }
    growEffects()
    guard effects[Int(name)].transition.leavesOpen else { return }
    reads.append((node, mayBeSkipped || mayHaveEnded, way(ofReading: name)))
  }

  mutating func delete(_ name: NameID, _ node: Node) {
    noteDeletion(of: name, node)
    if ignoresDeletions { return }
    if scope > 0 {
      if table[scope, name] == .unbound {
        if isRunningDeferred {
          reportLater(name, .all)
        } else {
          change(name) { $0.undefinedDespiteStar = .all }
        }
      }
      table[scope, name] = .unbound
      return
    }
    if recordsUses, !isRunningDeferred { bindings.delete(name) }
    change(name) { effect in
      effect.undefinedDespiteStar.formUnion(effect.transition.origins(of: .unbound))
      effect.transition = .always(.unbound)
      effect.isDeletedSomewhere = true
    }
  }
}
