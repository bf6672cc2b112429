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
}

/// Finds the threads that end with their step.
struct EndedThreadSearch {
  private let analysis: NotebookAnalysis
  /// For each unit that was looked at and each variable the methods that the unit's own code calls.
  private var known: [UnitIndex: [String: Set<String>]] = [:]

  private static let threads: Set<String> = ["threading.Thread", "threading.Timer"]

  /// Methods of queues that wait for another thread.
  private static let waiting: Set<String> = ["get", "join"]

  init(_ analysis: NotebookAnalysis) { self.analysis = analysis }

  /// Finds the threads of a unit that work on an object that it passes on.
  mutating func threads(startedBy unit: UnitIndex, _ reader: inout ValueReader) -> [EndedThread] {
    let outputs = analysis.flow.flows[unit].outputs.smallIntersection(analysis.units[unit].ownNames)
    var isQueue: [String: Bool] = [:]
    for name in outputs {
      switch reader.value(of: name, atEndOf: unit) {
      case .made(let path, _) where KnownValue.queues.contains(path): isQueue[name] = true
      case .container, .instance: isQueue[name] = false
      default: break
      }
    }
    guard !isQueue.isEmpty else { return [] }
    var threads: [EndedThread] = []
    for cell in analysis.outline.units[unit].cells {
      for store in analysis.facts[cell].values.stores {
        let objects = store.value.namesGivenToCall.filter { isQueue[$0] != nil }
        guard let object = objects.min(),
          let thread = thread(store.name, workingOn: object, isQueue[object] == true, unit, &reader)
        else { continue }
        threads.append(thread)
      }
    }
    return threads
  }

  /// Returns a thread, if it may go on where its step ends, and a later step takes what it works on.
  private mutating func thread(
    _ name: String, workingOn object: String, _ isQueue: Bool, _ unit: UnitIndex, _ reader: inout ValueReader
  ) -> EndedThread? {
    guard case .made(let path, _) = reader.value(of: name, atEndOf: unit), Self.threads.contains(path),
      case let called = methodsCalled(of: name, in: unit), called.contains("start"), !called.contains("join"),
      let place = analysis.binding(of: name, in: unit),
      let consumer = analysis.consumers.firstUnit(taking: object, from: unit),
      !isQueue || !methodsCalled(of: object, in: consumer).isDisjoint(with: Self.waiting)
    else { return nil }
    return EndedThread(name: name, place: place, object: object, consumer: consumer, waits: isQueue)
  }

  private mutating func methodsCalled(of name: String, in unit: UnitIndex) -> Set<String> {
    if let methods = known[unit] { return methods[name] ?? [] }
    let uses = analysis.outline.units[unit].cells.flatMap { analysis.facts[$0].values.uses }
    let methods = uses.reduce(into: [String: Set<String>]()) { methods, use in
      guard case .call(.attribute(.name(let name), let method), _) = use.kind else { return }
      methods[name, default: []].insert(method)
    }
    known[unit] = methods
    return methods[name] ?? []
  }
}

extension ValueExpression {
  /// The variables that are passed to a call, alone or in a tuple; none if the expression is no call.
  fileprivate var namesGivenToCall: [String] {
    guard case .call(_, let arguments) = self else { return [] }
    return arguments.flatMap { argument in
      if case .list(let parts) = argument.value { return parts.compactMap(\.asName) }
      return argument.value.asName.map { [$0] } ?? []
    }
  }
}
