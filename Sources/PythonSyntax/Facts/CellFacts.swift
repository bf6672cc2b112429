/// What analysis knows of one piece of Python code alone: what it needs, what it gives and what it says.
///
/// Facts compose: `CellFacts.joined(_:)` puts the facts of several pieces together, in order, and gives the
/// same answer as analysing the joined text would, without reading any text again. All ranges are byte offsets
/// into the UTF-8 text of the piece that the facts were made from; joining drops what has a range of its own
/// meaning only inside one piece (`statements`, `syntaxErrors`, `escapes`, `automagics`, `unprintableSyntax`,
/// `versionedSyntax`, `versionedNames`).
public struct CellFacts: Sendable, Equatable {
  /// Names that code at module level reads where the piece itself has neither bound nor deleted them before, in
  /// order of reading. One entry a place.
  public var reads: [NameUse] = []
  /// Reads at module level that the code surely comes to, of names that it has bound on some ways there and not on
  /// others. pyflakes takes these names for bound.
  public var doubtfulReads: [NameUse] = []
  /// Names that code which runs later (function and lambda bodies, string annotations) reads and that none of
  /// its own scopes binds. They are looked up when the whole module has run.
  public var deferredReads: [NameUse] = []
  /// Names bound at module level when the piece has run, in order of first binding.
  public var bindings: [Binding] = []
  /// Places where module-level code changes what a name holds, in order.
  public var changes: [ChangeFact] = []
  /// Names that `del` takes away at module level for certain and that are not bound again afterwards.
  public var deletions: Set<String> = []
  /// Whether module-level code has an `exit()`, `quit()`, `sys.exit()` or `os._exit()`: what follows, in later pieces
  /// too, may not run though nothing fails.
  public var mayEndEarly = false
  /// Functions at module level (also inside `if`, `try` …, not inside classes), the last of a name.
  public var functions: [FunctionFacts] = []
  /// Functions of all kinds, classes and lambdas at module level (also inside `if`, `try` …) with what using them
  /// takes from the module, the last of a name.
  public var definitions: [DefinitionFacts] = []
  /// Names that the code defines without a statement that binds them, in no particular order.
  public var hiddenNames: [HiddenName] = []
  /// Names that texts read as code, or ask for, whether or not the code has bound them before.
  public var textNames: Set<String> = []
  /// Where the code may define names that it does not show.
  public var openings: [NameOpening] = []
  /// Whether the code passes the module's names to other code as a dictionary, which may then add some.
  public var passesNamesOn = false
  /// Lines that IPython may run as magics although no `%` is in front.
  public var automagics: [Automagic] = []
  /// Names that a function or class declares `global` and binds.
  public var globalBindings: Set<String> = []
  /// For each name bound at module level to something that may hold on to functions or classes: to which.
  public var captures: [String: CapturedNames] = [:]
  /// Classes, and functions that give back functions, at module level: what they make holds on to code.
  public var codeFactories: Set<String> = []
  /// Names that module-level code calls for certain, as in `name(…)`, at the first such place; for what is certain
  /// see `NameUse.isConditional`.
  public var certainCalls: [NameUse] = []
  /// Calls of methods that module-level code comes to for certain.
  public var certainMethodCalls: [MethodCall] = []
  /// Names that are called directly, as in `name(…)`, anywhere, sorted.
  public var calls: [String] = []
  /// The first place in a function at which Kale gives up on the function, and refuses the notebook.
  public var unprintableSyntax: UnprintableSyntax?
  /// What not every version of Python 3 accepts, in the order of the text.
  public var versionedSyntax: [VersionedSyntax] = []
  /// What may be a name that not every version of Python 3 has: what the first name of a path is, the piece alone need
  /// not say.
  public var versionedNames: [VersionedName] = []
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
  /// What the grammar allows and CPython's compiler rejects where it stands, in the order of the text. Empty if there are
  /// syntax errors.
  public var misplacedCode: [PythonSyntaxError] = []
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
