/// What analysis knows of one piece of Python code alone: what it needs, what it gives and what it says.
///
/// Facts compose: `CellFacts.joined(_:)` puts the facts of several pieces together, in order, and gives the
/// same answer as analysing the joined text would, without reading any text again. All ranges are byte offsets
/// into the UTF-8 text of the piece that the facts were made from; joining drops what has a range of its own
/// meaning only inside one piece (`statements`, `syntaxErrors`, `escapes`).
public struct CellFacts: Sendable, Equatable {
  /// Names that code at module level reads where the piece itself has neither bound nor deleted them before, in
  /// order of reading. One entry a place.
  public var reads: [NameUse] = []
  /// Names that code which runs later (function and lambda bodies, string annotations) reads and that none of
  /// its own scopes binds. They are looked up when the whole module has run.
  public var deferredReads: [NameUse] = []
  /// Names bound at module level when the piece has run, in order of first binding.
  public var bindings: [Binding] = []
  /// Names that `del` takes away at module level for certain and that are not bound again afterwards.
  public var deletions: Set<String> = []
  /// Whether module-level code has a `raise`, `exit()`, `quit()`, `sys.exit()` or `os._exit()`: what follows, in
  /// later pieces too, may not run.
  public var mayEndEarly = false
  /// Functions at module level (also inside `if`, `try` …, not inside classes), the last of a name.
  public var functions: [FunctionFacts] = []
  /// Names that are called directly, as in `name(…)`, anywhere, sorted.
  public var calls: [String] = []
  /// Every name the code mentions outside function and class bodies, as Kale counts them: reads, bindings,
  /// deletions, imports (the alias, or the dotted name as written), and function and class names.
  public var mentions: Set<String> = []
  /// Modules imported anywhere in the code, in order.
  public var imports: [ImportFact] = []
  /// The statements at module level, in order, as far as Kale's parameter and metric cells look at them.
  public var statements: [StatementFact] = []
  /// The name, where the last statement is nothing but a name.
  public var trailingName: String?
  /// Syntax errors in the order of the text; empty where CPython would accept the code (IPython's escapes aside).
  public var syntaxErrors: [PythonSyntaxError] = []
  /// IPython's additions to the language: magics, shell commands, help requests.
  public var escapes: [IPythonEscape] = []
  /// The one among the syntax errors that CPython would report.
  public var reportedError: PythonSyntaxError?

  /// What the code does to the names of its module; `undefinedNames` follows from it.
  var flow = NameFlow()
  /// Whether there is no statement at all.
  var isBlank = true

  /// The facts of an empty piece of code.
  public init() {}

  /// The modules of `from x import *` at module level, in order, with leading dots. With one pyflakes reports
  /// no undefined name after it, since the name may come from there.
  public var starImports: [String] { flow.starImports }
}

/// One place where a name is read.
public struct NameUse: Sendable, Hashable {
  /// The name, NFKC-normalised as CPython compares names.
  public var name: String
  /// Its bytes in the text.
  public var range: Range<Int>
  /// Whether the piece may run to its end, or end on purpose, without reading the name here.
  ///
  /// So it is with all code that runs later, and at module level with
  /// - what hangs on a test: branches, loops, `match` cases, comprehensions but for their first iterable, the right
  ///   side of `and` and `or`, values of conditional expressions, the third operand of a comparison and those behind
  ///   it, the message of `assert`;
  /// - what hangs on errors: all of a `try` that has handlers, but for its `finally`; the block of `with suppress(…)`;
  /// - annotations, which Python 3.14 does not look at;
  /// - what stands behind a place where the module may end, see `CellFacts.mayEndEarly`.
  ///
  /// Where it is false and the name is missing, the code fails with a `NameError` unless it fails before.
  public var isConditional: Bool

  /// A use of `name` at `range`.
  public init(name: String, range: Range<Int>, isConditional: Bool = false) {
    self.name = name
    self.range = range
    self.isConditional = isConditional
  }
}

/// One name that module-level code binds.
public struct Binding: Sendable, Hashable {
  /// How a name came to be bound.
  public enum Kind: String, Sendable, Hashable {
    case assignment, augmentedAssignment, annotation, loop, with, exception, pattern, walrus
    case function, `class`, `import`, typeAlias, magic
  }

  /// The name, NFKC-normalised.
  public var name: String
  /// How it is bound last.
  public var kind: Kind
  /// The bytes of its last binding occurrence.
  public var range: Range<Int>

  /// A binding of `name` at `range`.
  public init(name: String, kind: Kind, range: Range<Int>) {
    self.name = name
    self.kind = kind
    self.range = range
  }
}

