import KaleAnalysis
import NotebookModel
import PythonSyntax

/// A value that a step passes on and that cannot be serialized.
enum UnmarshallableOutput: InquiringRule {
  static let description = RuleDescription(
    code: "KALE220", name: "unmarshallable-output", severity: .warning,
    summary: "A step passes on a value that cannot be serialized.",
    rationale: """
      Steps run in separate containers: a value passed from one to another is serialized and loaded. Sockets, \
      connections to servers, executors and other objects that are bound to their process cannot be serialized, and \
      the step fails at its end.

      Kale's runtime passes fewer values than the runtime `exact`: no generators, no CSV readers, no in-memory \
      databases, and no NumPy objects other than arrays. An open file becomes a file of the same name in the container \
      of the next step. For such a value, the finding is a warning that names Kale, unless the notebook uses the \
      runtime `kale`. The runtime `exact` passes a generator of your own only if it has not started.

      The rule considers how the value is created. The finding is an error if the step creates the value in one place \
      and on every run, and a warning otherwise.
      """,
    whyNoFix: "How to pass the content depends on what the later step does with it.",
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["imports"]
        import sqlite3
        # %% tags=["step:load"]
        «connection» = sqlite3.connect("data.db")
        # %% tags=["step:train", "prev:load"]
        rows = connection.execute("select * from data").fetchall()
        """,
        """
        # %% tags=["step:load"]
        «squares» = (number * number for number in range(10))
        # %% tags=["step:train", "prev:load"]
        print(sum(squares))
        """,
        """
        # %% tags=["functions"]
        def batches():
          yield [1, 2, 3]
        # %% tags=["step:load"]
        «data» = batches()
        # %% tags=["step:train", "prev:load"]
        for batch in data:
          print(batch)
        """,
        """
        # %% tags=["step:load"]
        «log» = open("log.txt", "w")
        # %% tags=["step:train", "prev:load"]
        log.write("started")
        """,
      ],
      nonTriggering: [
        """
        # %% tags=["imports"]
        import sqlite3
        # %% tags=["step:load"]
        connection = sqlite3.connect("data.db")
        rows = connection.execute("select * from data").fetchall()
        squares = [number * number for number in range(10)]
        # %% tags=["step:train", "prev:load"]
        print(rows, squares)
        """
      ]))

  static func check(_ analysis: NotebookAnalysis, asking queries: RuleQueries) -> [Finding] {
    var work = Work(analysis)
    // How most values are created is unknown.
    return analysis.units(with: .traceableValues).flatMap { unit -> [Finding] in
      analysis.flow.flows[unit].outputs.smallIntersection(analysis.units[unit].traceableNames).sorted()
        .compactMap { finding($0, unit, &work, queries.runtime, analysis) }
    }
  }

  /// What is found out about units only if some value needs it.
  private struct Work {
    var origins: ValueOrigins
    var connections: SQLiteConnections
    var unfinished: UnfinishedWork
    var iterators: IteratorStarts

    init(_ analysis: NotebookAnalysis) {
      origins = ValueOrigins(analysis)
      connections = SQLiteConnections(analysis)
      unfinished = UnfinishedWork(analysis)
      iterators = IteratorStarts(analysis)
    }
  }

  private static func finding(
    _ name: String, _ unit: UnitIndex, _ work: inout Work, _ runtime: PipelineRuntime,
    _ analysis: NotebookAnalysis
  ) -> Finding? {
    guard let (made, isCertain) = work.origins.origin(of: name, in: unit),
      let place = analysis.binding(of: name, in: unit)
    else { return nil }
    let origin = namedRow(of: made, in: unit, &work.connections) ?? made
    let onKale = value(of: origin, analysis.release)
    // Who takes which value is found out for the whole notebook, so that nothing asks for it without need.
    guard let onKale else { return nil }
    let consumer = analysis.consumers.firstUnit(taking: name, from: unit)
    let onExact =
      runtime == .exact ? exactValue(of: origin, onKale, name, unit, consumer, &work, analysis) : nil
    let isKaleOnly = runtime == .exact && onExact == nil
    let value = onExact ?? onKale
    let (severity, effect) = effect(of: value, consumer.map(analysis.stepName), unit, isCertain, analysis)
    var finding = Finding(
      description, severity: isKaleOnly ? .warning : severity, kale: .accepted, isHandled: isKaleOnly,
      at: place,
      "`\(name)` is \(value.what): \(isKaleOnly ? "with Kale's runtime, " : "")\(effect) \(value.remedy)",
      related: consumer.flatMap { analysis.firstRead(of: name, in: $0) }.map {
        [.init($0.place, "`\(name)` is read here.")]
      } ?? [])
    finding.failsOnKale = isCertain && onKale.outcome == .notSaved
    return finding
  }

  private static func value(of origin: ValueOrigin, _ release: KaleRelease) -> UnmarshallableValue? {
    switch origin {
    case .path(let path): release.marshalling.value(madeBy: path)
    case .generator: .generator
    case .coroutine: .coroutine
    }
  }

  /// Returns the row that a query of SQLite gives where the code asks for rows with names: `con.row_factory = sqlite3.Row`.
  private static func namedRow(
    of origin: ValueOrigin, in unit: UnitIndex, _ connections: inout SQLiteConnections
  ) -> ValueOrigin? {
    guard case .path(let path) = origin, path.description.hasPrefix("sqlite3.connect()"),
      path.description.hasSuffix(".fetchone()"), connections.namesRows(in: unit)
    else { return nil }
    return .path(ValuePath(root: "sqlite3.Row", steps: [.call]))
  }

  /// Returns the kind of value if the exact runtime cannot pass it either.
  private static func exactValue(
    of origin: ValueOrigin, _ onKale: UnmarshallableValue, _ name: String, _ unit: UnitIndex,
    _ consumer: UnitIndex?, _ work: inout Work, _ analysis: NotebookAnalysis
  ) -> UnmarshallableValue? {
    switch origin {
    case .coroutine: return .coroutine
    case .generator:
      return switch work.iterators.start(of: name, in: unit, passedTo: consumer) {
      case .certain: .startedGenerator
      case .possible: .generatorOnExactRuntime
      case nil: nil
      }
    case .path(let path):
      if path.root == "memoryview", let consumer, analysis.changesParts(of: name, in: consumer) {
        return .copyOfMemory
      }
      if path.root.hasPrefix("concurrent.futures."), onKale.outcome == .waits,
        !work.unfinished.mayBeWaitedFor(in: unit)
      {
        return .unfinishedFuture
      }
      if path.description == "sqlite3.connect()" {
        return work.connections.missedState(in: unit, usedBy: consumer)
      }
      // The generators of libraries are passed even if they have been started.
      return onKale == .generator || Marshalling.isPassedByExactRuntime(path) ? nil : onKale
    }
  }

  private static func effect(
    of value: UnmarshallableValue, _ consumer: String?, _ unit: UnitIndex, _ isCertain: Bool,
    _ analysis: NotebookAnalysis
  ) -> (Finding.Severity, String) {
    let step = analysis.stepName(unit)
    let target = consumer.map { " to `\($0)`" } ?? ""
    let mayEndEarly = analysis.shared.names.mayEndEarly || analysis.units[unit].names.mayEndEarly
    let severity: Finding.Severity = isCertain && !mayEndEarly ? .error : .warning
    switch value.outcome {
    case .notSaved: return (severity, "step `\(step)` cannot pass it on\(target) and fails.")
    case .notLoaded:
      return (
        consumer == nil ? .warning : severity,
        "the step that takes it from `\(step)` cannot load it and fails."
      )
    case .perhapsNotSaved where value == .generatorOnExactRuntime:
      return (.warning, "step `\(step)` can pass it on\(target) only if it has not started.")
    case .perhapsNotSaved: return (.warning, "step `\(step)` may be unable to pass it on\(target).")
    case .losesContent:
      return (.warning, "step `\(step)` passes only its path\(target), not its content.")
    case .losesFunctions:
      return (
        .warning, "step `\(step)` passes it on\(target) without what the code has added to the connection."
      )
    case .losesTemporaryTables:
      return (.warning, "step `\(step)` passes it on\(target) without its temporary tables.")
    case .losesReferent: return (.warning, "in the step that takes it from `\(step)`, it refers to nothing.")
    case .waits: return (.warning, "the step that takes it from `\(step)` may wait forever.")
    case .copied: return (.warning, "step `\(step)` passes a copy\(target), which may be read-only.")
    }
  }
}

extension NotebookAnalysis {
  /// Whether a unit's own code puts something into the object that a name holds.
  fileprivate func changesParts(of name: String, in unit: UnitIndex) -> Bool {
    outline.units[unit].cells.contains { cell in
      facts[cell].facts.mentions.contains(name) && facts[cell].values.additions.contains { $0.name == name }
    }
  }
}
