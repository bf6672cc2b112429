import NotebookModel
import PythonSyntax

/// Reads the operations of a cell, or of the body of a function, for what they do to state.
struct BlockReader {
  let world: StateWorld
  let source: [UInt8]
  /// The first definition of the cell.
  private let offset: Int
  /// The function whose body is read; nil for a cell.
  let function: Int?
  private var locals: [String: Meaning] = [:]
  private var summary = EffectSummary()
  /// Whether the operation that is read may not run.
  private var isConditional = false

  init(_ world: StateWorld, source: [UInt8], offset: Int) {
    (self.world, self.source, self.offset, function) = (world, source, offset, nil)
  }

  private init(function: Int, _ world: StateWorld) {
    (self.world, source, offset, self.function) = (world, [], world.definitions[function].offset, function)
  }

  /// What a function does when it is called, or a class when an object of it is made.
  static func summary(of index: Int, in world: StateWorld) -> EffectSummary {
    let definition = world.definitions[index].code
    var reader = BlockReader(function: index, world)
    if definition.isClass {
      for name in ["__new__", "__init__", "__post_init__"] {
        guard let method = world.method(name, of: index), method != index else { continue }
        reader.summary.formUnion(world.knownSummary(of: method) ?? EffectSummary())
      }
      for base in definition.bases {
        if case .library(let path) = reader.meaning(of: base).kind { reader.noteDraws(byCalling: path, []) }
      }
    }
    for operation in definition.operations { reader.read(operation) }
    reader.addDecorators(of: definition)
    return reader.summary
  }

  /// A decorated function is called by what the decorator returns.
  private mutating func addDecorators(of definition: DefinedCode) {
    isConditional = true
    for decorator in definition.decorators {
      let meaning = meaning(of: decorator)
      if case .definition(let index) = meaning.kind {
        summary.formUnion(world.knownSummary(of: index) ?? EffectSummary())
      }
      guard case .library(let path) = meaning.kind, ChangingFunctionTable.caches.contains(path),
        !summary.effects.isEmpty || definition.operations.contains(where: readsClock)
      else { continue }
      // What it returned is kept; this matters where it might return something else next time.
      emit(.name(definition.name), .read)
      emit(.name(definition.name), .change)
    }
  }

  private func readsClock(_ operation: CodeOperation) -> Bool {
    guard case .call(let callee, _) = operation.kind, case .library(let path) = meaning(of: callee).kind
    else {
      return false
    }
    return ChangingFunctionTable.clocks.contains(path)
  }

  // MARK: Effects

  mutating func emit(_ target: Effect.Target, _ access: Effect.Access, isCertain: Bool = true) {
    let isCertain = isCertain && !isConditional
    if function == nil {
      world.apply(Effect(target: target, access: access), isCertain: isCertain)
    } else {
      summary.add(Effect(target: target, access: access), isCertain: isCertain)
    }
  }

  mutating func emit(item: StateItem, _ access: Effect.Access) { emit(.item(item), access) }

  /// Notes that an object changes, and so what holds it.
  mutating func emitChange(of meaning: Meaning) {
    for root in meaning.roots {
      guard let generation = root.generation else {
        emit(.argument(root.name), .change)
        continue
      }
      if world.variables[root.name]?.generation == generation || function != nil {
        emit(.name(root.name), .change)
      }
    }
  }

  /// Notes what a call of a function of the notebook does.
  mutating func emitEffects(of index: Int, _ arguments: [CallArgument]?, receiver: Meaning? = nil) {
    let definition = world.definitions[index].code
    let summary = function == nil ? world.summary(of: index) : world.knownSummary(of: index)
    guard let summary, !summary.effects.isEmpty else { return }
    let given = GivenArguments(definition, arguments, receiver: receiver, self)
    for (effect, isCertain) in summary.effects {
      switch effect.target {
      case .item, .name: emit(effect.target, effect.access, isCertain: isCertain)
      case .argument(let name): if let meaning = given[name] { emitChange(of: meaning) }
      case .variable(let text):
        emit(
          .variable(text.replacingArguments { given[$0]?.path ?? .unknown }), effect.access,
          isCertain: isCertain)
      case .file(let path, let family, let isFolder):
        // A buffer that is given instead of a path is not a file.
        guard let path = given.path(path) else { continue }
        emit(.file(path, family: family, isFolder: isFolder), effect.access, isCertain: isCertain)
      }
    }
  }

  // MARK: Operations

