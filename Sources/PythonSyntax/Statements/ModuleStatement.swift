/// A statement at module level with everything that it mentions, for deciding whether other code can do without it.
public struct ModuleStatement: Sendable {
  /// The kinds of statements at module level.
  public enum Kind: Sendable, Hashable {
    case `import`, function, `class`
    /// An expression, whose value a notebook shows if no other statement follows.
    case expression
    /// `if` or `try`.
    case guarded
    case other
  }

  /// The kind of the statement.
  public var kind: Kind
  /// Its bytes in the text.
  public var range: Range<Int>
  /// The name of the function or class that it defines.
  public var definedName: String?
  /// What an import statement imports, in order.
  public var imports: [ImportedName] = []
  /// The names of the module that it binds, deletes or declares, in functions too, each once.
  public var bindings: Set<String> = []
  /// The names of the module that it mentions.
  public var mentions: Set<NameMention> = []
  /// The attributes that it mentions.
  public var members: Set<MemberMention> = []
  /// The names of keyword arguments.
  public var keywords: Set<String> = []
  /// What runs when the statement runs, apart from assigning names: what is called, decorates or is a base.
  public var effects: Set<StatementEffect> = []
  /// Whether it is a class that takes part in the definition of its subclasses.
  public var hasSubclassHook = false
  /// Whether it is a function whose body runs, to its end, where it is called, and which keeps nothing from call to call: no
  /// generator, coroutine or decorated one, and none with a list as a default.
  public var isPlainFunction = false

  /// Whether it does nothing to the names that it binds except binding them.
  var isDefinition: Bool { [.import, .function, .class].contains(kind) }
}

/// A name that an import statement imports.
public struct ImportedName: Sendable, Hashable {
  /// The name that is bound; nil for `*`.
  public var name: String?
  /// The module of `from module import name`, with its dots; nil for `import module`.
  public var source: String?
  /// The name as written: `linear_model` for `from sklearn import linear_model as lm`; the module for `import module`.
  public var member: String
  /// The bytes of the name with its alias.
  public var range: Range<Int>

  /// What is imported, with dots. It may be a module or something inside of one.
  public var path: String {
    guard let source else { return member }
    return source.utf8.last == UInt8(ascii: ".") ? source + member : source + "." + member
  }

  /// What the name is bound to, with dots: the package for `import package.module`.
  public var boundPath: String {
    source == nil && name == String(member.prefix { $0 != "." }) ? name ?? member : path
  }
}

/// How a statement mentions a name of the module.
public struct NameMention: Sendable, Hashable {
  /// What is done with the name.
  public enum Use: Sendable, Hashable {
    /// It is called, as in `name(…)`.
    case call
    /// An attribute of it is used: `name.attribute`.
    case attribute
    /// Anything else: its value may be kept.
    case value
    /// It is a word of a string or of a magic.
    case text
  }

  /// When the code runs.
  public enum Time: Sendable, Hashable {
    /// When the statement runs.
    case now
    /// In the body of the function that the statement defines.
    case body
    /// In code that a value may hold: functions in functions, lambdas, generators and all of a class.
    case later
  }

  /// The name that is mentioned.
  public var name: String
  /// How the statement uses the name.
  public var use: Use
  /// When the code that mentions it runs.
  public var time: Time

  /// A mention of `name`.
  public init(name: String, use: Use, time: Time) {
    (self.name, self.use, self.time) = (name, use, time)
  }
}

/// An attribute that a statement mentions.
public struct MemberMention: Sendable, Hashable {
  /// Whether and with which argument an attribute is called.
  public enum Call: Sendable, Hashable {
    /// The attribute is not called.
    case none
    /// Nothing is passed.
    case empty
    /// The first argument is a string without anything to fill in.
    case text
    case other
  }

  /// The name that the chain of attributes begins with; nil where it begins with something else.
  public var root: String?
  /// Whether it is an attribute of the root itself.
  public var isFirst: Bool
  /// The attribute; empty where the root itself is called.
  public var member: String
  /// Whether and with which argument the attribute is called.
  public var call: Call
}

/// What runs when a statement runs.
public enum StatementEffect: Sendable, Hashable {
  /// A decorator.
  case decorator(ValuePath)
  /// A base class.
  case base(ValuePath)
  /// A metaclass.
  case metaclass(ValuePath)
  /// A call, by the dotted path of what is called.
  case call(ValuePath)
  /// Something of which nothing is known.
  case unknown
}

extension PythonSource {
  /// The statements at module level, in order.
  public var moduleStatements: [ModuleStatement] {
    let occurrences = nameOccurrences
    var next = 0
    return SyntaxTree.Children(tree: tree, index: tree[root].firstChild).map { node in
      var reader = StatementReader(self)
      var effects = EffectReader(self)
      reader.read(node)
      effects.read(node)
      reader.statement.effects = effects.effects
      reader.statement.hasSubclassHook = effects.hasSubclassHook
      let end = tree[node].range.upperBound
      while next < occurrences.count, occurrences[next].range.lowerBound < end {
        reader.add(occurrences[next])
        next += 1
      }
      return reader.statement
    }
  }
}

/// The words of a string that may be names.
public enum PythonWords {
  /// Returns the words in some bytes of the source, each once.
  public static func words(in bytes: ArraySlice<UInt8>) -> Set<String> {
    Set(
      bytes.split { !SourceScan.isNamePart($0) }
        .filter { $0.first.map { !$0.isDigit } ?? false }
        .map { String(decoding: $0, as: UTF8.self) })
  }
}
