import KaleAnalysis
import NotebookModel
import PythonSyntax

/// A thread that works on a queue and ends with its step, although a later step waits for the queue.
struct EndedThread {
  /// The thread's variable, and its place.
  let name: String
  let place: NotebookPlace
  /// The queue's variable, and the step that waits.
  let queue: String
  let consumer: UnitIndex

  private static let queues: Set<String> = [
    "queue.LifoQueue", "queue.PriorityQueue", "queue.Queue",
  ]

  /// Methods of queues that wait for another thread.
  private static let waiting: Set<String> = ["get", "join"]

  /// Finds the threads of a unit that work on a queue that it passes on.
  static func threads(startedBy unit: UnitIndex, _ reader: inout ValueReader, _ analysis: NotebookAnalysis)
    -> [EndedThread]
  {
    let facts = analysis.units[unit]
    let outputs = analysis.flow.flows[unit].outputs.smallIntersection(facts.ownNames).sorted()
    let queues = outputs.filter { name in
      guard case .made(let path, _) = reader.value(of: name, atEndOf: unit) else { return false }
      return Self.queues.contains(path)
    }
    guard !queues.isEmpty else { return [] }
    var found: [EndedThread] = []
    for cell in analysis.outline.units[unit].cells {
      for store in analysis.facts[cell].values.stores {
        guard let queue = queues.first(where: { store.value.isGiven($0) }),
          case .made("threading.Thread", _) = reader.value(of: store.name, atEndOf: unit),
          !calls(["join"], of: store.name, in: unit, analysis),
          let place = analysis.binding(of: store.name, in: unit),
          let consumer = analysis.consumers.firstUnit(taking: queue, from: unit),
          calls(waiting, of: queue, in: consumer, analysis)
        else { continue }
        found.append(EndedThread(name: store.name, place: place, queue: queue, consumer: consumer))
      }
    }
    return found
  }

  private static func calls(
    _ methods: Set<String>, of name: String, in unit: UnitIndex, _ analysis: NotebookAnalysis
  ) -> Bool {
    analysis.outline.units[unit].cells.contains { cell in
      analysis.facts[cell].values.uses.contains { use in
        guard case .call(.attribute(.name(name), let method), _) = use.kind else { return false }
        return methods.contains(method)
      }
    }
  }
}

extension ValueExpression {
  /// Whether the expression is a call to which a variable is passed, alone or in a tuple.
  fileprivate func isGiven(_ name: String) -> Bool {
    guard case .call(_, let arguments) = self else { return false }
    return arguments.contains { argument in
      if case .list(let parts) = argument.value { return parts.contains { $0.asName == name } }
      return argument.value.asName == name
    }
  }
}
