/// Decides names as pyflakes does: one walk over a tree, with function bodies put off until the module is read.
///
/// Scopes other than the module's hold real states. Of the module's names only transitions are known, since
/// what comes before the piece is not; see `NameEffect`.
struct NameAnalysis {
  enum ScopeKind: Sendable {
    case module, type, `class`, function, comprehension, generator
  }

  struct Scope {
    var kind: ScopeKind
    var parent: Int32
  }

  /// Which annotations a read stands in, as `from __future__ import annotations` moves them in time.
  enum AnnotationTiming {
    case unaffected, unlessPostponed, ifPostponed
  }

  /// The surroundings of an expression.
  struct Context {
    /// When strings are annotations here: a `NameCondition` index.
    var annotation = NameCondition.never
    /// Whether the code is the content of a string, or of a postponed annotation.
    var isPostponed = false
    var timing = AnnotationTiming.unaffected
    /// When the code is looked at at all: a `NameCondition` index.
    var condition = NameCondition.always
    /// Whether reads here are listed: not so in strings that only a typing form makes code.
    var isListed = true
    /// The same for the content of strings here.
    var listsStrings = true
  }

  /// Code that runs when the module has been read.
  struct Deferred {
    enum Kind { case function, lambda, annotation, stringAnnotation }
    var kind: Kind
    var node: NodeIndex
    var scope: Int32
    var ignoresDeletions: Bool
    var context: Context
    /// The definition at module level that it is part of, -1 for none.
    var owner: Int32
    var body: DefinitionLog.Body
  }

  /// A condition while names are still identities.
  struct Condition {
    var name: NameID
    var states: NameStates
    var isFinal: Bool
    var ifTrue: Int32
    var ifFalse: Int32
  }

  let source: [UInt8]
  var tree: SyntaxTree
  var names: NameTable

  var scopes: [Scope] = []
  var scope: Int32 = 0
  var table = BindingTable()
  var effects: [NameEffect] = []
  var touched: [NameID] = []
  var deferred: [Deferred] = []
  var isRunningDeferred = false
  var context = Context()
  /// Whether deletions do not count here, as pyflakes has it in branches of `if` and `while`.
  var ignoresDeletions = false
  /// Whether the code may not run although the module does; pyflakes does not mind.
  var mayBeSkipped = false
  /// Whether this is in an `await` expression outside of functions.
  var isAwaiting = false
  /// Whether code at module level may have ended the module before this place.
  var mayHaveEnded = false
  /// How names that are stored come to be bound here.
  var bindingKind = Binding.Kind.assignment
  /// The expression whose value a name is bound to here, -1 where it is a part of it, or none.
  var bindingValue = noNode
  /// Whether a `NameError` is caught here.
  var isProtected = false
  /// Names that the code comes here only with, because it has asked whether they are defined.
  var askedNames: Set<NameID> = []
  /// Whether the code does without any name here, in a way that pyflakes does not know.
  var doesWithoutNames = false

  var conditions: [Condition] = []
  var guardedReads: [(condition: Int32, name: NameID, states: NameStates)] = []
  var starImports: [String] = []
  var postponesAnnotations = false
  var exports = ExportList()

  /// Uses and bindings of the module's names, where `recordsUses` asks for them.
  var recordsUses = true
  var definitions = DefinitionLog()
  var globals = GlobalDeclarations()
  /// Names that module-level code calls for certain, at the first such place.
  var certainCalls: [Node] = []
  var changes: [Change] = []
  /// Calls of methods that module-level code comes to for certain.
  var certainMethodCalls: [(base: Node, method: Node, isOfResult: Bool)] = []
  var namesCalledForCertain: Set<NameID> = []
  var reads: [(node: Node, isConditional: Bool, way: NameUse.Way)] = []
  /// What the code defines without binding it.
  var hiddenNames: [HiddenName] = []
  /// Names that texts read.
  var textNames: Set<NameID> = []
  /// Where it may define any names.
  var openings: [NameOpening] = []
  /// Whether it passes the names of the module to other code.
  var passesNamesOn = false
  /// Whether the templates of the code have been looked for.
  var hasNotedTemplates = false
  /// The part of an assignment's target that is stored to here; -1 for none.
  var storedPrimary = noNode
  /// Places that are surely come to, where the name may have been bound before, or not.
  var doubtfulReads: [Node] = []
  var deferredReads: [(node: Node, way: NameUse.Way)] = []
  var bindings = ModuleBindings()
  /// The content of string annotations that have been parsed, by string.
  var stringRoots: [NodeIndex: NodeIndex] = [:]
  /// The texts of strings inside such strings.
  var nestedTexts: [NodeIndex: String] = [:]