  mutating func read(_ operation: CodeOperation) {
    isConditional = operation.isConditional
    switch operation.kind {
    case .importName(let name, let path): importName(name, path)
    case .define(let name, let definition):
      assign(.name(name, .module), Meaning(kind: .definition(definition + offset)))
    case .store(let target, let value): store(target, value)
    case .update(let target): update(target)
    case .delete(let target):
      // A step that deletes a name deletes its own copy.
      if case .name = target { break }
      changePart(target, .change)
    case .read(let operand, let isCalled): noteRead(operand, isCalled: isCalled)
    case .call(let callee, let arguments): noteCall(callee, arguments)
    case .show(let operand): noteDisplay(meaning(of: operand))
    case .escape(let escape): noteEscape(escape)
    }
  }

  private mutating func importName(_ name: String, _ path: String) {
    if function == nil { world.assign(name, Meaning(kind: .library(path))) }
    let module = path.prefix { $0 != "." }
    if !StandardLibraryTable.modules.contains(String(module)),
      !ModuleNameTable.modules.contains(String(module))
    {
      emit(item: .options(.modulePath), .read)
      // A step may have written the module.
      emit(
        .file(PathText(module + ".py"), family: world.logsFiles ? FileLog.imports : nil, isFolder: false),
        .read)
    }
  }

  private mutating func store(_ target: Operand, _ value: Operand) {
    guard case .name = target else { return changePart(target, .replace) }
    assign(target, meaning(of: value))
  }

  private mutating func assign(_ target: Operand, _ meaning: Meaning) {
    guard case .name(let name, let scope) = target else { return }
    guard scope == .module else {
      locals[name] = meaning
      return
    }
    guard function == nil else { return emit(.name(name), .replace) }
    if case .name = world.item(of: name) {
      // A shared name stays one.
      emit(.name(name), .replace)
    } else {
      world.assign(name, meaning)
    }
  }

  private mutating func update(_ target: Operand) {
    guard case .name(let name, let scope) = target else { return changePart(target, .change) }
    // What is appended to a text makes another.
    if case .text = meaning(of: target).kind { return }
    // An array changes in place, and with it what it is a view of.
    if scope == .module, case .made = meaning(of: target).kind { emitChange(of: meaning(of: target)) }
    if scope == .module { emit(.name(name), .change) }
    if scope == .parameter { emit(.argument(name), .change) }
  }

  /// Notes that an attribute or an item is assigned to or deleted.
  private mutating func changePart(_ target: Operand, _ access: Effect.Access) {
    if case .item(let base, let key) = target, case .library("os.environ") = meaning(of: base).kind {
      if access == .change { emit(.variable(text(of: key)), .read) }
      return emit(.variable(text(of: key)), access)
    }
    let base: Operand
    switch target {
    case .attribute(let object, _), .item(let object, _): base = object
    default: return
    }
    if let owner = ownClass(of: base) { return emit(.name(owner), .change) }
    let meaning = meaning(of: base)
    switch meaning.kind {
    case .library(let path):
      var changed = path
      if case .attribute(_, let name) = target { changed += "." + name }
      noteChange(ofLibrary: changed, access)
    case .made("decimal.getcontext", _): emit(item: .options(.decimal), .change)
    default: emitChange(of: meaning)
    }
  }

  private mutating func noteChange(ofLibrary path: String, _ access: Effect.Access) {
    if let group = Self.group(of: path, in: OptionTable.setters) {
      emit(item: .options(group), .change)
    } else if path == "os.environ" {
      emit(.variable(.unknown), .change)
    } else {
      world.notePatch(of: path)
      emit(item: .attribute(path), access)
    }
  }

  /// The class of the method that is read, where an expression is `self.__class__` or `type(self)`.
  private func ownClass(of operand: Operand) -> String? {
    guard let function, let owner = world.definitions[function].owner else { return nil }
    switch operand {
    case .attribute(.name(_, .parameter), "__class__"): return world.definitions[owner].code.name
    case .call(.name("type", .module), _): return world.definitions[owner].code.name
    case .name("cls", .parameter): return world.definitions[owner].code.name
    default: return nil
    }
  }

  private mutating func noteRead(_ operand: Operand, isCalled: Bool) {
    guard let root = operand.root, root.scope == .module else { return }
    if function == nil || world.isVariable(root.name) { noteRead(ofVariable: root.name) }
    if case .name = operand, !isCalled, case .definition(let index) = meaning(of: operand).kind {
      // A function that is given to another is called by it. A class is as often a name.
      if !world.definitions[index].code.isClass { emitEffects(of: index, nil) }
    }
    if case .item(let base, let key) = operand, case .library("os.environ") = meaning(of: base).kind {
      return emit(.variable(text(of: key)), .read)
    }
    guard case .library(let path) = meaning(of: operand).kind else { return }
    if path == "os.environ" {
      if !isCalled { emit(.variable(.unknown), .read) }
    } else if !isCalled, let group = Self.group(of: path, in: OptionTable.getters) {
      emit(item: .options(group), .read)
    }
    if world.isPatched(path) { emit(item: .attribute(path), .read) }
  }

