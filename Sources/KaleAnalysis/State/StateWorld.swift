import NotebookModel
import PythonSyntax

/// What a notebook's variables hold while its cells are read from top to bottom.
final class StateWorld {
  /// A function or class of the notebook; the indices in its code count from `offset`. An object: a copy of its code,
  /// which is looked at all the time, is one of a dozen lists.
  final class Definition: Sendable {
    let code: DefinedCode
    let offset: Int

    init(code: DefinedCode, offset: Int) { (self.code, self.offset) = (code, offset) }

    var owner: Int? { code.owner.map { $0 + offset } }
    func method(_ name: String) -> Int? { code.methods[name].map { $0 + offset } }
    var methods: [Int] { code.methods.values.map { $0 + offset }.sorted() }
  }

  private(set) var variables: [String: Variable] = [:]
  private(set) var definitions: [Definition] = []
  /// The methods of the notebook's classes, by name.
  private(set) var methods: [String: [Int]] = [:]
  private var summaries: [Int: EffectSummary] = [:]
  /// Functions that code has put into containers, or that decorators have got, which calls of unknown functions may mean.
  private(set) var registered: [Int] = []
  /// Objects that functions change which code has put into containers or given to objects: `bus.on("sale", sales.append)`.
  private(set) var registeredObjects: [Meaning] = []
  /// The unit whose code is read; nil for shared cells.
  private(set) var unit: UnitIndex?
  private(set) var uses: UnitArray<StateUseBuilder>
  /// The generators that shared cells seed.
  private(set) var sharedSeeds: Set<StateItem.Generator> = []
  /// The options that shared cells set.
  private(set) var sharedOptions: Set<StateItem.OptionGroup> = []
  /// What shared cells do again in every step.
  private(set) var sharedEffects = SharedEffects()
  /// The functions that make values which nothing else has, as indices of definitions.
  var uniqueMakers: Set<Int> = []

  /// The place of the code that is read.
  private var place: StatePlace?
  private var cell: CellIndex?
  /// The first variable to which the statement that was read last assigned one of several functions of one call.
  private var firstUnpacked: Unpacked?
  /// Whether a class has containers that its objects share.
  private(set) var hasSharedContainers = false
  /// Whether a class has properties, or other methods that are called by reading.
  private(set) var hasProperties = false
  /// For each initializer the attributes for which it creates values.
  var attributesByInitializer: [Int: [String: Meaning.Kind]] = [:]
  /// What is changed of objects that have other names.
  private(set) var objects = SharedObjects()

  /// What is known of the figures of pyplot.
  var figures = PyplotFigures()

  /// Handlers of logs that are objects of the notebook: a class of its own, or one that writes to a buffer.
  private(set) var logHandlers: [Meaning] = []

  /// Attributes of modules that code has replaced.
  private(set) var patches: Set<String> = []
  /// Those of classes, by their names.
  private var patchedMethods: [String: String] = [:]

  /// Whether cells remember what their code does.
  private let keepsOperations: Bool
  /// What is noted of files; nil if only the state of steps is asked for.
  private var fileLog: FileLog?

  init(unitCount: Int, keepsOperations: Bool, logsFiles: Bool = false) {
    uses = UnitArray(repeating: StateUseBuilder(), count: unitCount)
    self.keepsOperations = keepsOperations
    fileLog = logsFiles ? FileLog() : nil
  }

  /// All that is known between two cells.
  struct Snapshot: Sendable {
    fileprivate let variables: [String: Variable]
    fileprivate let definitions: [Definition]
    fileprivate let methods: [String: [Int]]
    fileprivate let summaries: [Int: EffectSummary]
    fileprivate let registered: [Int]
    fileprivate let registeredObjects: [Meaning]
    fileprivate let uses: UnitArray<StateUseBuilder>
    fileprivate let sharedSeeds: Set<StateItem.Generator>
    fileprivate let sharedOptions: Set<StateItem.OptionGroup>
    fileprivate let sharedEffects: SharedEffects
    fileprivate let firstUnpacked: Unpacked?
    fileprivate let hasSharedContainers: Bool
    fileprivate let hasProperties: Bool
    fileprivate let attributesByInitializer: [Int: [String: Meaning.Kind]]
    fileprivate let objects: SharedObjects
    fileprivate let figures: PyplotFigures
    fileprivate let logHandlers: [Meaning]
    fileprivate let patches: Set<String>
    fileprivate let patchedMethods: [String: String]
  }

