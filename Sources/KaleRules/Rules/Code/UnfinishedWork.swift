import KaleAnalysis
import NotebookModel
import PythonSyntax

extension NotebookAnalysis {
  /// Whether the code of a unit may wait for what it has given to threads or processes: `wait(futures)`,
  /// `with ThreadPoolExecutor() as pool:`.
  func mayWaitForWork(in unit: UnitIndex) -> Bool {
    outline.units[unit].cells.contains { cell in
      let facts = facts[cell]
      return facts.facts.bindings.contains { $0.kind == .with && $0.value.isExecutor }
        || !Self.waiting.isDisjoint(with: facts.facts.mentions)
        || !Self.waiting.isDisjoint(with: facts.attributeNames)
    }
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
