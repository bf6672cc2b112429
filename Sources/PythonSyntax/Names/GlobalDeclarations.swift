/// What functions declare `global`: names that are the module's though a function binds them.
struct GlobalDeclarations {
  /// Whether there is any; mostly there is none.
  private var isUsed = false
  private var declared: Set<UInt64> = []
  /// Declarations whose scope has not bound the name yet: a read there finds what the module has.
  private var open: Set<UInt64> = []
  /// Names that some scope declares global and binds.
  private(set) var bound: Set<NameID> = []

  mutating func declare(_ name: NameID, in scope: Int32) {
    isUsed = true
    declared.insert(Self.key(name, scope))
    open.insert(Self.key(name, scope))
  }

  @inline(__always) func contains(_ name: NameID, in scope: Int32) -> Bool {
    isUsed && declared.contains(Self.key(name, scope))
  }

  func isOpen(_ name: NameID, in scope: Int32) -> Bool { open.contains(Self.key(name, scope)) }

  @inline(__always) mutating func noteBinding(of name: NameID, in scope: Int32) {
    guard contains(name, in: scope) else { return }
    bound.insert(name)
    open.remove(Self.key(name, scope))
  }

  private static func key(_ name: NameID, _ scope: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: scope)) << 32 | UInt64(UInt32(bitPattern: name))
  }
}