  /// What is known so far, where no cell is being read.
  var snapshot: Snapshot {
    Snapshot(
      variables: variables, definitions: definitions, methods: methods, summaries: summaries,
      registered: registered, registeredObjects: registeredObjects, uses: uses,
      sharedSeeds: sharedSeeds, sharedOptions: sharedOptions, sharedEffects: sharedEffects,
      firstUnpacked: firstUnpacked,
      hasSharedContainers: hasSharedContainers,
      hasProperties: hasProperties, attributesByInitializer: attributesByInitializer, objects: objects,
      figures: figures, logHandlers: logHandlers, patches: patches, patchedMethods: patchedMethods)
  }

  /// Goes on from a snapshot of another world; units that were not read there may have come or gone.
  func resume(_ snapshot: Snapshot) {
    let read = snapshot.uses.values.prefix(uses.count)
    uses = UnitArray(read + repeatElement(StateUseBuilder(), count: uses.count - read.count))
    (variables, definitions, methods) = (snapshot.variables, snapshot.definitions, snapshot.methods)
    registeredObjects = snapshot.registeredObjects
    (summaries, registered, sharedSeeds) = (snapshot.summaries, snapshot.registered, snapshot.sharedSeeds)
    (sharedOptions, firstUnpacked) = (snapshot.sharedOptions, snapshot.firstUnpacked)
    sharedEffects = snapshot.sharedEffects
    objects = snapshot.objects
    (hasSharedContainers, hasProperties) = (snapshot.hasSharedContainers, snapshot.hasProperties)
    attributesByInitializer = snapshot.attributesByInitializer
    (figures, logHandlers) = (snapshot.figures, snapshot.logHandlers)
    (patches, patchedMethods) = (snapshot.patches, snapshot.patchedMethods)
  }

  // MARK: Reading cells

  /// Declares a parameter of the pipeline.
  func addParameter(_ name: String, text: String?) {
    let kind = text.map { Meaning.Kind.text(PathText($0)) } ?? .unknown
    variables[name] = Variable(meaning: Meaning(kind: kind), definer: .parameter, generation: 0)
  }

  /// Reads a cell of a unit, or a shared cell.
  func read(_ code: CodeFacts, in cell: CellIndex, of unit: UnitIndex?) {
    read(code.operations(keeping: keepsOperations), code, in: cell, of: unit)
  }

  /// Reads some operations of a cell.
  private func read(
    _ operations: CodeOperations, _ code: CodeFacts, in cell: CellIndex, of unit: UnitIndex?
  ) {
    self.unit = unit
    self.cell = cell
    figures.beginCell()
    let offset = definitions.count
    definitions += operations.definitions.map { Definition(code: $0, offset: offset) }
    for (index, definition) in operations.definitions.enumerated() {
      if definition.owner != nil { methods[definition.name, default: []].append(offset + index) }
      if !definition.sharedContainers.isEmpty { hasSharedContainers = true }
      if definition.isCalledByReading { hasProperties = true }
    }
    var reader = BlockReader(self, source: code.source, offset: offset)
    for operation in operations.operations {
      fileLog?.statement = operation.statement
      reader.read(operation)
    }
  }

  // MARK: Files

  /// Whether it is noted which code uses which files.
  var logsFiles: Bool { fileLog != nil }

  /// The uses of files so far, in the order of the code.
  var fileUses: [FileUse] { fileLog?.uses ?? [] }

  /// Reads what a cell does to files.
  func readFiles(_ code: CodeFacts, in cell: CellIndex, of unit: UnitIndex?) {
    fileLog?.cell = cell
    read(code.fileOperations, code, in: cell, of: unit)
  }

  /// Notes which operation of the cell is read next.
  func begin(_ operation: CodeOperation) {
    guard let cell else { return }
    var (isEscape, callee) = (false, String?.none)
    switch operation.kind {
    case .escape: isEscape = true
    case .call(.name(let name, .module), _):
      if case .definition = variables[name]?.meaning.kind { callee = name }
    default: break
    }
    place = StatePlace(
      cell: cell, range: operation.range, statement: operation.statement,
      isConditional: operation.isConditional, isEscape: isEscape, callee: callee)
  }

  /// Gives a unit the uses of the notebook that it refers to.
  func add(_ use: StateUse, of unit: UnitIndex) { uses[unit].add(use) }

  // MARK: Variables

  /// Gives a variable a value. `isByStatement`: whether the statement that is read names the variable.
  func assign(_ name: String, _ meaning: Meaning, isByStatement: Bool = true) {
    let definer = unit.map(Definer.unit) ?? .shared
    let generation = (variables[name]?.generation ?? 0) + 1
    variables[name] = Variable(
      meaning: meaning, definer: definer, generation: generation,
      place: place.flatMap { $0.isConditional || !isByStatement ? nil : $0 })
  }

