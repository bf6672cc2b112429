/// Code that runs before many others, which are asked for the names that are undefined in them.
///
/// What the code leaves open by itself is found once, and shared by the answers.
public struct PrecedingCode: Sendable {
  private let flow: NameFlow
  private let builtins: Set<String>
  private let outlook: ModuleOutlook
  private let openNames: Set<String>

  /// Prepares the code of which `facts` tell.
  public init(_ facts: CellFacts, builtins: Set<String> = BuiltinNames.python) {
    flow = facts.flow
    self.builtins = builtins
    outlook = ModuleOutlook(of: facts.flow, and: NameFlow())
    openNames = facts.flow.openNames(outlook, builtins)
  }

  /// Returns the names that pyflakes calls undefined in a module made of this code and then `facts`'.
  public func undefinedNames(in facts: CellFacts) -> Set<String> { undefinedNames(in: facts.flow) }

  /// Returns the names that pyflakes calls undefined in a module made of this code and then a function alone.
  public func freeNames(of function: FunctionFacts) -> Set<String> { undefinedNames(in: function.flow) }

  private func undefinedNames(in next: NameFlow) -> Set<String> {
    guard ModuleOutlook(of: flow, and: next) == outlook else {
      return next.undefinedNames(after: flow, builtins: builtins)
    }
    return next.undefinedNames(after: flow, leavingOpen: openNames, builtins: builtins)
  }
}
