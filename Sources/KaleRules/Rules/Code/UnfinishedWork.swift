import KaleAnalysis
import NotebookModel
import PythonSyntax

/// Finds out whether code waits for what it has given to threads or processes; each unit's code is read once for it.
struct UnfinishedWork {
  private let analysis: NotebookAnalysis
  private var known: [UnitIndex: Bool] = [:]

  init(_ analysis: NotebookAnalysis) { self.analysis = analysis }

  /// Whether the code of a unit may wait: `wait(futures)`, `with ThreadPoolExecutor() as pool:`.
  mutating func mayBeWaitedFor(in unit: UnitIndex) -> Bool {
    if let known = known[unit] { return known }
    let waits = analysis.outline.units[unit].cells.contains { cell in
      let facts = analysis.facts[cell]
      return facts.facts.bindings.contains { $0.kind == .with && $0.value.isExecutor }
        || !Self.waiting.isDisjoint(with: facts.facts.mentions)
        || !Self.waiting.isDisjoint(with: facts.attributeNames)
    }
    known[unit] = waits
    return waits
  }

  /// Functions and methods that wait, or ask whether work is done.
  private static let waiting: Set<String> = [
    "as_completed", "done", "exception", "gather", "result", "shutdown", "sleep", "wait",
  ]
}

extension BindingValue {
  /// Whether it is made by a class of executors, by its name.
  fileprivate var isExecutor: Bool {
    if case .path(let path) = self { path.description.hasSuffix("Executor()") } else { false }
  }
}
