import PythonSyntax
import SourceText
import Synchronization

/// The facts of a cell's code, shared by every notebook that holds the cell.
package final class CodeFacts: Sendable {
  /// What the code reads, defines and calls.
  package let facts: CellFacts
  /// The code that the facts are about.
  let source: [UInt8]
  /// Whether the tree of the code is kept once something has asked for what is read from it.
  private let keepsTree: Bool
  /// For each name that the code binds at module level its place among the bindings.
  private let places: [String: Int]
  /// The names that the code binds at module level.
  let boundNames: NameFilter
  /// Whether the code may define names that the analysis cannot see: by a magic, or by running a string as code.
  package let mayBringNames: Bool
  /// A line that Kale hides though it is the middle of an expression, so that it cannot read the rest.
  package let misreadLine: MagicComments.Line?
  /// The comments that suppress findings of the cell.
  package let ignoreComments: IgnoreComments
  /// The comments that say which packages the code needs.
  package let requirementComments: [RequirementComment]
  /// What the code imports, with dots: see `ImportFact.importedPaths`.
  package let importedPaths: [String]
  /// The calls that import modules by name.
  package let dynamicImports: [DynamicImport]

  /// Whether functions or classes of the code may change what is not their own; see `OuterChangeScan`.
  let mayChangeOuterValues: Bool
  /// Whether the code has words with which state of the process is set.
  let mentionsProcessState: Bool

  private let knownTraits = Mutex<CellTraits?>(nil)
  private let knownTree = Mutex<ParsedCode?>(nil)
  private let knownOperations = Mutex<CodeOperations?>(nil)
  private let knownFileOperations = Mutex<CodeOperations?>(nil)
  private let knownValues = Mutex<SharedValues?>(nil)
  private let knownColumns = Mutex<TextColumns?>(nil)
  private let knownOccurrences = Mutex<NameOccurrences?>(nil)

  /// The traits of a cell with the code, found on first use.
  var traits: CellTraits {
    knownTraits.withLock { known in
      if let known { return known }
      let traits = CellTraits(ofCode: self)
      known = traits
      return traits
    }
  }

  /// What the code assigns to names and does with values, read on first use.
  package var values: CodeValues { _read { yield sharedValues.values } }

  /// The same as an object, which many questions about single names can share.
  var sharedValues: SharedValues {
    knownValues.withLock { known in
      if let known { return known }
      let values = SharedValues(CodeValues(of: parsed, notingCallsOf: ArrayUseTable.names))
      known = values
      return values
    }
  }

  /// What the code shows of the columns of tables, found on first use; nothing for code that is not Python.
  var textColumns: TextColumns {
    knownColumns.withLock { known in
      if let known { return known }
      let columns = facts.syntaxErrors.isEmpty ? TextColumnSearch(source).found : TextColumns()
      known = columns
      return columns
    }
  }

  /// Every identifier in the code that stands for a variable, found on first use.
  package var nameOccurrences: NameOccurrences {
    knownOccurrences.withLock { known in
      if let known { return known }
      let occurrences = NameOccurrences(PythonSource(source).nameOccurrences)
      known = occurrences
      return occurrences
    }
  }

  /// What the code does when it runs, kept for the next time.
  package var operations: CodeOperations { operations(keeping: true) }

  /// Reads what the code does when it runs. It takes more memory than all else that is known of a cell: `keeping` says
  /// whether to remember it for the next time.
  func operations(keeping: Bool) -> CodeOperations {
    guard keeping else { return CodeOperations(of: parsed) }
    return knownOperations.withLock { known in
      if let known { return known }
      let operations = CodeOperations(of: parsed)
      known = operations
      return operations
    }
  }

  /// The attributes that the code mentions. The code is parsed for it.
  package var attributeNames: Set<String> { parsed.attributeNames }

  /// Whether a function or a variable has an annotation. The code is parsed for it.
  package var hasAnnotations: Bool { parsed.hasAnnotations }

  /// Returns the attributes that each method of a class mentions. The code is parsed for it.
  func attributeNames(ofMethodsIn className: String) -> [String: Set<String>] {
    parsed.attributeNames(ofMethodsIn: className)
  }

  /// Where the code looks for names of the module without spelling them. The code is parsed for it.
  package var namespaceLookups: [NamespaceLookup] { parsed.namespaceLookups }

  /// Where the code uses variables of the environment. The code is parsed for it.
  package var environmentUses: [EnvironmentUse] { parsed.environmentUses }

  /// What the code says of GPUs. The code is parsed for it.
  package var acceleratorUses: AcceleratorUses { parsed.acceleratorUses }

  /// The addresses of this computer that the code spells. The code is parsed for it.
  package var localAddresses: [(address: String, range: Range<Int>)] { parsed.localAddresses }

  /// The texts that the code spells. The code is parsed for it.
  package var spelledTexts: Set<SpelledText> { parsed.spelledTexts }

  /// The code, parsed once where the tree is kept.
  private var parsed: ParsedCode {
    guard keepsTree else { return ParsedCode(source) }
    return knownTree.withLock { known in
      if let known { return known }
      let code = ParsedCode(source)
      known = code
      return code
    }
  }

  /// What the code does that may concern files, read once.
  var fileOperations: CodeOperations {
    knownFileOperations.withLock { known in
      if let known { return known }
      // Where the tree is kept, all operations are asked for later.
      let operations = operations(keeping: keepsTree).concerningFiles
      known = operations
      return operations
    }
  }

  /// Analyzes code, given as UTF-8.
  ///
  /// - Parameters:
  ///   - source: The code.
  ///   - keepsTree: Whether the syntax tree is kept once it has been asked for, so that operations and values are read
  ///     from one. It takes several times the memory of the code.
  package init(analysing source: [UInt8], keepsTree: Bool = false) {
    let code = PythonSource(source)
    self.keepsTree = keepsTree
    var facts = code.facts
    if source.starts(with: ByteOrderMark.utf8) { facts.syntaxErrors.insert(Self.byteOrderMarkError, at: 0) }
    self.facts = facts
    self.source = source
    mayBringNames = facts.mayBringNames
    places = Dictionary(
      zip(facts.bindings.lazy.map(\.name), facts.bindings.indices), uniquingKeysWith: { first, _ in first })
    boundNames = NameFilter(places.keys)
    misreadLine =
      facts.syntaxErrors.isEmpty && facts.escapes.isEmpty ? MagicComments.misreadLine(in: source) : nil
    ignoreComments = IgnoreComments(in: source)
    requirementComments = RequirementComment.all(in: source)
    importedPaths = facts.imports.flatMap(\.importedPaths)
    mayChangeOuterValues = !facts.definitions.isEmpty && OuterChangeScan.finds(in: source)
    mentionsProcessState =
      ProcessStateWords.occur(in: source) || facts.changes.contains { $0.kind == .attribute }
    // Hardly any cell has one, and all expressions are gone through to find it.
    dynamicImports = Self.mentionsImporter(source) ? code.dynamicImports : []
  }

  /// Whether the code has one of the words before a call that imports by name.
  private static func mentionsImporter(_ source: [UInt8]) -> Bool {
    let word = importWord
    guard source.count > word.count else { return false }
    return (0...source.count - word.count).contains { start in
      source[start] == word[0] && source[start + 6] == word[6]
        && source[start..<start + word.count].elementsEqual(word)
    }
  }

  /// What `import_module` and `__import__` have in common.
  private static let importWord = Array("import_".utf8)

  /// The facts of no code.
  package static let none = CodeFacts(analysing: [])

  /// Returns those of some names that the code binds at module level.
  func namesBound(among names: Set<String>) -> [String] {
    names.count < places.count
      ? names.filter { places[$0] != nil } : places.keys.filter(names.contains)
  }

  /// Whether the code imports what other code does.
  func importsSame(as other: CodeFacts) -> Bool {
    self === other
      || importedPaths == other.importedPaths && dynamicPaths == other.dynamicPaths
        && ModuleImports(of: [self]) == ModuleImports(of: [other])
  }

  /// How the code binds a name at module level; nil where it does not.
  package func binding(of name: String) -> Binding? { places[name].map { facts.bindings[$0] } }

  /// Python reads the mark before a file, and not before a cell.
  private static let byteOrderMarkError = PythonSyntaxError(
    message: "invalid non-printable character U+FEFF", range: 0..<ByteOrderMark.utf8.count)
}

/// What code assigns to names and does with values, as it was read.
final class SharedValues: Sendable {
  let values: CodeValues

  init(_ values: CodeValues) { self.values = values }
}

extension CellFacts {
  /// The names the code needs from elsewhere, at once or when code of it runs later.
  package var allReads: some Sequence<NameUse> { [reads, deferredReads].joined() }
}