  init(source: [UInt8], tree: SyntaxTree, names: NameTable) {
    self.source = source
    self.tree = tree
    self.names = names
  }

  // MARK: Running

  /// Analyses the children of `node` as the statements of a module.
  mutating func analyse(module node: NodeIndex) {
    begin()
    visitChildren(node)
    runDeferred()
  }

  /// Analyses one statement as a module of its own.
  mutating func analyse(alone statement: NodeIndex) {
    begin()
    visit(statement)
    runDeferred()
  }

  private mutating func begin() {
    for name in touched { effects[Int(name)] = NameEffect() }
    touched.removeAll(keepingCapacity: true)
    growEffects()
    scopes = [Scope(kind: .module, parent: -1)]
    table = BindingTable()
    scope = 0
    deferred = []
    isRunningDeferred = false
    context = Context()
    ignoresDeletions = false
    mayBeSkipped = false
    mayHaveEnded = false
    isProtected = false
    (askedNames, doesWithoutNames) = ([], false)
    conditions = []
    guardedReads = []
    starImports = []
    postponesAnnotations = false
    exports = ExportList()
  }

  mutating func growEffects() {
    if effects.count < names.count {
      effects.append(contentsOf: repeatElement(NameEffect(), count: names.count - effects.count))
    }
  }

  mutating func `defer`(
    _ kind: Deferred.Kind, _ node: NodeIndex, _ context: Context, _ body: DefinitionLog.Body = .inner
  ) {
    deferred.append(
      Deferred(
        kind: kind, node: node, scope: scope, ignoresDeletions: ignoresDeletions, context: context,
        owner: definitions.owner, body: body))
  }

  private mutating func runDeferred() {
    isRunningDeferred = true
    var index = 0
    while index < deferred.count {
      let task = deferred[index]
      index += 1
      scope = task.scope
      ignoresDeletions = task.ignoresDeletions
      isProtected = false
      (askedNames, doesWithoutNames) = ([], false)
      context = task.context
      definitions.enter(task.body, of: task.owner)
      switch task.kind {
      case .function, .lambda: runFunction(task.node)
      case .annotation: visit(task.node)
      case .stringAnnotation: visitStringContent(task.node)
      }
    }
    deferred = []
    definitions.owner = -1
  }

  /// The result, with names as text.
  func flow() -> NameFlow {
    var flow = NameFlow()
    flow.effects.reserveCapacity(touched.count)
    for name in touched { flow.effects[names.text(name)] = effects[Int(name)] }
    flow.conditions = conditions.map {
      NameCondition(
        name: names.text($0.name), states: $0.states, isFinal: $0.isFinal, ifTrue: $0.ifTrue,
        ifFalse: $0.ifFalse)
    }
    flow.guardedReads = guardedReads.map {
      GuardedRead(condition: $0.condition, name: names.text($0.name), states: $0.states)
    }
    flow.starImports = starImports
    flow.postponesAnnotations = postponesAnnotations
    flow.exports = exports
    return flow
  }

  // MARK: Scopes

  mutating func push(_ kind: ScopeKind) {
    scopes.append(Scope(kind: kind, parent: scope))
    scope = Int32(scopes.count - 1)
  }

  mutating func pop() {
    scope = scopes[Int(scope)].parent
  }

  var scopeKind: ScopeKind { scopes[Int(scope)].kind }

  /// Changes the effect on a module's name.
  @inline(__always) mutating func change(_ name: NameID, _ body: (inout NameEffect) -> Void) {
    if Int(name) >= effects.count { growEffects() }
    if effects[Int(name)] == NameEffect() { touched.append(name) }
    body(&effects[Int(name)])
  }
}
