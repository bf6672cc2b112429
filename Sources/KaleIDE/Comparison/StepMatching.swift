import KaleAnalysis

/// Which steps of an older pipeline became which of a newer one.
///
/// Steps are the same if they have the same name; of the others, those with the same code, or else with most lines in
/// common, were renamed.
struct StepMatching {
  /// For the name of each new step that was there before its old name.
  private(set) var oldNames: [String: String] = [:]
  /// For the name of each old step that is still there its new name.
  private(set) var newNames: [String: String] = [:]

  /// The share of its lines that a renamed step keeps at least.
  private static let leastLikeness = 0.6
  /// Lines that more steps have say nothing about which is which.
  private static let mostOwners = 16

  /// Matches the steps of two pipelines.
  init(_ old: [Step], _ new: [Step]) {
    let oldByName = Set(old.map(\.name))
    for step in new where oldByName.contains(step.name) { match(step.name, step.name) }
    let removed = old.filter { newNames[$0.name] == nil }.map { (name: $0.name, lines: Self.lines(of: $0)) }
    let added = new.filter { oldNames[$0.name] == nil }.map { (name: $0.name, lines: Self.lines(of: $0)) }
    matchEqual(removed, added)
    matchAlike(removed.filter { newNames[$0.name] == nil }, added.filter { oldNames[$0.name] == nil })
  }

  private typealias NamedLines = (name: String, lines: [String])

  private mutating func match(_ old: String, _ new: String) {
    oldNames[new] = old
    newNames[old] = new
  }

  private mutating func matchEqual(_ removed: [NamedLines], _ added: [NamedLines]) {
    var names: [[String]: [String]] = [:]
    for step in removed.reversed() where !step.lines.isEmpty {
      names[step.lines, default: []].append(step.name)
    }
    for step in added {
      if let name = names[step.lines]?.popLast() { match(name, step.name) }
    }
  }

  private mutating func matchAlike(_ removed: [NamedLines], _ added: [NamedLines]) {
    var owners: [String: [Int]] = [:]
    for (index, step) in removed.enumerated() {
      for line in Set(step.lines) { owners[line, default: []].append(index) }
    }
    var pairs: [(likeness: Double, old: Int, new: Int)] = []
    for (index, step) in added.enumerated() {
      var shared: [Int: Int] = [:]
      for line in Set(step.lines) {
        for owner in owners[line] ?? [] where owners[line, default: []].count <= Self.mostOwners {
          shared[owner, default: 0] += 1
        }
      }
      for (owner, count) in shared {
        let total = Set(step.lines).count + Set(removed[owner].lines).count
        pairs.append((Double(2 * count) / Double(total), owner, index))
      }
    }
    for pair in pairs.sorted(by: { ($1.likeness, $0.old, $0.new) < ($0.likeness, $1.old, $1.new) })
    where pair.likeness >= Self.leastLikeness {
      let (old, new) = (removed[pair.old].name, added[pair.new].name)
      if newNames[old] == nil, oldNames[new] == nil { match(old, new) }
    }
  }

  /// The lines of a step's code that say something; for a reference, the notebook's file.
  private static func lines(of step: Step) -> [String] {
    if let notebook = step.notebook { return ["notebook \(notebook.file)"] }
    return step.blocks.flatMap { block in
      block.source.split(whereSeparator: \.isNewline).map { $0.filter { !$0.isWhitespace } }.filter {
        !$0.isEmpty
      }
    }
  }
}
