import KaleAnalysis
import PythonSyntax

/// Divides the work of a notebook into steps: by headings, or by the stages of a project and the names that cells pass on.
struct StepGroups {
  /// The indices of the cells that start a group, among all code cells.
  private(set) var starts: Set<Int> = []
  private let cells: [CellSurvey.Cell]
  /// The indices of the cells with work.
  private let work: [Int]

  /// So many steps are easy to survey. Only headings make more.
  private static let usualCount = 10
  private static let mostByHeading = 14

  init(_ cells: [CellSurvey.Cell]) {
    self.cells = cells
    work = cells.indices.filter { cells[$0].purpose == .work }
    guard let first = work.first else { return }
    starts = Set((headingBoundaries ?? codeBoundaries) + startsAfterSteps + [first])
  }

  /// Cells that come after a tagged step belong to a step of their own.
  private var startsAfterSteps: [Int] {
    zip(work, work.dropFirst()).compactMap { previous, next in
      cells[previous..<next].contains { $0.purpose == .tagged } ? next : nil
    }
  }

  // MARK: Headings

  /// The cells with work that a heading separates from the work above. Of the levels of headings, all count down to one that
  /// makes a reasonable number of steps.
  private var headingBoundaries: [Int]? {
    let levels = zip(work, work.dropFirst()).map { previous, next in
      cells[(previous + 1)...next].lazy.flatMap(\.headings).map(\.level).min() ?? Int.max
    }
    let counts = (1...6).map { level in levels.count { $0 <= level } + 1 }
    let useful = (1...6).filter { counts[$0 - 1] >= 2 }
    guard let level = useful.last(where: { counts[$0 - 1] <= Self.mostByHeading }) ?? useful.first else {
      return nil
    }
    return zip(work.dropFirst(), levels).compactMap { $1 <= level ? $0 : nil }
  }

  // MARK: Code

  /// Without headings, the stages of a project divide the work if they make several steps; otherwise also the names that cells
  /// pass on.
  private var codeBoundaries: [Int] {
    let stages = stageBoundaries
    guard stages.count + 1 < Self.fewStages else { return fewest(stages) }
    return fewest(Set(stages + nameBoundaries).sorted())
  }

  private static let fewStages = 3

  /// The cells with work at which another stage begins.
  private var stageBoundaries: [Int] {
    var boundaries: [Int] = []
    var current: CodeStage?
    for index in work {
      guard let stage = cells[index].stage else { continue }
      if let current, !stage.isSame(as: current) { boundaries.append(index) }
      current = stage
    }
    return boundaries
  }

  /// The cells that define names which others use.
  private var nameBoundaries: [Int] {
    let read = Set(work.lazy.flatMap { self.cells[$0].facts.reads }.map(\.name))
    return work.filter { cells[$0].facts.bindings.contains { read.contains($0.name) } }
  }

  /// Some boundaries, of many those that the fewest names cross.
  private func fewest(_ boundaries: [Int]) -> [Int] {
    guard boundaries.count >= Self.usualCount else { return boundaries }
    let crossings = crossings
    let best = boundaries.sorted { (crossings[$0], $0) < (crossings[$1], $1) }.prefix(Self.usualCount - 1)
    return best.sorted()
  }

  /// For each cell the number of names that are bound above it and read in it or below it.
  private var crossings: [Int] {
    var first: [String: Int] = [:]
    var last: [String: Int] = [:]
    for index in work {
      for use in cells[index].facts.reads where first[use.name] != nil { last[use.name] = index }
      for binding in cells[index].facts.bindings where first[binding.name] == nil {
        first[binding.name] = index
      }
    }
    var changes = Array(repeating: 0, count: cells.count + 1)
    for (name, end) in last {
      guard let start = first[name], start < end else { continue }
      changes[start + 1] += 1
      changes[end + 1] -= 1
    }
    var count = 0
    return changes.map { change in
      count += change
      return count
    }
  }
}
