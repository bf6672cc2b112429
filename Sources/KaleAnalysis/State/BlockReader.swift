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
  private(set) var locals: [String: Meaning] = [:]
  /// The settings of the process whose values local variables have.
  var settings: [String: Effect.Target] = [:]
  /// The folders that the code has added to `sys.path`.
  var addedPaths: [Effect.Target] = []
  /// Environment variables that the code has restored in one of two cases.
  var restoredHalves: [PathText: RestoredHalf] = [:]
  var summary = EffectSummary()
  /// Whether the function has drawn on pyplot's figure so far.
  var hasDrawnInFunction = false
  /// The objects that lambdas of the statement change when they are called.
  private(set) var lambdaChanges: [Meaning] = []
  private var lambdaStatement = 0..<0
  private var isInLambda = false
  /// Whether the operation that is read may not run.
  var isConditional = false
  /// Whether the effects that are noted are only assumed: a function that is passed to another may be called by it.
  var isSupposed = false

  init(_ world: StateWorld, source: [UInt8], offset: Int) {
    (self.world, self.source, self.offset, function) = (world, source, offset, nil)
  }

  init(function: Int, _ world: StateWorld) {
    (self.world, source, offset, self.function) = (world, [], world.definitions[function].offset, function)
  }

  /// What a function does when it is called, or a class when an object of it is made.
  static func summary(of index: Int, in world: StateWorld) -> EffectSummary {
    let definition = world.definitions[index].code
    var reader = BlockReader(function: index, world)
    if definition.isClass {
      for name in StateWorld.constructors {
        guard let method = world.method(name, of: index), method != index else { continue }
        reader.summary.formUnion(world.knownSummary(of: method) ?? EffectSummary())
      }
      for hook in world.hooks(of: index) { reader.emitSupposedEffects(of: hook, nil) }
      for base in definition.bases {
        if case .library(let path) = reader.meaning(of: base).kind { reader.noteDraws(byCalling: path, []) }
      }
    }
    for operation in definition.operations { reader.read(operation) }
    reader.addDecorators(of: definition)
    if definition.callsItself { reader.emit(item: .options(.recursion), .read) }
    if definition.isClass {
      reader.summary.results = reader.keptArguments(of: index)
    } else if definition.decorators.isEmpty {
      let results = definition.results.map { reader.meaning(of: $0) }
      reader.summary.data = Self.commonKind(of: results)
      if definition.results.count == 1, let parts = definition.results[0].writtenElements {
        reader.summary.elements = parts.map { reader.meaning(of: $0).kind }
      }
      reader.summary.results = limited(results.flatMap(\.roots))
    }
    return reader.summary
  }

  /// What several results are, if all are tables, arrays, figures or loggers, or objects of one class of the notebook; a path, if it is the
  /// only one.
  private static func commonKind(of results: [Meaning]) -> Meaning.Kind? {
    guard let first = results.first else { return nil }
    switch first.kind {
    case .made:
      let isKnown = ["logging", "matplotlib", "numpy", "pandas"].contains(first.library)
      return isKnown && results.allSatisfy { $0.library == first.library } ? first.kind : nil
    case .instance(let owner):
      let isOfOne = results.allSatisfy { if case .instance(owner) = $0.kind { true } else { false } }
      return isOfOne ? first.kind : nil
    case .text, .database: return results.count == 1 ? first.kind : nil
    default: return nil
    }
  }

  /// The parameters that the initializer of a class keeps in its object.
  private func keptArguments(of index: Int) -> [Meaning.Root] {
    guard let method = world.method("__init__", of: index), method != index else { return [] }
    let definition = world.definitions[method].code
    let reader = BlockReader(function: method, world)
    return Self.limited(
      definition.operations.flatMap { operation -> [Meaning.Root] in
        guard case .store(.attribute(.name(let object, .parameter), _), let value) = operation.kind,
          object == definition.parameters.first
        else { return [] }
        return reader.meaning(of: value).roots { $0.holder }
      })
  }

  /// Notes that the code changes an object, if it is that of a lambda, which something else calls.
  mutating func noteLambdaChange(of object: Meaning) {
    if isInLambda, !object.roots.isEmpty { lambdaChanges.append(object) }
  }

  // MARK: Operations

  mutating func read(_ operation: CodeOperation) {
    isConditional = operation.isConditional
    if function == nil {
      world.begin(operation)
      isInLambda = operation.innerDepth > 0
      if operation.statement != lambdaStatement {
        (lambdaChanges, lambdaStatement) = ([], operation.statement)
      }
    }
    switch operation.kind {
    case .importName(let name, let path): importName(name, path)
    case .define(let name, let definition):
      noteRegistration(ofDefinition: definition + offset)
      noteDecoratedFunction(definition + offset)
      assign(.name(name, .module), Meaning(kind: .definition(definition + offset)))
    case .store(let target, let value): store(target, value)
    case .update(let target, let isInPlace): update(target, isInPlace: isInPlace)
    case .delete(let target):
      // A step that deletes a name deletes its own copy.
      if case .name = target { break }
      if let name = environmentVariable(target) {
        noteVariable(name, value: nil)
      } else {
        changePart(target, .change)
      }
    case .read(let operand, let isCalled):
      noteRead(operand, isCalled: isCalled, isForChange: operation.isForChange)
    case .call(let callee, let arguments): noteCall(callee, arguments)
    case .iterate(let operand): noteIteration(over: operand)
    case .show(let operand): noteDisplay(meaning(of: operand))
    case .escape(let escape): noteEscape(escape)
    }
  }

  private mutating func importName(_ name: String, _ path: String) {
    if function == nil { world.assign(name, Meaning(kind: .library(path))) }
    let module = path.firstPart
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
    defer { noteKeptSetting(value, in: target) }
    guard case .name = target else {
      changePart(target, .replace, value)
      noteElement(value, of: target)
      let held = meaning(of: value).roots { $0.holder }
      noteAttribute(target, holding: held)
      return noteKept(held, in: target)
    }
    assign(target, meaning(of: value))
    if function == nil, case .name(let name, .module) = target { noteAssigned(value, to: name) }
  }

  /// Notes that a function sets an attribute of what it is given to something else that it is given. What it adds to a
  /// collection of the object changes apart from the object, as a rule.
  private mutating func noteAttribute(_ target: Operand, holding roots: [Meaning.Root]) {
    guard function != nil, case .attribute(.name(let parameter, .parameter), _) = target else { return }
    let given = roots.filter { $0.generation == nil && $0.name != parameter }
    if !given.isEmpty { summary.keep(given, in: parameter) }
  }

  /// Notes that the object at whose variable an expression starts holds others from now on.
  mutating func noteKept(_ roots: [Meaning.Root], in operand: Operand) {
    guard function == nil, !roots.isEmpty, let root = operand.root, root.scope == .module else { return }
    // Tables and arrays copy what is put into them.
    let holder = meaning(of: .name(root.name, .module))
    if holder.library == "pandas" || holder.library == "numpy" { return }
    world.keep(roots, in: root.name)
  }

  private mutating func assign(_ target: Operand, _ meaning: Meaning) {
    guard case .name(let name, let scope) = target else { return }
    guard scope == .module else {
      locals[name] = meaning
      return
    }
    guard function == nil else {
      summary.assigned[name] = meaning
      return emit(.name(name), .replace)
    }
    if case .name = world.item(of: name) {
      // A shared name stays one.
      emit(.name(name), .replace)
    } else {
      world.assign(name, meaning)
    }
  }

  private mutating func update(_ target: Operand, isInPlace: Bool) {
    guard case .name(let name, let scope) = target else {
      changePart(target, .change)
      // `parts["left"] += 1`, where it may be an array.
      return emitSupposedChange(of: meaning(of: target))
    }
    let object = meaning(of: target)
    // What is appended to a text makes another.
    if case .text = object.kind { return }
    if function == nil { world.noteElements(nil, of: name) }
    if isInPlace { return emitChange(of: object) }
    // An array changes in place, and with it what it is a view of.
    if scope == .module, object.isArray {
      emitChange(of: object)
    } else if scope != .parameter, object.mayBeArray {
      emitSupposedChange(of: object)
    }
    if scope == .module { emit(.name(name), .change) }
    // Of a number it makes another, which the caller does not see.
    if scope == .parameter { emit(.argument(name, .possible), .change) }
  }

  /// Notes that an attribute or an item is assigned to or deleted.
  private mutating func changePart(_ target: Operand, _ access: Effect.Access, _ value: Operand? = nil) {
    if let name = environmentVariable(target) {
      if let value { return noteVariable(name, value: value) }
      emit(.variable(name), .read)
      return emit(.variable(name), access)
    }
    let base: Operand
    switch target {
    case .attribute(let object, _), .item(let object, _): base = object
    default: return
    }
    // An attribute of a member of an enumeration.
    if case .attribute(let owner, let member) = base, case let owner = meaning(of: owner),
      case .definition(let index) = owner.kind, isConstant(member, of: index)
    {
      return emitChange(of: owner)
    }
    if let owner = ownClass(of: base) { return emit(.name(owner), .change) }
    if noteSharedChange(of: base) { return }
    let meaning = meaning(of: base)
    if case .attribute(_, let name) = target { noteAttribute(name, ofLogger: meaning, value) }
    switch meaning.kind {
    case .library(let path):
      var changed = path
      if case .attribute(_, let name) = target { changed += "." + name }
      noteChange(ofLibrary: changed, access, value)
    case .made("decimal.getcontext", _): emit(item: .options(.decimal), .change)
    default:
      if function == nil, case .definition(let index) = meaning.kind { world.notePatch(ofClass: index) }
      noteSetter(target, of: meaning)
      emitChange(of: meaning)
    }
  }

  private mutating func noteChange(ofLibrary path: String, _ access: Effect.Access, _ value: Operand?) {
    if let group = Self.group(of: path, in: OptionTable.setters) {
      assign(value, to: Self.pandasOption(path) ?? .item(.options(group)), .change)
      if group == .matplotlib { emit(item: .options(.figureSettings), .change) }
    } else if path == "os.environ" {
      emit(.variable(.unknown), .change)
    } else {
      world.notePatch(of: path)
      assign(value, to: .item(.attribute(path)), access)
    }
  }

  private mutating func noteRead(_ operand: Operand, isCalled: Bool, isForChange: Bool) {
    notePatchedParts(of: operand)
    noteSharedRead(of: operand, isForChange ? .touch : .read)
    noteProperties(of: operand)
    guard let root = operand.root, root.scope == .module else { return }
    if function == nil || world.isVariable(root.name) {
      let isTouch = isForChange || isCalled && callsChangingMethod(operand)
      noteElementUse(operand)
      noteRead(ofVariable: root.name, isTouch ? .touch : .read)
    }
    let meaning = meaning(of: operand)
    if case .name = operand, !isCalled, case .definition(let index) = meaning.kind {
      // A function that is given to another is called by it. A class is as often a name.
      if !world.definitions[index].code.isClass { emitSupposedEffects(of: index, nil) }
    }
    if let name = environmentVariable(operand) { return emit(.variable(name), .read) }
    guard case .library(let path) = meaning.kind else { return }
    if path == "os.environ" {
      if !isCalled { emit(.variable(.unknown), .read) }
    } else if !isCalled, let group = Self.group(of: path, in: OptionTable.getters) {
      emit(item: .options(group), .read)
      if group == .matplotlib, !isForChange { emit(item: .options(.figureSettings), .read) }
    }
    if !isCalled { noteCause(path) }
    if world.isPatched(path), !isKept(.item(.attribute(path)), operand) {
      emit(item: .attribute(path), .read)
    }
  }

  /// A variable shows what happens to its object under the other names of the object.
  private mutating func noteRead(ofVariable name: String, _ access: Effect.Access) {
    emit(.name(name), access)
    if let file = world.variables[name]?.file { note(.read, file, family: "numpy") }
    guard let meaning = world.variables[name]?.meaning else { return }
    if access == .read, case .definition(let index) = meaning.kind {
      // An attribute may be that of a class that it inherits from.
      for base in world.ancestors(of: index) where base != name { emit(.name(base), .read) }
    }
    if access == .read, case .instance(let owner) = meaning.kind {
      for patched in world.patchedClasses(of: owner) { emit(.name(patched), .read) }
    }
    for root in meaning.roots
    where root.name != name && world.variables[root.name]?.generation == root.generation {
      noteElementUse(root)
      emit(.name(root.name), .touch)
    }
  }

  /// Whether an expression that is called is a method that changes its object and is called for nothing else, as a rule.
  private func callsChangingMethod(_ operand: Operand) -> Bool {
    guard case .attribute(_, let method) = operand else { return false }
    return ChangingFunctionTable.silentMethods.contains(method)
  }

  /// The group of the options at a path or above it.
  static func group(of path: String, in table: [String: String]) -> StateItem.OptionGroup? {
    var rest = path[...]
    while true {
      if let name = table[String(rest)] { return StateItem.OptionGroup(rawValue: name) }
      guard let dot = rest.utf8.lastIndex(of: UInt8(ascii: ".")) else { return nil }
      rest = rest[..<dot]
    }
  }
}
