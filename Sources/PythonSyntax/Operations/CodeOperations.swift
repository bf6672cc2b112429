/// What a piece of code does when it runs, in order: what it calls, reads, stores and defines.
///
/// Facts say what names a piece needs and gives, and are there for every cell. Operations say what the code does with
/// what the names hold. They are read from the text when something asks for them.
public struct CodeOperations: Sendable {
  /// What code at module level does, in the order in which it runs.
  public internal(set) var operations: [CodeOperation] = []
  /// The functions, classes and methods at module level.
  public internal(set) var definitions: [DefinedCode] = []

  /// The operations of no code.
  public init() {}

  /// Returns a copy with the results of a function for the operations at module level, without those that are nil.
  public func compactMapOperations(_ transform: (CodeOperation) -> CodeOperation?) -> CodeOperations {
    var result = self
    result.operations = operations.compactMap(transform)
    return result
  }

  /// Reads the operations of code.
  public init(of code: ParsedCode) {
    var collector = OperationCollector(
      source: code.bytes, tree: code.tree, names: code.names, escapes: code.escapes)
    self = collector.collect(code.root)
  }
}

/// One thing that code does.
public struct CodeOperation: Sendable {
  /// The kinds of operations.
  public enum Kind: Sendable {
    /// `callee(…)`
    case call(Operand, [CallArgument])
    /// A name and the attributes and items on it are read. `isCalled`: what is read is then called.
    case read(Operand, isCalled: Bool)
    /// Something is assigned to a name, an attribute or an item.
    case store(Operand, value: Operand)
    /// `target += …`. `isInPlace`: nothing reads the name before it gets another value, so that it is done for the sake of
    /// the object.
    case update(Operand, isInPlace: Bool)
    /// `del target`
    case delete(Operand)
    /// A loop goes through the elements of an object.
    case iterate(Operand)
    /// A name is imported from a dotted path.
    case importName(String, path: String)
    /// A function or class is defined; its index in `CodeOperations.definitions`.
    case define(name: String, definition: Int)
    /// An expression is the last statement of the code, so that a notebook shows its value.
    case show(Operand)
    /// One of IPython's escapes.
    case escape(IPythonEscape)
  }

  /// The kind of the operation, with its operands.
  public var kind: Kind
  /// Whether the code may run to its end without doing it.
  public var isConditional: Bool
  /// The bytes of what is called or assigned to.
  public var range: Range<Int>
  /// The bytes of the statement at module level that the operation is part of.
  public var statement: Range<Int>
  /// Of a read, whether it serves only to change what is read: `x` in `x += 1`.
  public var isForChange = false
  /// How many functions inside the definition are around it, which need not run when the definition's body does.
  public var innerDepth = 0
}

/// A function, class or method, and what its body does when it is called.
public struct DefinedCode: Sendable {
  /// What functions keep from call to call in the variables of a function around them.
  public enum KeptState: Int, Comparable, Sendable {
    /// What they store under keys or in attributes, as a rule results that they would compute again.
    case results
    /// What they count or collect, by `nonlocal` or in place: each call may show in the next.
    case history
    /// What they count or collect in attributes of their own, which others read: `wrapper.calls += 1`.
    case attributes

    /// Whether less depends on the first than on the second.
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
  }

  /// The name of the function or class.
  public var name: String
  /// Whether it is a class; its methods are definitions of their own.
  public var isClass: Bool
  /// The names of the parameters, in order; empty for a class.
  public var parameters: [String] = []
  /// The defaults of parameters.
  public var defaults: [String: Operand] = [:]
  /// The decorators, without their arguments if they are calls.
  public var decorators: [Operand] = []
  /// For each decorator its arguments; nil if it is no call.
  public var decoratorArguments: [[CallArgument]?] = []
  /// The bases of a class.
  public var bases: [Operand] = []
  /// What the body does, with the bodies of functions inside it; nothing for a class.
  public var operations: [CodeOperation] = []
  /// What the functions that the body returns keep in its variables; nil if they leave these alone.
  public var keptState: KeptState?
  /// What the body returns or yields.
  public var results: [Operand] = []
  /// Whether the body yields, so that a call makes a generator.
  public var isGenerator = false
  /// The methods of a class, by name: indices in `CodeOperations.definitions`.
  public var methods: [String: Int] = [:]
  /// The attributes of a class that are containers, which all its objects share: `rows = []`.
  public var sharedContainers: Set<String> = []
  /// The attributes of a class that are numbers, strings and the like, or members of an enumeration: `NEW = "new"`.
  public var constants: Set<String> = []
  /// The class of a method: its index in `CodeOperations.definitions`.
  public var owner: Int?
}
