import PythonSyntax

/// Why Kale's runtime cannot pass a value from step to step.
package struct PassingFault: Sendable {
  /// What becomes of the value.
  package enum Outcome: Sendable {
    /// The step fails when it saves the value.
    case notSaved
    /// The step that takes the value fails when it loads it.
    case notLoaded
    /// One of both, in some runs.
    case perhaps
    /// The step that takes the value may wait forever when it uses it.
    case waits
  }

  /// What the value is, with an article: `an array of objects`.
  package let what: String
  /// What happens when a step passes the value on.
  package var outcome: Outcome
  /// What to do, in the imperative, after `For Kale,`. `%` stands for the name of the value.
  package let remedy: String
  /// The function or class of the notebook that the value refers to by name: a step that has loaded it before can load
  /// the value.
  package var definition: String?
  /// Whether a class is at fault, and not what the value holds.
  package var isOfClass = false
  /// Whether the exact runtime cannot pass it either.
  package var failsOnExact = false
  /// What the fault depends on besides the value; nil for most.
  package var condition: Condition?

  /// What rules have to find out about a value before they report the fault.
  package enum Condition: Sendable {
    /// The exact runtime cannot pass it once its first element has been taken. `mayStartElsewhere`: that element may be
    /// no generator's, as in `chain([1], generator)`.
    case started(mayStartElsewhere: Bool)
    /// Only rows with names are meant, for which the code has to ask: `con.row_factory = sqlite3.Row`.
    case namedRows
    /// The exact runtime cannot pass it until the work is done that it stands for.
    case unfinished
  }

  /// Whether each run has the fault.
  package var isCertain: Bool { outcome != .perhaps && outcome != .waits }

  static let objects = PassingFault(
    what: "an array of Python objects", outcome: .notLoaded, remedy: "pass a list: `%.tolist()`.")
  static let function = PassingFault(
    what: "a function of NumPy", outcome: .notLoaded, remedy: "use the function where it is called.")
  static let history = PassingFault(
    what: "a Keras object other than a model", outcome: .notSaved, remedy: "pass `%.history`.")
  static let keras = PassingFault(
    what: history.what, outcome: .notSaved, remedy: "create it in the step that uses it.")
  static let archive = PassingFault(
    what: "an open archive of arrays", outcome: .notLoaded, remedy: "pass the arrays: `dict(%)`.",
    failsOnExact: true)
  static let reader = PassingFault(
    what: "an open table that is read in parts", outcome: .notSaved,
    remedy: "open it in the step that reads it.")
  static let dtype = PassingFault(
    what: "a type of NumPy", outcome: .notLoaded, remedy: "pass its name: `str(%)`.")
  static let thread = PassingFault(
    what: "a list of threads", outcome: .perhaps, remedy: "wait for them in the step that starts them.")
  static let lambdaInEstimator = PassingFault(
    what: "a scikit-learn object that holds a lambda", outcome: .notSaved, remedy: "pass it in a list: `[%]`."
  )
  static let closureInEstimator = PassingFault(
    what: "a scikit-learn object that holds a nested function", outcome: .notSaved,
    remedy: "pass it in a list: `[%]`.")
  static let lambdaInTable = PassingFault(
    what: "a table that holds a lambda", outcome: .notSaved, remedy: "pass a list instead of the table.")

  static func iterator(mayStartElsewhere: Bool) -> PassingFault {
    PassingFault(
      what: "an iterator over a generator", outcome: .notSaved, remedy: "convert it to a list: `list(…)`.",
      condition: .started(mayStartElsewhere: mayStartElsewhere))
  }

  static func estimator(_ name: String) -> PassingFault {
    PassingFault(
      what: "a scikit-learn object that refers to `\(name)`", outcome: .notLoaded,
      remedy: "pass it in a list: `[%]`.",
      definition: name)
  }

  static func table(_ name: String) -> PassingFault {
    PassingFault(
      what: "a table that holds objects of `\(name)`", outcome: .notLoaded,
      remedy: "pass a list instead of the table.", definition: name)
  }

  static func member(_ name: String) -> PassingFault {
    PassingFault(
      what: "or holds a member of the enumeration `\(name)`", outcome: .notLoaded,
      remedy: "pass the value or the name of the member.")
  }

  static let bareObject = PassingFault(
    what: "a bare `object()`", outcome: .notSaved, remedy: "use a string instead.")

  static func exception(_ name: String) -> PassingFault {
    PassingFault(
      what: "or holds the exception `\(name)`", outcome: .notLoaded,
      remedy: "pass all arguments of `__init__` to `super().__init__`.", isOfClass: true)
  }

  static func created(_ name: String) -> PassingFault {
    PassingFault(
      what: "or holds an object of `\(name)`, whose `__new__` needs more arguments than are saved",
      outcome: .notLoaded, remedy: "give the arguments after the first defaults.", isOfClass: true)
  }

  static func loaded(_ name: String, using other: String) -> PassingFault {
    PassingFault(
      what: "or holds an object of `\(name)`, whose `__setstate__` uses `\(other)` before it is imported",
      outcome: .notLoaded, remedy: "import what it needs in `__setstate__`.", isOfClass: true)
  }

  /// Where a class or function refers to something that is saved by its name.
  enum Reference { case base, annotation, parameterDefault }

  static func reference(to name: String, in place: Reference) -> PassingFault {
    let remedy =
      switch place {
      case .base: "leave `\(name)` out of the bases of the class."
      case .annotation: "write the annotations with `\(name)` as text."
      case .parameterDefault: "use `None` as the default instead of `\(name)`."
      }
    return PassingFault(
      what: "or belongs to code that refers to `\(name)`", outcome: .notLoaded, remedy: remedy,
      isOfClass: true)
  }

  static func model(_ name: String) -> PassingFault {
    PassingFault(
      what: "or belongs to `\(name)`, a model of pydantic", outcome: .notLoaded,
      remedy: "pass what `model_dump()` returns.", isOfClass: true)
  }

  static func endless(_ name: String, attribute: String) -> PassingFault {
    PassingFault(
      what: "or holds an object of `\(name)`, whose `__getattr__` calls itself until `\(attribute)` is there",
      outcome: .notLoaded,
      remedy: "begin `__getattr__` with an `AttributeError` for names that start with `__`.", isOfClass: true)
  }

  static func subclass(of name: String) -> PassingFault {
    PassingFault(
      what: "or belongs to a subclass of `\(name)`, whose `__init_subclass__` uses names of the notebook",
      outcome: .notLoaded, remedy: "register the classes in another way.", isOfClass: true)
  }

  static func registry(_ name: String) -> PassingFault {
    PassingFault(
      what: "or belongs to `\(name)`, a class that holds itself or its instances",
      outcome: .notLoaded,
      remedy: "keep them in a variable outside of the class.", isOfClass: true)
  }
}

