import NotebookModel
import PythonSyntax

/// What few cells have, and what some rule looks for.
///
/// A cell's traits are found once, when the cell is read. A rule about single cells is asked about those alone that have
/// a trait of its own, so that an edit costs nothing for the cells where there is nothing to find.
package struct CellTraits: OptionSet, Sendable, Hashable {
  package let rawValue: UInt64

  package init(rawValue: UInt64) { self.rawValue = rawValue }

  // MARK: Tags

  /// A code cell whose tags are not plainly right; see `CellTags.isSuspect`.
  package static let suspectTags = CellTraits(rawValue: 1 << 0)
  /// A Markdown or raw cell with a Kale tag.
  package static let tagsOutsideCode = CellTraits(rawValue: 1 << 1)
  /// A code cell with tags that configure a step: limits, labels, images and the like.
  package static let configurationTags = CellTraits(rawValue: 1 << 2)
  /// A code cell with a `step:` tag whose name Kale takes for something else.
  package static let reservedName = CellTraits(rawValue: 1 << 3)
  /// A cell with a tag that no tool but Kale has; see `CellTags.showKale`.
  package static let kaleTags = CellTraits(rawValue: 1 << 4)

  /// A code cell that refers to another notebook.
  package static let reference = CellTraits(rawValue: 1 << 16)

  // MARK: Code

  /// A code cell in a language other than Python.
  package static let foreignCode = CellTraits(rawValue: 1 << 18)

  /// Magics, shell commands and requests for help.
  package static let escapes = CellTraits(rawValue: 1 << 5)
  /// Errors that keep the code, or the line that Kale hides of it, from being Python.
  package static let unreadableCode = CellTraits(rawValue: 1 << 6)
  /// Code that Python rejects where it stands.
  package static let misplacedCode = CellTraits(rawValue: 1 << 29)
  /// Syntax in a function that Kale does not support.
  package static let unprintableSyntax = CellTraits(rawValue: 1 << 7)
  /// Imports, of whatever kind.
  package static let imports = CellTraits(rawValue: 1 << 8)
  /// Imports of modules that not every step has, whatever its version of Python.
  package static let packageImports = CellTraits(rawValue: 1 << 19)
  /// Calls that import modules by name.
  package static let dynamicImports = CellTraits(rawValue: 1 << 17)
  /// `from x import *` at module level.
  package static let starImports = CellTraits(rawValue: 1 << 9)
  /// Comments that suppress findings.
  package static let ignoreComments = CellTraits(rawValue: 1 << 10)
  /// Comments that say which packages the code needs.
  package static let requirementComments = CellTraits(rawValue: 1 << 11)
  /// Places where the code changes what a name holds.
  package static let changes = CellTraits(rawValue: 1 << 12)
  /// Reads of names that Python has and a step's kernel has not.
  package static let kernelNames = CellTraits(rawValue: 1 << 13)
  /// Functions and classes that read names of their surroundings, or call others, whenever they are called.
  package static let dependentDefinitions = CellTraits(rawValue: 1 << 14)
  /// Names that begin with an underscore and are bound at module level.
  package static let underscoreNames = CellTraits(rawValue: 1 << 15)

  /// Calls by the name of a function that reads or writes files, and commands of the shell.
  package static let fileCalls = CellTraits(rawValue: 1 << 32)
  /// Strings that may be the name of a file.
  package static let fileNames = CellTraits(rawValue: 1 << 33)
  /// Names that the code defines without a binding.
  package static let hiddenNames = CellTraits(rawValue: 1 << 24)
  /// Places where the code may define names that it does not show.
  package static let openings = CellTraits(rawValue: 1 << 25)
  /// Lines that IPython may run as magics.
  package static let automagics = CellTraits(rawValue: 1 << 26)
  /// Reads of names that Kale does not see.
  package static let hiddenReads = CellTraits(rawValue: 1 << 27)
  /// Reads of what only the session of a notebook has: `Out[3]`, `_3`.
  package static let sessionNames = CellTraits(rawValue: 1 << 28)
  /// Functions or classes that may change what is not their own.
  package static let outerChanges = CellTraits(rawValue: 1 << 36)
  /// Names of Python's builtins, bound at module level.
  package static let builtinBindings = CellTraits(rawValue: 1 << 37)
  /// Words with which code sets state of the process: generators, options, the environment.
  package static let processState = CellTraits(rawValue: 1 << 38)
  /// Words of code that may create a value that Kale's runtime cannot pass as it is; see `ValueWords`.
  package static let fragileValues = CellTraits(rawValue: 1 << 20)
  /// Words of code that may create a matrix or another array that is more than an array.
  package static let arrayClasses = CellTraits(rawValue: 1 << 22)
  /// Words of code that may depend on the type or the class of a value.
  package static let typeDependence = CellTraits(rawValue: 1 << 21)

  /// Syntax and names that not every version of Python has.
  package static let versionedCode = CellTraits(rawValue: 1 << 44)

  /// Imports that only type checkers run.
  package static let typingImports = CellTraits(rawValue: 1 << 45)

  /// Calls that run text as code.
  package static let evaluations = CellTraits(rawValue: 1 << 46)
  /// Names of the computer that the code runs on: `localhost`.
  package static let localHosts = CellTraits(rawValue: 1 << 50)
  /// Calls that may look for names of the module: `globals()`, `unittest.main()`.
  package static let namespaceLookups = CellTraits(rawValue: 1 << 49)
  /// Names of functions that ask the person who runs the code.
  package static let interaction = CellTraits(rawValue: 1 << 47)
  /// Code that asks whether a value is another object than `None` and the like.
  package static let identityTests = CellTraits(rawValue: 1 << 48)

  /// The traits of a cell.
  init(_ cell: NotebookCell, tags: CellTags, _ code: CodeFacts, in release: KaleRelease) {
    let isCode = cell.kind == .code
    self = isCode ? Self.ofTags(tags, release).union(code.traits) : []
    if !isCode, tags.entries.contains(where: { $0.parsed?.meaning != nil }) { insert(.tagsOutsideCode) }
    if tags.showKale { insert(.kaleTags) }
    if isCode, cell.isInOtherLanguage { insert(.foreignCode) }
    if cell.referencedPath(tags) != nil { insert(.reference) }
  }

  private static func ofTags(_ tags: CellTags, _ release: KaleRelease) -> CellTraits {
    var traits: CellTraits = []
    if tags.isSuspect { traits.insert(.suspectTags) }
    let isReserved = tags.steps.contains { step in
      ReservedStepName.role(of: step.name) != nil || step.name == release.tags.temporaryStepName
    }
    if isReserved { traits.insert(.reservedName) }
    if !tags.configurationTags.isEmpty { traits.insert(.configurationTags) }
    return traits
  }

  /// The traits that a cell has of its code.
  init(ofCode code: CodeFacts) {
    let facts = code.facts
    self = []
    if !facts.escapes.isEmpty { insert(.escapes) }
    if !facts.syntaxErrors.isEmpty || code.misreadLine != nil { insert(.unreadableCode) }
    if !facts.misplacedCode.isEmpty { insert(.misplacedCode) }
    if facts.unprintableSyntax != nil { insert(.unprintableSyntax) }
    if !facts.imports.isEmpty { insert(.imports) }
    if code.importedPaths.contains(where: Self.isOfPackage) { insert(.packageImports) }
    if facts.imports.contains(where: \.isForTypes) { insert(.typingImports) }
    if !facts.versionedSyntax.isEmpty || !facts.versionedNames.isEmpty { insert(.versionedCode) }
    formUnion(FileWords.traits(of: code.source, facts.escapes))
    if !code.dynamicImports.isEmpty { insert(.dynamicImports) }
    if !facts.starImports.isEmpty { insert(.starImports) }
    if !code.ignoreComments.isEmpty { insert(.ignoreComments) }
    if !code.requirementComments.isEmpty { insert(.requirementComments) }
    if !facts.changes.isEmpty { insert(.changes) }
    if facts.reads.contains(where: { BuiltinNames.missingInKernel.contains($0.name) }) {
      insert(.kernelNames)
    }
    let isDependent = facts.definitions.contains {
      !$0.certainReads.isEmpty || !$0.certainCalls.isEmpty || !$0.methods.isEmpty
    }
    if isDependent { insert(.dependentDefinitions) }
    if !facts.hiddenNames.isEmpty { insert(.hiddenNames) }
    if !facts.openings.isEmpty { insert(.openings) }
    if !facts.automagics.isEmpty { insert(.automagics) }
    for read in facts.reads {
      if read.way != .plain, read.way != .asked { insert(.hiddenReads) }
      if Self.isOfSession(read.name) { insert(.sessionNames) }
      switch read.name {
      case "eval", "exec": insert(.evaluations)
      case "doctest", "unittest": insert(.namespaceLookups)
      case "hash", "id": insert(.fragileValues)
      case "breakpoint", "getpass", "input": insert(.interaction)
      default: break
      }
    }
    if facts.calls.contains(where: Self.namespaceFunctions.contains) { insert(.namespaceLookups) }
    if code.mayChangeOuterValues { insert(.outerChanges) }
    if facts.bindings.contains(where: { BuiltinNames.python.contains($0.name) }) {
      insert(.builtinBindings)
    }
    if code.mentionsProcessState { insert(.processState) }
    if facts.bindings.contains(where: { $0.name.utf8.first == UInt8(ascii: "_") }) {
      insert(.underscoreNames)
    }
    let words = ValueWords(in: code.source)
    let givesAttributes =
      facts.bindings.contains(where: \.isAttribute) || facts.changes.contains { $0.kind == .attribute }
    if words.mayCreate || givesAttributes { insert(.fragileValues) }
    if words.mayCreateArrayClass { insert(.arrayClasses) }
    if words.mayDepend { insert(.typeDependence) }
    if LocalHostName.occurs(in: code.source) { insert(.localHosts) }
    if words.mayCompareIdentity { insert(.identityTests) }
  }

  /// Functions that give names of the module; see `NamespaceLookup`.
  private static let namespaceFunctions: Set<String> = ["dir", "get_ipython", "globals", "locals", "vars"]

  /// Whether a module may be missing in a step that has installed nothing.
  private static func isOfPackage(_ path: String) -> Bool {
    let module = String(path.prefix { $0 != "." })
    return !PackageNames.isInEveryStep(module) || PythonVersion.isInSomeVersionsOnly(module)
  }

  private static func isOfSession(_ name: String) -> Bool {
    switch name.utf8.first {
    case UInt8(ascii: "_"): name.utf8.count == 1 || BuiltinNames.isNumbered(name)
    case UInt8(ascii: "I"), UInt8(ascii: "O"): name == "In" || name == "Out"
    default: false
    }
  }
}

extension Binding {
  /// Whether the value is an attribute of a name, such as a function of a module.
  fileprivate var isAttribute: Bool {
    guard case .path(let path) = value, path.steps.count < 3, case .attribute? = path.steps.last else {
      return false
    }
    return path.steps.allSatisfy { if case .attribute = $0 { true } else { false } }
  }
}
