/// Spellings that the analysis itself looks for, interned first so that each has a constant identity.
///
/// The keywords come first, in the order of `TokenKind`'s keyword cases.
enum KnownName: Int32, CaseIterable {
  case `false`, none, `true`, and, `as`, assert, async, await, `break`, `class`, `continue`, def, del, elif
  case `else`, except, finally, `for`, from, global, `if`, `import`, `in`, `is`, lambda, nonlocal, not, or,
    pass
  case raise, `return`, `try`, `while`, with, yield
  case match, `case`, type, underscore
  case print, exec
  case all, classCell, module, qualifiedName, nameError, annotations, future
  case typing, typingExtensions, literal, annotated, cast, assertType, typeVariable, parameterSpecification
  case typeVariableTuple, newType, typedDictionary, namedTuple, typeAlias, bound, `default`, typ, targetType
  case suppress, exit, quit, system, operatingSystem, exitAtOnce
  case initializer, constructor, inPlace
  case globals, locals, vars, dir, eval, setAttribute, getIPython, builtins, builtinsOfModule, mainModule
  case variable, initSession, query, evaluate, format, formatMap, substitute, safeSubstitute, sql, execute
  case sqlOfTables

  /// Whether a name is a function, module or method through which code may get at names that it does not spell.
  static func isLookup(_ name: Int32) -> Bool {
    name >= Self.globals.rawValue && name <= Self.sqlOfTables.rawValue || name == Self.exec.rawValue
  }

  /// How many of the names are keywords.
  static let keywordCount: Int32 = 35

  /// The text of the name.
  var spelling: String {
    switch self {
    case .false: "False"
    case .none: "None"
    case .true: "True"
    case .and: "and"
    case .as: "as"
    case .assert: "assert"
    case .async: "async"
    case .await: "await"
    case .break: "break"
    case .class: "class"
    case .continue: "continue"
    case .def: "def"
    case .del: "del"
    case .elif: "elif"
    case .else: "else"
    case .except: "except"
    case .finally: "finally"
    case .for: "for"
    case .from: "from"
    case .global: "global"
    case .if: "if"
    case .import: "import"
    case .in: "in"
    case .is: "is"
    case .lambda: "lambda"
    case .nonlocal: "nonlocal"
    case .not: "not"
    case .or: "or"
    case .pass: "pass"
    case .raise: "raise"
    case .return: "return"
    case .try: "try"
    case .while: "while"
    case .with: "with"
    case .yield: "yield"
    case .match: "match"
    case .case: "case"
    case .type: "type"
    case .underscore: "_"
    case .print: "print"
    case .exec: "exec"
    case .all: "__all__"
    case .classCell: "__class__"
    case .module: "__module__"
    case .qualifiedName: "__qualname__"
    case .nameError: "NameError"
    case .annotations: "annotations"
    case .future: "__future__"
    case .typing: "typing"
    case .typingExtensions: "typing_extensions"
    case .literal: "Literal"
    case .annotated: "Annotated"
    case .cast: "cast"
    case .assertType: "assert_type"
    case .typeVariable: "TypeVar"
    case .parameterSpecification: "ParamSpec"
    case .typeVariableTuple: "TypeVarTuple"
    case .newType: "NewType"
    case .typedDictionary: "TypedDict"
    case .namedTuple: "NamedTuple"
    case .typeAlias: "TypeAlias"
    case .bound: "bound"
    case .default: "default"
    case .typ: "typ"
    case .targetType: "tp"
    case .suppress: "suppress"
    case .exit: "exit"
    case .quit: "quit"
    case .system: "sys"
    case .operatingSystem: "os"
    case .exitAtOnce: "_exit"
    case .initializer: "__init__"
    case .constructor: "__new__"
    case .inPlace: "inplace"
    case .globals: "globals"
    case .locals: "locals"
    case .vars: "vars"
    case .dir: "dir"
    case .eval: "eval"
    case .setAttribute: "setattr"
    case .getIPython: "get_ipython"
    case .builtins: "builtins"
    case .builtinsOfModule: "__builtins__"
    case .mainModule: "__main__"
    case .variable: "var"
    case .initSession: "init_session"
    case .query: "query"
    case .evaluate: "evaluate"
    case .format: "format"
    case .formatMap: "format_map"
    case .substitute: "substitute"
    case .safeSubstitute: "safe_substitute"
    case .sql: "sql"
    case .execute: "execute"
    case .sqlOfTables: "sqldf"
    }
  }
}