  /// Notes that the value that a variable has been given is a constant.
  func noteConstant(_ name: String) { variables[name]?.isConstant = true }

  /// Notes that the array that a variable has been given maps a file.
  func noteFile(_ file: PathText, of name: String) { variables[name]?.file = file }

  /// Notes how code gets the axes that a variable has been given.
  func noteSource(_ source: String, of name: String) { variables[name]?.source = source }

  /// Notes that a variable has been given the value of a setting.
  func noteSetting(_ setting: Effect.Target, of name: String) { variables[name]?.setting = setting }

  /// Notes what the elements of the container are that a variable has been given; nil if they are no longer known.
  func noteElements(_ elements: Elements?, of name: String) { variables[name]?.elements = elements }

  /// Notes that the unit's code uses an element of a container of another unit. `key`: nil if it uses the container otherwise.
  func noteElementUse(_ key: String?, of name: String, isTaken: Bool) {
    guard let unit, isOfOtherStep(name) else { return }
    let isSeparate = variables[name]?.elements == .separate
    uses[unit].noteElement(isSeparate ? key : nil, of: name, isTaken: isTaken)
  }

  /// Whether an object is an element of the variable of a root, and that holds nothing but such elements.
  func isElement(_ elements: Elements, of root: Meaning.Root) -> Bool {
    guard let variable = variables[root.name], variable.generation == root.generation, case .part = root.link
    else { return false }
    if elements == .constants, case .text = variable.meaning.kind { return true }
    return variable.elements == elements
  }

  /// Notes that a variable got one of the values that a call returned: functions of one call share their variables.
  /// `isLinked`: so do these objects, whatever they are. `drawings`: what they are, if all are figures and axes.
  func noteUnpacked(_ name: String, isLinked: Bool, drawings: [Meaning.Kind]) {
    guard let place, let variable = variables[name] else { return }
    if case .closure = variable.meaning.kind {} else if !isLinked { return }
    if let first = firstUnpacked, first.statement == place.statement, first.cell == place.cell {
      let root = Meaning.Root(name: first.name, generation: first.generation)
      if first.name != name { variables[name]?.meaning.roots.insert(root, at: 0) }
      firstUnpacked?.count += 1
    } else {
      firstUnpacked = Unpacked(
        statement: place.statement, cell: place.cell, name: name, generation: variable.generation)
    }
    if let count = firstUnpacked?.count, count <= drawings.count {
      variables[name]?.meaning.kind = drawings[count - 1]
    }
  }

  /// Gives a variable's object other objects to hold.
  func keep(_ roots: [Meaning.Root], in name: String) {
    guard let unit, var variable = variables[name] else { return }
    let known = Set(variable.meaning.roots.map(ValueID.init))
    for root in roots
    where root.name != name && !known.contains(ValueID(of: root)) && variables[root.name]?.isConstant != true
    {
      guard variable.meaning.roots.count < 8 else { break }
      variable.meaning.roots.append(root)
      variable.keepers[ValueID(of: root)] = unit
    }
    variables[name] = variable
  }

  /// The item that stands for a variable of which the current unit is not the owner; nil for its own variables, modules,
  /// parameters and names that nothing defines.
  func item(of name: String) -> StateItem? {
    guard let unit, let variable = variables[name] else { return nil }
    if case .library = variable.meaning.kind { return nil }
    switch variable.definer {
    case .shared: return .name(name)
    case .unit(let definer): return definer == unit ? nil : .value(name)
    case .parameter: return nil
    }
  }

  /// Whether another step than the current unit's has defined a variable.
  func isOfOtherStep(_ name: String) -> Bool {
    if case .value = item(of: name) { true } else { false }
  }

  /// Whether the notebook has the name, other than for a module.
  func isVariable(_ name: String) -> Bool {
    guard let variable = variables[name] else { return false }
    if case .library = variable.meaning.kind { return false }
    return true
  }

  /// Notes that what is logged from now on changes an object.
  func noteLogHandler(_ handler: Meaning) { logHandlers.append(handler) }

  func notePatch(of path: String) {
    patches.insert(path)
    let parts = path.split(separator: ".")
    // An attribute of a class, which its objects have.
    if parts.count > 2, let name = parts.last, parts[parts.count - 2].first?.isUppercase == true {
      patchedMethods[String(name)] = path
    }
  }

  /// Whether code has replaced attributes of classes of libraries.
  var hasPatchedMethods: Bool { !patchedMethods.isEmpty }

  /// The attribute of a library's class that code has replaced and that a call of a method may be about.
  func patch(ofMethod name: String) -> String? { patchedMethods[name] }

