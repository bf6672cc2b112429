import KaleAnalysis

/// Why a step cannot run after others: they come later in the notebook, or run after it.
struct StepObstacles {
  private let unit: UnitIndex
  private let analysis: NotebookAnalysis
  /// For each unit that runs after the step the one through which it does.
  private var origins: [UnitIndex: UnitIndex] = [:]

  /// Finds the obstacles of a step.
  init(of unit: UnitIndex, in analysis: NotebookAnalysis) {
    (self.unit, self.analysis) = (unit, analysis)
    var waiting = [unit]
    var position = 0
    while position < waiting.count {
      let current = waiting[position]
      position += 1
      for next in analysis.graph.next[current] where next != unit && origins[next] == nil {
        origins[next] = current
        waiting.append(next)
      }
    }
  }

  /// Returns why the step cannot run after another; nil if it can.
  func text(for other: UnitIndex) -> String? {
    let units = analysis.outline.units
    if units[other].definition > units[unit].definition { return "comes later in the notebook" }
    guard origins[other] != nil else { return nil }
    let names = cycle(through: other).map { units[$0].name }
    let shown = names.count > Self.longestCycle ? names.prefix(2) + ["…"] + names.suffix(2) : names[...]
    return "would make a cycle: " + shown.joined(separator: " → ")
  }

  /// A longer cycle is shown without its middle.
  private static let longestCycle = 6

  /// The units on the cycle that the step after another would close, from the step to itself.
  private func cycle(through other: UnitIndex) -> [UnitIndex] {
    var path = [unit]
    var current: UnitIndex? = other
    while let next = current, next != unit {
      path.append(next)
      current = origins[next]
    }
    return (path + [unit]).reversed()
  }
}
