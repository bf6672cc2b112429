/// What is known of the value of an expression.
struct Meaning {
  enum Kind {
    case unknown
    /// A list, dictionary or other container of Python's own.
    case container
    /// A dictionary: to go through it is to go through its keys.
    case dictionary
    /// An iterator of Python's own, which goes on where it has been left.
    case iterator
    /// A module, or what is found in one, by its dotted path.
    case library(String)
    /// A string or a path.
    case text(PathText)
    /// The argument of a parameter.
    case argument(String)
    /// A function or class of the notebook.
    case definition(Int)
    /// An object of a class of the notebook.
    case instance(Int)
    /// What a function or class of a library returned. `isUnseeded`: it draws from NumPy's generator when it is fitted.
    case made(String, isUnseeded: Bool)
    /// What a function of the notebook returned that keeps variables between calls of its inner functions.
    case closure
    /// An open file.
    case stream(PathText)
    /// A connection to a database of SQLite in a file or in memory, or a cursor of one.
    case database(PathText)
  }

  /// A variable whose object is linked to this one.
  struct Root: Hashable {
    var name: String
    /// How often the variable had been assigned to; nil for a parameter.
    var generation: Int?
    /// What this object is to the variable's.
    var link = ObjectLink.same
  }

  var kind: Kind
  var roots: [Root] = []

  static let unknown = Meaning(kind: .unknown)

  /// The same object seen through another one, with other links.
  func roots(_ link: (ObjectLink) -> ObjectLink) -> [Root] {
    roots.map { Root(name: $0.name, generation: $0.generation, link: link($0.link)) }
  }

  /// The pattern of a path; nil for a meaning that is not a path.
  var path: PathText? {
    switch kind {
    case .text(let text), .stream(let text): text
    case .argument(let name): PathText(argument: name)
    case .unknown, .container, .dictionary, .iterator: .unknown
    // `sys.stdout`, a buffer; and who knows what a function of the notebook returns.
    case .library, .made, .definition, .instance, .closure, .database: nil
    }
  }

  /// The library that the value comes from.
  var library: String? {
    switch kind {
    case .library(let path), .made(let path, _): String(path.firstPart)
    case .database: "sqlite3"
    case .unknown, .container, .dictionary, .iterator, .text, .argument, .definition, .instance, .closure,
      .stream:
      nil
    }
  }
}

extension Meaning {
  /// Whether it is the argument of a parameter.
  var isArgument: Bool { if case .argument = kind { true } else { false } }

  /// Whether it goes through elements once, from where it has been left.
  var isIterator: Bool {
    switch kind {
    case .iterator: true
    case .made(let maker, _): maker.hasPrefix("itertools.")
    case .unknown, .container, .dictionary, .library, .text, .argument, .definition, .instance, .closure,
      .stream,
      .database:
      false
    }
  }

  /// Whether it is, or may be, an array or a table; what else a library returns may be a number.
  var isArray: Bool {
    guard case .made = kind, let library else { return false }
    return ["cupy", "jax", "numpy", "pandas", "polars", "scipy", "tensorflow", "torch", "xarray"].contains(
      library)
  }

  /// Whether it may be an array for all that is known; it may as well be a number.
  var mayBeArray: Bool {
    switch kind {
    case .unknown, .made: true
    case .container, .dictionary, .iterator, .library, .text, .argument, .definition, .instance, .closure,
      .stream:
      false
    case .database: false
    }
  }
}

extension Meaning.Kind {
  /// Whether it is a container of Python's own.
  var isContainer: Bool {
    switch self {
    case .container, .dictionary: true
    default: false
    }
  }

  /// Whether it is known to be a dictionary, or a file that is used as one.
  var isDictionary: Bool {
    switch self {
    case .dictionary, .made("shelve.open", _): true
    default: false
    }
  }
}