  func isPatched(_ path: String) -> Bool { patches.contains(path) }

  // MARK: Effects

  /// Notes that the code makes a value that nothing else has: an identifier, a new folder.
  func noteUniqueValue() {
    if unit == nil, let place { sharedEffects.noteUniqueValue(at: place) }
  }

  /// Notes that the code looks at the clock.
  func noteTime() { if unit == nil, let place { sharedEffects.noteTime(at: place) } }

  /// Notes that the code needs only the day of the time that it has called for.
  func forgetTime() { if unit == nil, let place { sharedEffects.forgetTime(at: place) } }

  /// Notes an effect of the unit's code.
  func apply(_ effect: Effect, isCertain: Bool, isSupposed: Bool) {
    fileLog?.note(effect, of: unit)
    if unit == nil, case .item(.generator(let generator)) = effect.target, effect.access == .replace {
      sharedSeeds.insert(generator)
    }
    if unit == nil, isCertain, !isSupposed, let place { sharedEffects.note(effect, at: place) }
    guard let unit, let item = item(of: effect.target) else {
      if case .options(let group) = item(of: effect.target), effect.access.isChange {
        sharedOptions.insert(group)
      }
      return
    }
    // A step that binds a name has a value of its own.
    if case .value = item, effect.access == .replace { return }
    uses[unit].add(
      item, effect.access, isCertain: isCertain, at: isSupposed ? nil : place, option: effect.target.option)
    if case .value(let name) = item, effect.access == .read, !isSupposed, let place {
      objects.noteRead(of: name, by: unit, at: place, variables)
    }
  }

  /// Notes that an object changes that variables are linked to.
  func noteChange(of roots: [Meaning.Root]) {
    guard let unit, let place, !roots.isEmpty else { return }
    objects.noteChange(of: roots, by: unit, at: place, variables)
  }

  /// Notes that a function changes the object of a variable.
  func noteChange(ofVariable name: String) {
    guard let variable = variables[name] else { return }
    noteChange(of: [Meaning.Root(name: name, generation: variable.generation)])
  }

  func item(of target: Effect.Target) -> StateItem? {
    switch target {
    case .item(let item): item
    case .file(let path, let family, let isFolder):
      .file(PathPattern(path, family: family, isFolder: isFolder))
    case .variable(let name): .environment(name.exact)
    case .option(let group, _): .options(group)
    case .name(let name): item(of: name)
    case .argument, .drawing, .handler, .database: nil
    }
  }

  // MARK: Functions

  /// What a function or class does to state when it is called.
  func summary(of definition: Int) -> EffectSummary {
    if let known = summaries[definition] { return known }
    let reached = definitionsReached(from: definition)
    for group in StronglyConnectedComponents.lastFirst(next: reached.next) {
      let members = group.map { reached.definitions[$0] }
      let own = members.map { BlockReader.summary(of: $0, in: self) }
      var all = EffectSummary()
      for summary in own { all.formUnion(summary) }
      for (member, var summary) in zip(members, own) {
        // What they return is not the same because they call each other.
        let results = summary.results
        if members.count > 1 { summary = all }
        summary.results = results
        summaries[member] = summary
      }
    }
    return summaries[definition] ?? EffectSummary()
  }

  /// Puts a function aside that calls of unknown functions may mean.
  func register(_ function: Int) {
    guard !definitions[function].code.isClass, registered.count < Self.mostRegistered,
      !registered.contains(function)
    else { return }
    registered.append(function)
    // What calls an unknown function may call this one too.
    summaries = [:]
  }

  /// Puts an object aside that calls of unknown functions may change.
  func register(_ object: Meaning) {
    let known = registeredObjects.flatMap(\.roots)
    guard registeredObjects.count < Self.mostRegistered, !object.roots.allSatisfy(known.contains) else {
      return
    }
    registeredObjects.append(object)
    summaries = [:]
  }

  private static let mostRegistered = 16

  /// What is known of a function so far.
  func knownSummary(of definition: Int) -> EffectSummary? { summaries[definition] }

  /// The definitions without a summary that a definition may call, directly or through others.
  private func definitionsReached(from start: Int) -> (definitions: [Int], next: [[Int]]) {
    var found = [start]
    var places = [start: 0]
    var next: [[Int]] = []
    while next.count < found.count {
      let successors = callees(of: found[next.count]).filter { summaries[$0] == nil }
      next.append(
        successors.map { successor in
          if let place = places[successor] { return place }
          places[successor] = found.count
          found.append(successor)
          return found.count - 1
        })
    }
    return (found, next)
  }
}