/// A function at module level and what its body needs from outside.
public struct FunctionFacts: Sendable, Hashable {
  /// The function's name.
  public var name: String
  /// Names that pyflakes calls undefined when it sees this function's source alone (decorators, defaults and
  /// annotations included), sorted: what Kale calls its free variables.
  public var freeNames: [String]

  /// What the function's definition alone does to the names of its module.
  var flow = NameFlow()

  /// The facts of one function.
  public init(name: String, freeNames: [String]) {
    self.name = name
    self.freeNames = freeNames
  }

  init(name: String, flow: NameFlow) {
    self.name = name
    self.flow = flow
    freeNames = flow.undefinedNames(builtins: BuiltinNames.python).sorted()
  }

  /// The names that pyflakes calls undefined in a module made of `prefix` and then this function alone.
  public func freeNames(
    after prefix: CellFacts, builtins: Set<String> = BuiltinNames.python
  ) -> Set<String> {
    flow.undefinedNames(after: prefix.flow, builtins: builtins)
  }
}

/// One imported module.
public struct ImportFact: Sendable, Hashable {
  /// The module as written, `sklearn.linear_model`; empty for `from . import x`.
  public var module: String
  /// Number of leading dots of a relative import.
  public var level: Int
  /// The bytes of the import statement.
  public var range: Range<Int>
  /// Whether the statement stands at module level (not in a function or class body).
  public var isAtModuleLevel: Bool

  /// The package to install: the first part of the dotted name, nil for a relative import.
  public var topLevelPackage: String? {
    guard level == 0, !module.isEmpty else { return nil }
    return String(module.prefix { $0 != "." })
  }

  /// An import of `module`.
  public init(module: String, level: Int, range: Range<Int>, isAtModuleLevel: Bool) {
    self.module = module
    self.level = level
    self.range = range
    self.isAtModuleLevel = isAtModuleLevel
  }
}

/// A constant as Python's parser sees one.
public enum PythonLiteral: Sendable, Hashable {
  /// An integer; nil where it does not fit 64 bits.
  case integer(Int?)
  case float(Double)
  case boolean(Bool)
  /// A string, adjacent literals joined and escapes decoded; f-strings are not constants.
  case string(String)
  case none
  case bytes, complex, ellipsis
}

/// A statement at module level, as Kale's parameter and metric cells see it.
public struct StatementFact: Sendable, Hashable {
  /// What the statement is.
  public enum Kind: Sendable, Hashable {
    /// `name = literal`, a constant and nothing more.
    case literalAssignment(name: String, PythonLiteral)
    /// `name = -1` or `+1.5`: a sign before a number. Kale refuses it.
    case signedNumberAssignment(name: String, PythonLiteral)
    /// Any other assignment with one target that is a name.
    case otherAssignment(name: String)
    /// An assignment to several targets, a tuple, an attribute or a subscript.
    case complexAssignment
    /// `name: annotation = value` or `name: annotation`.
    case annotatedAssignment(name: String?)
    /// `print(name)` and nothing more.
    case printName(String)
    /// A name alone.
    case name(String)
    case other
  }

  /// What the statement is.
  public var kind: Kind
  /// Its bytes in the text.
  public var range: Range<Int>

  /// A statement of `kind` at `range`.
  public init(kind: Kind, range: Range<Int>) {
    self.kind = kind
    self.range = range
  }
}

/// A place where CPython would refuse the code.
public struct PythonSyntaxError: Error, Sendable, Hashable {
  /// CPython's words, or better ones: `'(' was never closed`.
  public var message: String
  /// The bytes at fault; may be empty.
  public var range: Range<Int>

  /// An error at `range`.
  public init(message: String, range: Range<Int>) {
    self.message = message
    self.range = range
  }
}

/// A piece of IPython syntax that plain Python does not have.
public struct IPythonEscape: Sendable, Hashable {
  /// Which piece of syntax.
  public enum Kind: String, Sendable, Hashable {
    /// `%name …`
    case lineMagic
    /// `%%name …` with the rest of the cell.
    case cellMagic
    /// `!command` or `!!command`
    case shell
    /// `name = !command` or `name = %magic`
    case assignment
    /// `name?`, `name??`, `?name`
    case help
  }

  /// Which piece of syntax.
  public var kind: Kind
  /// The magic's name, the command or the object asked about, without the sign.
  public var text: String
  /// The bytes of the whole escape; for a cell magic its first line.
  public var range: Range<Int>

  /// An escape of `kind` at `range`.
  public init(kind: Kind, text: String, range: Range<Int>) {
    self.kind = kind
    self.text = text
    self.range = range
  }
}
