/// The states of names in all scopes but the module's, by scope and name.
struct BindingTable {
  private var keys: [UInt64]
  private var states: [NameState]
  private var count = 0

  init() {
    keys = [UInt64](repeating: 0, count: 64)
    states = [NameState](repeating: .unbound, count: 64)
  }

  /// The state of a name in a scope; scopes count from 1.
  @inline(__always) subscript(scope: Int32, name: NameID) -> NameState {
    get {
      let key = Self.key(scope, name)
      let mask = keys.count &- 1
      var slot = Self.slot(key) & mask
      while keys[slot] != 0 {
        if keys[slot] == key { return states[slot] }
        slot = (slot &+ 1) & mask
      }
      return .unbound
    }
    set {
      let key = Self.key(scope, name)
      let mask = keys.count &- 1
      var slot = Self.slot(key) & mask
      while keys[slot] != 0 {
        if keys[slot] == key {
          states[slot] = newValue
          return
        }
        slot = (slot &+ 1) & mask
      }
      keys[slot] = key
      states[slot] = newValue
      count &+= 1
      if count &* 2 > keys.count { grow() }
    }
  }

  private static func key(_ scope: Int32, _ name: NameID) -> UInt64 {
    UInt64(UInt32(bitPattern: scope)) << 32 | UInt64(UInt32(bitPattern: name))
  }

  private static func slot(_ key: UInt64) -> Int {
    Int(truncatingIfNeeded: (key &* 0x9e37_79b9_7f4a_7c15) >> 33)
  }

  private mutating func grow() {
    let oldKeys = keys
    let oldStates = states
    keys = [UInt64](repeating: 0, count: oldKeys.count * 4)
    states = [NameState](repeating: .unbound, count: oldKeys.count * 4)
    let mask = keys.count - 1
    for (index, key) in oldKeys.enumerated() where key != 0 {
      var slot = Self.slot(key) & mask
      while keys[slot] != 0 { slot = (slot + 1) & mask }
      keys[slot] = key
      states[slot] = oldStates[index]
    }
  }
}
