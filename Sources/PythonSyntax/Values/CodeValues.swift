/// What a piece of code assigns to names, and what it does with the kinds of values that names hold.
///
/// It is read from the text when something asks for it.
public struct CodeValues: Sendable {
  /// A value that is assigned to a name, or put into the object that a name holds.
  public struct Store: Sendable {
    /// The name that is assigned to, or that holds the object.
    public var name: String
    /// The value that is assigned to the name, or put into its object.
    public var value: ValueExpression
    /// Whether the code may run to its end without the assignment.
    public var isConditional: Bool
    /// The attribute that is assigned, if the value is put into one: `name.attribute = value`.
    public var attribute: String?
  }

  /// What is assigned to names at module level, in the order in which it runs; of a function, to its variables.
  public internal(set) var stores: [Store] = []
  /// For each name the places of its stores, in order.
  public internal(set) var places: [String: [Int]] = [:]
  /// What is put into objects: `name.append(value)`, `name[key] = value`, `name.attribute = value`.
  public internal(set) var additions: [Store] = []
  /// What is done with values.
  public internal(set) var uses: [ValueUse] = []
  /// The calls of other methods, which may be those of the notebook's classes.
  public internal(set) var methodCalls: [ValueUse] = []
  /// What `return` statements return; of a function.
  public internal(set) var results: [ValueExpression] = []
  /// What `yield` gives to those who go through a generator; of a function.
  public internal(set) var yields: [ValueExpression] = []
  /// The functions and classes that are defined, by name.
  public internal(set) var definitions: [String: DefinedValue] = [:]

  /// The values of no code.
  public init() {}

  /// Reads the values of code. Of calls, those of functions and methods of some names are noted, and those of names
  /// that are not builtins.
  public init(of code: ParsedCode, notingCallsOf noted: Set<String>) {
    var collector = ValueCollector(source: code.bytes, tree: code.tree, names: code.names, noted: noted)
    collector.visitBlock(code.root)
    self = collector.values
    for (place, store) in stores.enumerated() { places[store.name, default: []].append(place) }
  }

  /// Returns the place of the last store of a name among the first `count` stores; nil if there is none.
  public func lastStore(of name: String, before count: Int) -> Int? {
    guard let places = places[name] else { return nil }
    var (low, high) = (0, places.count)
    while low < high {
      let middle = (low + high) / 2
      if places[middle] < count { low = middle + 1 } else { high = middle }
    }
    return low > 0 ? places[low - 1] : nil
  }
}

/// Something that code does with values.
public struct ValueUse: Sendable {
  /// The kinds of uses.
  public enum Kind: Sendable {
    /// `function(…)`
    case call(ValueExpression, [ValueArgument])
    /// A value is a key of a dictionary, or an element of a set.
    case key(ValueExpression)
    /// `base[name]`
    case lookup(ValueExpression, key: String)
    /// `a is b`, `a == b`, or what else compares a value with what a call returns.
    case comparison(ValueExpression, ValueExpression)
    /// Code asks in another way whether an object is of a class, or is another object.
    case test(ValueExpression, ValueExpression, ClassTest)
  }

  /// How code asks for the class or the identity of an object.
  public enum ClassTest: Sendable, Hashable {
    /// `match object:` with `case Class():`
    case pattern
    /// `raise object` below a `try` with `except Class:`
    case handler
    /// `object is other`
    case identity
    /// `other[type(object)]`
    case key
  }

  /// The kind of use, with the values that take part in it.
  public var kind: Kind
  /// How many stores the code has made before.
  public var storeCount: Int
  /// Whether the code may run to its end without it.
  public var isConditional: Bool
}

/// A function or class that code defines.
public struct DefinedValue: Sendable {
  /// The name of the function or class.
  public var name: String
  /// Whether it is a class.
  public var isClass: Bool
  /// The decorators, in order.
  public var decorators: [ValueExpression] = []
  /// The names of a function's parameters.
  public var parameters: [String] = []
  /// How many of a function's parameters must be given by their places.
  public var requiredCount = 0
  /// The bases of a class.
  public var bases: [ValueExpression] = []
  /// What the body of a function does, or of a class: its methods are definitions of it.
  public var body = CodeValues()
  /// The names in the annotations of a class's attributes, or of a function's parameters and result.
  public var annotations: [String] = []
  /// The names in what the definition keeps besides its code: the brackets of a class's bases, the defaults of a
  /// function's parameters.
  public var keptNames: [String] = []
  /// Whether the class puts itself, its subclasses or its instances into its own attributes.
  public var keepsItself = false
}