extension ValueReader {
  /// Returns why Kale's runtime cannot pass a value; nil if it can, or if that is not known.
  package func passingFault(of value: KnownValue) -> PassingFault? {
    switch value {
    case .objects: return .objects
    case .library(let path): return NumPyFunctionTable.functions.contains(path) ? .function : nil
    case .series(let cells), .frame(let cells): return tableFault(cells.objects)
    case .made(let path, let parts): return fault(ofMade: path, parts)
    case .container(let parts, _): return parts.lazy.compactMap { self.partFault(of: $0, left: 6) }.first
    case .definition, .member: return dillFault(of: value, left: 6)
    case .closure(let held): return heldFault(of: held, by: "a function that uses")
    case .instance(let definition, _):
      return savedByLibrary(definition) ?? dillFault(of: value, left: 6)
    default: return nil
    }
  }

  private func fault(ofMade path: String, _ parts: [KnownValue]) -> PassingFault? {
    switch path {
    case "keras.callbacks.History": return .history
    case KnownValue.archivePath: return .archive
    case KnownValue.readerPath: return .reader
    case KnownValue.dtypePath: return .dtype
    case "builtins.object": return .bareObject
    default: break
    }
    if KnownValue.holders.contains(path) { return dillFault(of: .made(path, parts), left: 6) }
    if let fault = iteratorFault(path, parts) { return fault }
    if KnownValue.isKeras(path) {
      let isOther = [".layers.", ".optimizers.", ".losses.", ".callbacks.", ".metrics."].contains(
        where: path.contains)
      let isClass = path.split(separator: ".").last?.first?.isUppercase ?? false
      return isOther && isClass ? .keras : nil
    }
    return KnownValue.isEstimator(path) ? estimatorFault(parts, left: 12) : nil
  }

  /// scikit-learn's objects are saved with the names of the functions and classes that they hold.
  private func estimatorFault(_ parts: [KnownValue], left: Int) -> PassingFault? {
    guard left > 0 else { return nil }
    for part in parts {
      switch part {
      case .lambda: return .lambdaInEstimator
      case .closure: return .closureInEstimator
      case .definition(let definition), .instance(let definition, _), .member(let definition):
        return .estimator(definition.name)
      case .container(let inner, _), .made(_, let inner):
        if let fault = estimatorFault(inner, left: left - 1) { return fault }
      default: break
      }
    }
    return nil
  }

  private func tableFault(_ objects: [KnownValue]) -> PassingFault? {
    for object in objects {
      switch object {
      case .lambda: return .lambdaInTable
      case .definition(let definition), .instance(let definition, _), .member(let definition):
        return .table(definition.name)
      default: break
      }
    }
    return nil
  }

  /// The fault of an object whose class's first base makes Kale save it as an estimator or a table.
  private func savedByLibrary(_ definition: DefinitionInNotebook) -> PassingFault? {
    guard let base = definition.value.bases.first,
      case .library(let path) = classOf(base, seenFrom: definition)
    else { return nil }
    if path.hasPrefix("sklearn.") { return .estimator(definition.name) }
    return path == "pandas.DataFrame" || path == "pandas.Series" ? .table(definition.name) : nil
  }

  /// The fault of what a list or dictionary holds.
  private func partFault(of value: KnownValue, left: Int) -> PassingFault? {
    if case .closure(let held) = value {
      return heldFault(of: held, by: "a collection with a function that uses")
    }
    return heldFault(of: value, by: "a collection that holds") ?? dillFault(of: value, left: left)
  }

  /// The fault of a value that dill saves, with the classes that it refers to.
  func dillFault(of value: KnownValue, left: Int) -> PassingFault? {
    guard left > 0 else { return nil }
    switch value {
    case .member(let definition): return .member(definition.name)
    case .definition(let definition): return fault(of: definition)
    case .instance(let definition, let parts):
      // What the object was given is nearer to the mind than what its class refers to.
      return parts.lazy.compactMap { self.dillFault(of: $0, left: left - 1) }.first
        ?? fault(of: definition) ?? exceptionFault(of: definition) ?? creationFault(of: definition)
        ?? endlessFault(of: definition) ?? loadingFault(of: definition)
        ?? storedFault(of: definition, parts, left: left)
    case .container(let parts, _):
      return parts.lazy.compactMap { self.partFault(of: $0, left: left - 1) }.first
    case .made(let path, let parts) where KnownValue.holders.contains(path):
      return parts.lazy.compactMap { self.partFault(of: $0, left: left - 1) }.first
    case .made("threading.Thread", _): return .thread
    default: return nil
    }
  }
}