  /// A variable shows what happens to its object under the other names of the object.
  private mutating func noteRead(ofVariable name: String) {
    emit(.name(name), .read)
    for root in world.variables[name]?.meaning.roots ?? []
    where root.name != name && world.variables[root.name]?.generation == root.generation {
      emit(.name(root.name), .read)
    }
  }

  /// The group of the options at a path or above it.
  static func group(of path: String, in table: [String: String]) -> StateItem.OptionGroup? {
    var rest = path[...]
    while true {
      if let name = table[String(rest)] { return StateItem.OptionGroup(rawValue: name) }
      guard let dot = rest.lastIndex(of: ".") else { return nil }
      rest = rest[..<dot]
    }
  }

  // MARK: Values

  /// What is known of the value of an expression. Each part is looked at once, since there may be many levels of them.
  func meaning(of operand: Operand) -> Meaning {
    switch operand {
    case .text(let text): return Meaning(kind: .text(PathText(text)))
    case .name(let name, let scope): return meaning(ofName: name, scope)
    case .attribute(let base, let name): return attribute(name, of: meaning(of: base))
    case .item(let base, let key): return item(of: meaning(of: base), key)
    case .joined(let parts):
      let text = PathText(joining: parts.map(text))
      return Meaning(kind: text.isPartlyKnown ? .text(text) : .unknown)
    case .quotient(let left, let right): return quotient(meaning(of: left), meaning(of: right))
    case .call(let callee, let arguments): return result(of: callee, arguments)
    case .sequence(let parts):
      return Meaning(kind: .unknown, roots: Self.limited(parts.flatMap { meaning(of: $0).roots }))
    case .constant, .other: return .unknown
    }
  }

  private func item(of base: Meaning, _ key: Operand) -> Meaning {
    switch base.kind {
    case .library(let path): return Meaning(kind: .library(path))
    case .made(let path, _):
      // A part of a table is a copy, as a rule.
      let roots = base.library == "pandas" ? [] : base.roots
      return Meaning(kind: .made(path, isUnseeded: false), roots: roots)
    default:
      switch key {
      case .sequence, .other: return .unknown
      default: return Meaning(kind: .unknown, roots: base.roots)
      }
    }
  }

  /// A quotient is a path where one of both is known to be a text.
  private func quotient(_ left: Meaning, _ right: Meaning) -> Meaning {
    guard let folder = left.path else { return .unknown }
    switch (left.kind, right.kind) {
    case (_, .text(let name)): return Meaning(kind: .text(folder.appending(name)))
    case (.text, .argument(let name)): return Meaning(kind: .text(folder.appending(PathText(argument: name))))
    case (.text, _): return Meaning(kind: .text(folder.appending(.unknown)))
    default: return .unknown
    }
  }

  static func limited(_ roots: [Meaning.Root]) -> [Meaning.Root] { Array(roots.prefix(8)) }

  private func meaning(ofName name: String, _ scope: Operand.Scope) -> Meaning {
    switch scope {
    case .parameter:
      return locals[name]
        ?? Meaning(kind: .argument(name), roots: [Meaning.Root(name: name, generation: nil)])
    case .local: return locals[name] ?? .unknown
    case .module:
      guard let variable = world.variables[name] else { return Meaning(kind: .library("builtins." + name)) }
      if case .library = variable.meaning.kind { return variable.meaning }
      let own = Meaning.Root(name: name, generation: variable.generation)
      return Meaning(kind: variable.meaning.kind, roots: Self.limited([own] + variable.meaning.roots))
    }
  }

  func attribute(_ name: String, of base: Meaning) -> Meaning {
    switch base.kind {
    case .library(let path): return Meaning(kind: .library(path + "." + name))
    case .text(let text) where name == "parent": return Meaning(kind: .text(text.parent ?? .unknown))
    case .made(let path, _):
      let maker = name == "values" && base.library == "pandas" ? "numpy.asarray" : path
      return Meaning(kind: .made(maker, isUnseeded: false), roots: base.roots)
    default: return Meaning(kind: .unknown, roots: base.roots)
    }
  }

  /// The text that an expression gives.
  func text(of operand: Operand) -> PathText {
    switch meaning(of: operand).kind {
    case .text(let text): text
    case .argument(let name): PathText(argument: name)
    default: .unknown
    }
  }
}
