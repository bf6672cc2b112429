import KaleAnalysis

/// The first names of a list, in order, as many as somebody reads.
///
/// In a notebook of steps that all take what all others define, lists without a bound would be the square of the notebook.
struct ShownNames: Sendable, Hashable {
  /// How many names different places have room for.
  enum Limit {
    /// A line that shows a step.
    static let line = 20
    /// Words that each lead somewhere.
    static let hint = 50
    /// A hover, and each list of the outline.
    static let card = 100
  }

  /// The names, sorted.
  let names: [String]
  /// How many names are left out.
  let omittedCount: Int

  /// Takes the first names, without sorting those that are left out.
  init(_ all: some Collection<String>, atMost limit: Int) {
    if all.count <= limit {
      names = all.sorted()
      omittedCount = 0
      return
    }
    var first: [String] = []
    // The largest of the first comes last, so that most names cost one comparison.
    for name in all where first.count < limit || first.last.map({ name < $0 }) ?? false {
      if first.count == limit { first.removeLast() }
      first.insert(name, at: first.firstIndex { name < $0 } ?? first.count)
    }
    names = first
    omittedCount = all.count - first.count
  }

  /// Adds names after the others as far as there is room.
  init(_ all: some Collection<String>, then others: [String], atMost limit: Int) {
    let first = ShownNames(all, atMost: limit)
    let more = others.prefix(limit - first.names.count)
    names = first.names + more
    omittedCount = first.omittedCount + others.count - more.count
  }

  private init(names: [String], omittedCount: Int) {
    self.names = names
    self.omittedCount = omittedCount
  }

  /// Writes names that are in order already, as many as there is room for; `form` is how each is written.
  static func text(
    inOrder all: [String], atMost limit: Int, as form: (String) -> String = { $0 }
  ) -> String {
    ShownNames(names: all.prefix(limit).map(form), omittedCount: max(0, all.count - limit)).text
  }

  /// `a, b`, or `a, b and 3 more`.
  var text: String { names.joined(separator: ", ") + (omittedCount > 0 ? " and \(omittedCount) more" : "") }
}

extension Dictionary where Key == UnitIndex {
  /// Returns what is known of a unit; works it out the first time.
  mutating func value(of unit: UnitIndex, _ work: () -> Value) -> Value {
    if let known = self[unit] { return known }
    let value = work()
    self[unit] = value
    return value
  }
}
