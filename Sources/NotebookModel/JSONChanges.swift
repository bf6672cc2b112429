import JSONSyntax

/// Changes of parts of a JSON value, by the keys that lead to them. All keys count in the value before any change.
///
/// An element of a list is named by its decimal index; one after the end is appended. What a path leads through and is
/// not there, or holds no parts, becomes an object.
struct JSONChanges: Sendable {
  private var replacement: JSONValue?
  private var isRemoved = false
  private var newName: String?
  private var parts: [String: JSONChanges] = [:]
  /// The keys of `parts` in the order in which they were named.
  private var order: [String] = []

  /// The changes at the end of a path that starts here.
  subscript(path: some Collection<String>) -> JSONChanges {
    get {
      guard let key = path.first else { return self }
      return (parts[key] ?? JSONChanges())[path.dropFirst()]
    }
    set {
      guard let key = path.first else {
        self = newValue
        return
      }
      if parts[key] == nil { order.append(key) }
      parts[key, default: JSONChanges()][path.dropFirst()] = newValue
    }
  }

  /// Puts a value at a path; the changes of its parts no longer count.
  mutating func set(_ path: [String], to value: JSONValue) { self[path].replacement = value }

  mutating func remove(_ path: [String]) { self[path].isRemoved = true }

  /// Gives a member another name; nothing happens where another has that name.
  mutating func rename(_ path: [String], to name: String) { self[path].newName = name }

  /// Whether nothing changes.
  var isEmpty: Bool { !isRemoved && replacement == nil && newName == nil && order.isEmpty }

  /// Whether the changes give a value where there was none.
  private var makesValue: Bool {
    !isRemoved && (replacement != nil || order.contains { parts[$0]?.makesValue ?? false })
  }

  /// What becomes of a value as a whole.
  var outcome: Outcome {
    if isRemoved { return .removed }
    if let replacement { return .replaced(replacement) }
    return order.isEmpty ? .kept : .partsChanged
  }

  enum Outcome {
    case kept, removed, partsChanged
    case replaced(JSONValue)
  }

  /// The value after the changes; nil where there is none.
  func applied(to value: JSONValue?) -> JSONValue? {
    switch outcome {
    case .kept: return value
    case .removed: return nil
    case .replaced(let new): return new
    case .partsChanged: break
    }
    switch value {
    case .array(let elements):
      let plan = plan(forListOf: elements.count)
      return .array(zip(elements, plan.parts).compactMap { $1.value(from: $0) } + plan.added.map(\.value))
    case .object(let members):
      let plan = plan(forObjectWith: members.map(\.key))
      let kept = zip(members, plan.parts).compactMap { member, part in
        part.value(from: member.value).map { JSONMember(key: part.name ?? member.key, value: $0) }
      }
      return .object(kept + plan.added)
    default: return valueInPlaceOfNone ?? value
    }
  }

  /// The object that comes where no parts can be changed because there are none; nil where nothing is put in.
  var valueInPlaceOfNone: JSONValue? { makesValue ? .object(plan(forObjectWith: []).added) : nil }
}

// MARK: - What becomes of parts

extension JSONChanges {
  /// What becomes of the parts of an object or a list.
  struct Plan {
    /// For each part there is, in order.
    var parts: [Part]
    /// What follows them; in a list the keys have no meaning.
    var added: [JSONMember] = []
  }

  /// What becomes of one part.
  struct Part {
    var changes: JSONChanges?
    /// The part's new name; nil where it keeps its own.
    var name: String?

    var isRemoved: Bool { changes?.isRemoved ?? false }

    fileprivate func value(from old: JSONValue) -> JSONValue? {
      changes.map { $0.applied(to: old) } ?? old
    }
  }

  func plan(forListOf count: Int) -> Plan {
    let old = (0..<count).map { Part(changes: parts[String($0)]) }
    let behind = order.compactMap { key in Int(key).flatMap { $0 >= count ? (index: $0, key: key) : nil } }
    let added = behind.sorted { $0.index < $1.index }.compactMap { newMember($0.key) }
    return Plan(parts: old, added: added)
  }

  /// Of members with one name the last is the one that counts; only that one gets a new value.
  func plan(forObjectWith keys: [String]) -> Plan {
    let last = Dictionary(zip(keys, keys.indices), uniquingKeysWith: { $1 })
    let added = order.filter { last[$0] == nil }.compactMap(newMember)
    let staying = keys.filter { parts[$0]?.newName == nil && parts[$0]?.isRemoved != true }
    let names = newNames(notAmong: Set(staying).union(added.map(\.key)))
    let old = zip(keys, keys.indices).map { key, index in
      let changes = parts[key]
      let isShadowed = last[key] != index && changes?.isRemoved == false
      return Part(changes: isShadowed ? nil : changes, name: names[key])
    }
    return Plan(parts: old, added: added)
  }

  private func newMember(_ key: String) -> JSONMember? {
    guard let part = parts[key], part.makesValue else { return nil }
    return part.applied(to: nil).map { JSONMember(key: key, value: $0) }
  }

  /// The new name of each part that gets one.
  private func newNames(notAmong taken: Set<String>) -> [String: String] {
    var taken = taken
    var names: [String: String] = [:]
    for key in order {
      guard let part = parts[key], !part.isRemoved, let name = part.newName else { continue }
      if taken.insert(name).inserted { names[key] = name }
    }
    return names
  }
}
