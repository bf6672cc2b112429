import KaleAnalysis

/// A value that a step hands on and that cannot be saved.
enum UnmarshallableOutput: NotebookRule {
  static let description = RuleDescription(
    code: "KALE220", name: "unmarshallable-output", severity: .error,
    summary: "A step hands on a value that cannot be saved.",
    rationale: """
      Steps run in containers of their own: what one hands to another is saved and loaded, with dill where Kale knows no \
      better way. Generators, connections, sockets, executors and whatever else is bound to its process cannot be saved, \
      and the step fails at its end. So it is with what Kale takes for something else: it saves all that is NumPy's as an \
      array, and a random generator is none. An open file can be saved, but what the next step gets is a file of that \
      name in its own container.

      The rule goes by how the value is made. It is an error where the step makes the value in one place and whenever it \
      runs, and a warning otherwise.
      """,
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

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    var origins = ValueOrigins(analysis)
    // Most values are made in a way of which nothing is known.
    return analysis.units(with: .traceableValues).flatMap { unit -> [Finding] in
      analysis.flow.flows[unit].outputs.smallIntersection(analysis.units[unit].traceableNames).sorted()
        .compactMap { finding($0, unit, &origins, analysis) }
    }
  }

  private static func finding(
    _ name: String, _ unit: UnitIndex, _ origins: inout ValueOrigins, _ analysis: NotebookAnalysis
  ) -> Finding? {
    guard let (origin, isCertain) = origins.origin(of: name, in: unit), let value = value(of: origin),
      let place = analysis.binding(of: name, in: unit)
    else { return nil }
    let taker = analysis.takers.firstUnit(taking: name, from: unit)
    let (severity, effect) = effect(of: value, taker.map(analysis.stepName), unit, isCertain, analysis)
    return Finding(
      description, severity: severity, kale: .accepted, at: place,
      "`\(name)` is \(value.what): \(effect) \(value.remedy)",
      related: taker.flatMap { analysis.firstRead(of: name, in: $0) }.map {
        [.init($0.place, "`\(name)` is taken here.")]
      } ?? [])
  }

  private static func value(of origin: ValueOrigin) -> UnmarshallableValue? {
    switch origin {
    case .path(let path): UnmarshallableValue.made(by: path)
    case .generator: .generator
    case .coroutine: .coroutine
    }
  }

  private static func effect(
    of value: UnmarshallableValue, _ taker: String?, _ unit: UnitIndex, _ isCertain: Bool,
    _ analysis: NotebookAnalysis
  ) -> (Finding.Severity, String) {
    let step = analysis.stepName(unit)
    let target = taker.map { " to `\($0)`" } ?? ""
    let mayEndEarly = analysis.shared.names.mayEndEarly || analysis.units[unit].names.mayEndEarly
    let severity: Finding.Severity = isCertain && !mayEndEarly ? .error : .warning
    switch value.outcome {
    case .notSaved: return (severity, "step `\(step)` cannot hand it on\(target), and fails.")
    case .notLoaded:
      return (
        taker == nil ? .warning : severity, "what takes it from step `\(step)` cannot load it, and fails."
      )
    case .perhapsNotSaved: return (.warning, "step `\(step)` can hardly hand it on\(target).")
    case .losesContent:
      return (.warning, "what step `\(step)` hands on\(target) is a file of that name in another container.")
    }
  }
}
