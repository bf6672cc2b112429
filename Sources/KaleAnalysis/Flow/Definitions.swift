/// For each definition that a unit has and that needs names of its surroundings where it is used: these names.
///
/// The definitions of the shared code are those of all units, which share them.
package struct Definitions: Sendable, Equatable {
  /// What the shared code defines.
  let shared: [String: Set<String>]
  /// What is defined otherwise, or differently.
  private(set) var own: [String: Set<String>] = [:]

  init(shared: [String: Set<String>] = [:]) { self.shared = shared }

  /// The names that a definition needs; nil for a name that is not one.
  package subscript(name: String) -> Set<String>? { own[name] ?? shared[name] }

  /// Whether nothing needs anything.
  var isEmpty: Bool { own.isEmpty && shared.isEmpty }

  /// Makes `name` a definition that needs `names`.
  mutating func set(_ name: String, to names: Set<String>) {
    if own[name] == nil, shared[name] == names { return }
    own[name] = names
  }

  /// Whether both define the same names with the same needs.
  package static func == (left: Definitions, right: Definitions) -> Bool {
    let names = Set(left.own.keys).union(right.own.keys)
    guard names.allSatisfy({ left[$0] == right[$0] }) else { return false }
    if left.shared == right.shared { return true }
    return Set(left.shared.keys).union(right.shared.keys).allSatisfy { left[$0] == right[$0] }
  }
}
