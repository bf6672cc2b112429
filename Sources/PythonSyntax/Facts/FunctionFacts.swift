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
