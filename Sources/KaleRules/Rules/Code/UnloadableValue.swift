import KaleAnalysis
import NotebookModel
import PythonSyntax

/// A value that a runtime cannot save or load because of what it holds.
enum UnloadableValue: InquiringRule {
  static let description = RuleDescription(
    code: "KALE251", name: "unloadable-value", severity: .warning,
    summary: "A step passes on a value whose contents cannot be saved or loaded.",
    rationale: """
      Kale's runtime saves a value by its type, and loads it before the functions cells of the next step run. It fails \
      for:

      - arrays of Python objects, for example the axes of `plt.subplots(1, 2)` or a mixed table as an array
      - functions of NumPy
      - estimators of scikit-learn that refer to a function or class of the notebook, or hold a lambda
      - tables whose cells hold objects of the notebook's classes
      - members of an enumeration of the notebook, and objects that refer to it
      - classes that hold their own instances or subclasses, and objects of these classes
      - types of arrays, and tables that pandas reads in parts
      - what `fit` of a Keras model returns
      - classes with a type variable or an enumeration in their bases, annotations or defaults, models of pydantic, and \
      objects of these classes
      - objects of a class whose `__getattr__` reads `self.data` or another attribute: loading asks for attributes before any is there
      - tables to which code has given attributes, `table.title` for example: they are lost
      - objects of a `NamedTuple` of the notebook that has methods: they are lost
      - dictionaries and sets of the `hash` of strings, which is another one in each process
      - until Python 3.11, objects with a `cached_property`: the step that reads it waits forever
      - an `object()`, and exceptions of the notebook whose constructor passes fewer arguments on than it needs
      - objects and functions that hold a connection, a socket or something else that cannot be saved.

      The runtime `exact` passes most of them, and then the finding names Kale, unless the notebook uses the runtime \
      `kale`. `exact` does not pass open archives of arrays or anything that holds a socket or a client. With either \
      runtime, a thread ends with its step, and an object has another `id` in the next one. The finding is an error if the step passes on such a value on every run.
      """,
    whyNoFix: "What to pass instead depends on what the later step needs.",
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["imports"]
        import matplotlib.pyplot as plt
        # %% tags=["step:plot"]
        figure, «axes» = plt.subplots(1, 2)
        # %% tags=["step:decorate", "prev:plot"]
        axes[0].set_xlabel("x")
        """,
        """
        # %% tags=["imports"]
        from sklearn.pipeline import make_pipeline
        from sklearn.linear_model import Ridge
        from sklearn.preprocessing import FunctionTransformer
        # %% tags=["functions"]
        def square(x):
          return x ** 2
        # %% tags=["step:fit"]
        «model» = make_pipeline(FunctionTransformer(square), Ridge()).fit([[1], [2]], [1, 4])
        # %% tags=["step:use", "prev:fit"]
        print(model.predict([[3]]))
        """,
        """
        # %% tags=["imports"]
        from enum import Enum
        # %% tags=["functions"]
        class Split(Enum):
          TRAIN = 1
          TEST = 2
        # %% tags=["step:make"]
        «splits» = [Split.TRAIN, Split.TEST]
        # %% tags=["step:use", "prev:make"]
        print(len(splits))
        """,
        """
        # %% tags=["imports"]
        import numpy as np
        # %% tags=["step:choose"]
        «activation» = np.tanh
        # %% tags=["step:use", "prev:choose"]
        print(activation(0.5))
        """,
        """
        # %% tags=["imports"]
        import pandas as pd
        # %% tags=["functions"]
        class Trial:
          pass
        # %% tags=["step:run"]
        «trials» = pd.DataFrame({"trial": [Trial(), Trial()]})
        # %% tags=["step:use", "prev:run"]
        print(len(trials))
        """,
        """
        # %% tags=["functions"]
        class Failure(Exception):
          def __init__(self, code, reason):
            super().__init__(f"{code}: {reason}")
            self.code = code
        # %% tags=["step:run"]
        «failures» = []
        try:
          raise Failure(1, "a")
        except Failure as failure:
          failures.append(failure)
        # %% tags=["step:use", "prev:run"]
        print(failures[0].code)
        """,
      ],
      nonTriggering: [
        """
        # %% tags=["imports"]
        import matplotlib.pyplot as plt
        from sklearn.linear_model import Ridge
        from sklearn.preprocessing import FunctionTransformer
        # %% tags=["functions"]
        def square(x):
          return x ** 2
        # %% tags=["step:plot"]
        figure, axes = plt.subplots()
        model = Ridge().fit([[1], [2]], [1, 4])
        transformers = [FunctionTransformer(square)]
        # %% tags=["step:decorate", "prev:plot"]
        axes.set_xlabel("x")
        print(model.predict([[3]]), transformers)
        """
      ]))

  static func check(_ analysis: NotebookAnalysis, asking queries: RuleQueries) -> [Finding] {
    var work = Work(analysis)
    // `model.fit(…)` looks like any other call.
    let steps =
      analysis.importsKeras
      ? analysis.outline.units.indices.filter { !analysis.outline.units[$0].isNotebook }
      : analysis.steps(about: .fragileValues)
    return steps.flatMap { unit in
      let names = analysis.flow.flows[unit].outputs.smallIntersection(analysis.units[unit].ownNames)
        .map { (name: $0, place: place(of: $0, in: unit, analysis)) }.sorted { $0.place < $1.place }.map(
          \.name)
      let threads = work.threads.threads(startedBy: unit, &work.reader).map { finding($0, unit, analysis) }
      let marks = work.numbers.numbers(passedBy: unit).map { finding($0, unit, queries.runtime, analysis) }
      // One class that no step can load is one cause.
      var classes: Set<String> = []
      return threads + marks
        + names.compactMap { finding($0, unit, &classes, &work, queries.runtime, analysis) }
    }
  }

  /// What is found out about units only if some value needs it.
  private struct Work {
    var reader: ValueReader
    var threads: EndedThreadSearch
    var numbers: ProcessNumberSearch
    var connections: SQLiteConnections
    var unfinished: UnfinishedWork
    var iterators: IteratorStarts
    var tables: TableAttributeSearch
    var reads: AttributeReads
    private var namesGivenGenerators: [UnitIndex: Set<String>] = [:]

    mutating func generatorFault(of name: String, _ unit: UnitIndex) -> PassingFault? {
      let names = namesGivenGenerators[unit] ?? reader.namesGivenGenerators(in: unit)
      namesGivenGenerators[unit] = names
      return names.contains(name) ? reader.generatorFault(of: name, atEndOf: unit) : nil
    }

    init(_ analysis: NotebookAnalysis) {
      reader = ValueReader(analysis)
      threads = EndedThreadSearch(analysis)
      numbers = ProcessNumberSearch(analysis)
      connections = SQLiteConnections(analysis)
      unfinished = UnfinishedWork(analysis)
      iterators = IteratorStarts(analysis)
      tables = TableAttributeSearch(analysis)
      reads = AttributeReads(analysis)
    }
  }

  /// Returns what is to be said of a value that a unit passes on; `classes` are those of which it was said.
  private static func finding(
    _ name: String, _ unit: UnitIndex, _ classes: inout Set<String>, _ work: inout Work,
    _ runtime: PipelineRuntime, _ analysis: NotebookAnalysis
  ) -> Finding? {
    guard var fault = fault(of: name, unit, &work.reader) ?? work.generatorFault(of: name, unit) else {
      return laterLoss(of: name, unit, &classes, &work, runtime, analysis)
    }
    if fault.isOfClass, !classes.insert(fault.what).inserted { return nil }
    let isDoubtful = work.reader.isDoubtful
    switch fault.condition {
    case .namedRows where !work.connections.namesRows(in: unit): return nil
    case .started where runtime == .exact: note(startOf: name, unit, in: &fault, &work, analysis)
    case .unfinished where runtime == .exact && !work.unfinished.mayBeWaitedFor(in: unit):
      (fault.failsOnExact, fault.outcome) = (true, .perhaps)
    default: break
    }
    return finding(fault, name, unit, isDoubtful: isDoubtful, runtime, analysis)
  }

  /// Returns what is to be said of a value that is saved and loaded, and of which the next step misses something.
  private static func laterLoss(
    of name: String, _ unit: UnitIndex, _ classes: inout Set<String>, _ work: inout Work,
    _ runtime: PipelineRuntime, _ analysis: NotebookAnalysis
  ) -> Finding? {
    if let lock = CachedPropertyLock(of: name, passedBy: unit, &work.reader, &work.reads),
      let finding = finding(lock, unit, runtime, analysis)
    {
      return finding
    }
    if let lost = NamedTupleMethod(of: name, passedBy: unit, &work.reader, &work.reads),
      classes.insert(lost.className).inserted, let finding = finding(lost, unit, runtime, analysis)
    {
      return finding
    }
    return work.tables.attribute(of: name, passedBy: unit, &work.reader, &work.reads)
      .flatMap { finding($0, unit, runtime, analysis) }
  }

  /// The place where a unit binds a name: a class is bound before what belongs to it.
  private static func place(of name: String, in unit: UnitIndex, _ analysis: NotebookAnalysis) -> (Int, Int) {
    guard case .source(let cell, let range)? = analysis.binding(of: name, in: unit) else { return (0, 0) }
    return (cell.position, range.lowerBound)
  }

  /// Returns the fault of a value, unless the unit could not have taken the parts of the value either.
  private static func fault(of name: String, _ unit: UnitIndex, _ reader: inout ValueReader) -> PassingFault?
  {
    guard let fault = reader.passingFault(of: reader.value(of: name, atEndOf: unit)) else { return nil }
    var other = reader
    let isFollowOn = reader.crossings.contains { crossing in
      other.passingFault(of: other.value(of: crossing.name, atEndOf: crossing.producer))?.what == fault.what
    }
    return isFollowOn ? nil : fault
  }

  private static func finding(
    _ fault: PassingFault, _ name: String, _ unit: UnitIndex, isDoubtful: Bool, _ runtime: PipelineRuntime,
    _ analysis: NotebookAnalysis
  ) -> Finding? {
    guard let consumer = analysis.consumers.firstUnit(taking: name, from: unit),
      let place = analysis.binding(of: name, in: unit)
    else { return nil }
    // What is loaded first is there for what refers to it.
    if let definition = fault.definition, definition < name,
      analysis.flow.flows[consumer].inputs.contains(definition)
    {
      return nil
    }
    var fault = fault
    let isKaleOnly = runtime == .exact && !fault.failsOnExact
    // The exact runtime finds out when it saves.
    if runtime == .exact, fault.failsOnExact, fault.outcome == .notLoaded { fault.outcome = .notSaved }
    let mayEndEarly = analysis.shared.names.mayEndEarly || analysis.units[unit].names.mayEndEarly
    let isCertain = !isDoubtful && fault.isCertain && !mayEndEarly
    let remedy = fault.remedy.replacing("%", with: name)
    let advice = isKaleOnly ? "For Kale, " + remedy : remedy.prefix(1).uppercased() + remedy.dropFirst()
    return Finding(
      description, severity: !isKaleOnly && isCertain ? .error : .warning, kale: .accepted,
      isHandled: isKaleOnly, at: place,
      "`\(name)` is \(fault.what): \(isKaleOnly ? "with Kale's runtime, " : "")\(effect(of: fault, unit, consumer, analysis)) \(advice)",
      related: analysis.firstRead(of: name, in: consumer).map { [.init($0.place, "`\(name)` is read here.")] }
        ?? [])
  }

  /// Notes that the exact runtime cannot pass an iterator of which a unit has taken elements, or may have.
  private static func note(
    startOf name: String, _ unit: UnitIndex, in fault: inout PassingFault, _ work: inout Work,
    _ analysis: NotebookAnalysis
  ) {
    guard case .started(let mayStartElsewhere) = fault.condition,
      let consumer = analysis.consumers.firstUnit(taking: name, from: unit),
      case let generators = work.reader.generators(in: name, atEndOf: unit),
      let start = work.iterators.start(of: name, over: generators, in: unit, passedTo: consumer)
    else { return }
    fault.failsOnExact = true
    fault.outcome = start == .certain && !mayStartElsewhere ? .notSaved : .perhaps
  }

  private static func effect(
    of fault: PassingFault, _ unit: UnitIndex, _ consumer: UnitIndex, _ analysis: NotebookAnalysis
  ) -> String {
    let (producer, consumer) = (analysis.stepName(unit), analysis.stepName(consumer))
    switch fault.outcome {
    case .notSaved: return "step `\(producer)` cannot pass it on to `\(consumer)` and fails."
    case .notLoaded: return "step `\(consumer)` cannot load it and fails."
    case .perhaps: return "step `\(producer)` may be unable to pass it on to `\(consumer)`."
    case .waits: return "step `\(consumer)` may wait forever when it uses it."
    }
  }
}
