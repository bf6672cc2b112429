import KaleAnalysis
import NotebookModel
import PythonSyntax

/// A thread that works on an object and ends with its step, although a later step takes the object.
struct EndedThread {
  /// The thread's variable, and its place.
  let name: String
  let place: NotebookPlace
  /// The variable of the object, and the step that takes it.
  let object: String
  let consumer: UnitIndex
  /// Whether the step waits for the thread, since the object is a queue.
  let waits: Bool

  private static let threads: Set<String> = ["threading.Thread", "threading.Timer"]

  /// Methods of queues that wait for another thread.
  private static let waiting: Set<String> = ["get", "join"]

  /// Finds the threads of a unit that work on an object that it passes on.
  static func threads(startedBy unit: UnitIndex, _ reader: inout ValueReader, _ analysis: NotebookAnalysis)
    -> [EndedThread]
  {
    let facts = analysis.units[unit]
    let outputs = analysis.flow.flows[unit].outputs.smallIntersection(facts.ownNames).sorted()
    var objects: [(name: String, isQueue: Bool)] = []
    for name in outputs {
      switch reader.value(of: name, atEndOf: unit) {
      case .made(let path, _) where KnownValue.queues.contains(path): objects.append((name, true))
      case .container, .instance: objects.append((name, false))
      default: break
      }
    }
    guard !objects.isEmpty else { return [] }
    return analysis.outline.units[unit].cells.flatMap { cell in
      analysis.facts[cell].values.stores.compactMap { store in
        objects.first { store.value.isGiven($0.name) }.flatMap { object in
          thread(store.name, workingOn: object, startedBy: unit, &reader, analysis)
        }
      }
    }
  }

  /// Returns a thread, if it may go on where its step ends, and a later step takes what it works on.
  private static func thread(
    _ name: String, workingOn object: (name: String, isQueue: Bool), startedBy unit: UnitIndex,
    _ reader: inout ValueReader, _ analysis: NotebookAnalysis
  ) -> EndedThread? {
    guard case .made(let path, _) = reader.value(of: name, atEndOf: unit), threads.contains(path),
      calls(["start"], of: name, in: unit, analysis), !calls(["join"], of: name, in: unit, analysis),
      let place = analysis.binding(of: name, in: unit),
      let consumer = analysis.consumers.firstUnit(taking: object.name, from: unit),
      !object.isQueue || calls(waiting, of: object.name, in: consumer, analysis)
    else { return nil }
    return EndedThread(
      name: name, place: place, object: object.name, consumer: consumer, waits: object.isQueue)
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
