/// The changes of the process's settings that the code of a unit makes, until it restores what it has kept.
struct KeptSettings: Sendable {
  /// A change of a setting.
  struct Change: Sendable {
    var access: Effect.Access
    var isCertain: Bool
    var place: StatePlace?
    /// What is changed, if it is one of several options.
    var option: String?
  }

  private struct Key: Hashable {
    var item: StateItem
    var option: String?
  }

  private struct Kept {
    /// How many changes of it came before.
    var changes: Int
    var isCertain: Bool
  }

  private var changes: [StateItem: [Change]] = [:]
  private var kept: [Key: Kept] = [:]

  /// The largest number of changes of a setting that are distinguished.
  private static let limit = 64

  mutating func note(_ change: Change, of item: StateItem) {
    guard item.isSetting, (changes[item]?.count ?? 0) <= Self.limit else { return }
    changes[item, default: []].append(change)
  }

  /// Whether an option is changed.
  func changes(_ item: StateItem, _ option: String?) -> Bool {
    changes[item]?.contains { $0.option == nil || $0.option == option } ?? false
  }

  mutating func keep(_ item: StateItem, _ option: String?, isCertain: Bool) {
    let before = changes[item]?.count { option == nil || $0.option == option } ?? 0
    kept[Key(item: item, option: option)] = Kept(changes: before, isCertain: isCertain)
  }

  /// Forgets all changes of an item whose value, or that of an option, is what has been kept.
  ///
  /// - Returns: The changes that still hold, which are to be noted again; nil if the code may not restore it.
  mutating func restore(_ item: StateItem, _ option: String?, isCertain: Bool) -> [Change]? {
    guard let kept = kept[Key(item: item, option: option)], isCertain || !kept.isCertain,
      let all = changes[item], all.count <= Self.limit
    else { return nil }
    changes[item] = nil
    var before = kept.changes
    return all.filter { change in
      guard option == nil || change.option == option else { return true }
      before -= 1
      return before >= 0
    }
  }
}

extension StateItem {
  /// Whether it has a value that code can keep and restore.
  fileprivate var isSetting: Bool {
    switch self {
    case .generator, .environment, .workingDirectory, .options, .attribute: true
    case .cache, .name, .value, .file: false
    }
  }
}
