import PythonSyntax

/// What the code that is read does to state: noted for the unit, or for the function whose body it is.
extension BlockReader {
  mutating func emit(_ target: Effect.Target, _ access: Effect.Access, isCertain: Bool = true) {
    let isCertain = isCertain && !isConditional
    if function == nil {
      world.apply(Effect(target: target, access: access), isCertain: isCertain, isSupposed: isSupposed)
    } else {
      summary.add(
        Effect(target: target, access: access, isSupposed: isSupposed), isCertain: isCertain && !isSupposed)
    }
  }

  mutating func emit(item: StateItem, _ access: Effect.Access) { emit(.item(item), access) }

  /// Notes that an object changes, and so what holds it. `isDeep`: with what it contains.
  mutating func emitChange(of meaning: Meaning, isDeep: Bool = false) {
    let roots = isDeep ? meaning.roots.map(deepRoot) : meaning.roots
    noteLambdaChange(of: meaning)
    if function == nil, !isSupposed { world.noteChange(of: roots) }
    for root in roots {
      guard let generation = root.generation else {
        emit(.argument(root.name, root.link.withoutKey), .change)
        continue
      }
      // What only contains the object of the variable, or its elements, changes without it.
      if root.link == .copy || root.link.isHolder { continue }
      if world.variables[root.name]?.generation == generation || function != nil {
        noteElementUse(root)
        emit(.name(root.name), .change)
        if let file = world.variables[root.name]?.file { note(.both, file, family: "numpy") }
      }
    }
  }

  /// Notes that an object may change, where no finding should say that it does.
  mutating func emitSupposedChange(of meaning: Meaning, isDeep: Bool = false) {
    supposing { $0.emitChange(of: meaning, isDeep: isDeep) }
  }

  /// What is held changes with what holds it, but for the class of an object.
  private func deepRoot(_ root: Meaning.Root) -> Meaning.Root {
    guard root.link.isHolder else { return root }
    if case .definition = world.variables[root.name]?.meaning.kind { return root }
    return Meaning.Root(name: root.name, generation: root.generation, link: .related)
  }

  /// Notes what a call of a function of the notebook may do that is not known to happen.
  mutating func emitSupposedEffects(of index: Int, _ arguments: [CallArgument]?, receiver: Meaning? = nil) {
    supposing { $0.emitEffects(of: index, arguments, receiver: receiver) }
  }

  /// Notes effects that are only assumed.
  mutating func supposing(_ body: (inout Self) -> Void) {
    let outer = isSupposed
    isSupposed = true
    body(&self)
    isSupposed = outer
  }

  /// What a function of the notebook does, as far as it is known where a function's body is read.
  func summary(of index: Int) -> EffectSummary? {
    function == nil ? world.summary(of: index) : world.knownSummary(of: index)
  }

  /// Notes what a call of a function of the notebook does.
  mutating func emitEffects(of index: Int, _ arguments: [CallArgument]?, receiver: Meaning? = nil) {
    let definition = world.definitions[index].code
    let code = world.calledCode(of: index)
    let shared = code.defaults.filter { $0.value.root?.scope == .module }
    let summary = summary(of: index).flatMap { $0.effects.isEmpty ? nil : $0 }
    noteUniqueValue(madeByFunction: index)
    guard summary != nil || !shared.isEmpty else { return }
    let given = GivenArguments(code, arguments, receiver: receiver, self)
    noteReads(ofDefaults: shared, given)
    guard let summary else { return }
    emit(summary, given, remembered: function == nil ? summary.remembered : [])
    if !isSupposed {
      noteAssignments(of: summary, given)
      noteKept(by: summary, given)
    }
    if !given.defaulted.isDisjoint(with: definition.growingDefaults) { emitGrowth(of: index) }
  }

  /// What a call puts into the objects of its arguments these hold from now on: `model.attach(log)`.
  private mutating func noteKept(by summary: EffectSummary, _ given: GivenArguments) {
    guard function == nil else { return }
    for (parameter, roots) in summary.kept {
      let values = roots.flatMap { root in given[root.name]?.roots { root.link.then($0) } ?? [] }
      for holder in given[parameter]?.roots ?? [] where holder.generation != nil && holder.link == .same {
        world.keep(values.filter { $0.name != holder.name }, in: holder.name)
      }
    }
  }

  /// A call without some arguments reads what variables hold that are the defaults of their parameters: `gen=rng`.
  private mutating func noteReads(ofDefaults shared: [String: Operand], _ given: GivenArguments) {
    for (name, value) in shared.sorted(by: { $0.key < $1.key }) where given.defaulted.contains(name) {
      for root in meaning(of: value).roots where root.generation != nil { emit(.name(root.name), .read) }
    }
  }

  /// Notes the effects of a function for a call.
  mutating func emit(_ summary: EffectSummary, _ given: GivenArguments, remembered: Set<String> = []) {
    for (effect, isCertain) in summary.effects {
      if effect.isSupposed {
        supposing { $0.emit(effect, isCertain: isCertain, given, remembered) }
      } else {
        emit(effect, isCertain: isCertain, given, remembered)
      }
    }
  }

  /// Notes an effect of a function for a call. `remembered`: the names that it reads only to remember in them what it has
  /// computed.
  private mutating func emit(
    _ effect: Effect, isCertain: Bool, _ given: GivenArguments, _ remembered: Set<String>
  ) {
    switch effect.target {
    case .name(let name) where effect.access == .read && remembered.contains(name):
      emit(effect.target, .touch, isCertain: isCertain)
    case .item, .option, .name:
      var access = effect.access
      if case .name(let name) = effect.target, function == nil {
        world.noteElementUse(nil, of: name, isTaken: true)
        // To give a variable of another step a new value is to change it.
        if access == .replace, world.isOfOtherStep(name) { access = .change }
        if access == .change, !isSupposed { world.noteChange(ofVariable: name) }
      }
      emit(effect.target, access, isCertain: isCertain)
    case .argument(let name, let link), .drawing(let name, let link):
      guard let meaning = given[name] else { return }
      let object = Meaning(kind: meaning.kind, roots: meaning.roots { link.then($0) })
      if case .drawing = effect.target { emitDrawing(on: object) } else { emitChange(of: object) }
      if function == nil { for root in meaning.roots { world.noteElements(nil, of: root.name) } }
    case .handler(let name):
      if let handler = given[name] { noteHandler(handler) }
    case .variable(let text):
      emit(.variable(given.text(text)), effect.access, isCertain: isCertain)
    case .database(let path, let statement):
      noteStatement(given.text(statement), on: given.path(path))
    case .file(let path, let family, let isFolder):
      // A buffer that is given instead of a path is not a file.
      guard let path = given.path(path) else { return }
      emit(.file(path, family: family, isFolder: isFolder), effect.access, isCertain: isCertain)
    }
  }

  private mutating func noteAssignments(of called: EffectSummary, _ given: GivenArguments) {
    for (name, value) in assignments(of: called, given) {
      if function != nil {
        summary.assigned[name] = value
      } else if case .name = world.item(of: name) {
        // A shared name stays one.
      } else {
        world.assign(name, value, isByStatement: false)
      }
    }
  }

  /// Notes that a function puts something into the default of a parameter, which it keeps from call to call.
  private mutating func emitGrowth(of index: Int) {
    let name = world.holder(of: index)
    emit(.name(name), .read)
    if function == nil, !isSupposed { world.noteChange(ofVariable: name) }
    emit(.name(name), .change)
  }
}
