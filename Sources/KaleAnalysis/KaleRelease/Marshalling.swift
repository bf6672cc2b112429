import PythonSyntax

/// What a release of Kale does with values that it has to pass from step to step, by how they are created.
package struct Marshalling: Sendable {
  private let valuesByCall: [String: UnmarshallableValue]
  private let methods: [(package: String, method: String, value: UnmarshallableValue)]

  /// Creates the table of some calls, and of methods of whatever objects a package creates.
  init(
    _ rows: [(value: UnmarshallableValue, calls: [String])],
    methods: [(package: String, method: String, value: UnmarshallableValue)]
  ) {
    valuesByCall = Dictionary(
      rows.flatMap { row in row.calls.map { ($0, row.value) } }, uniquingKeysWith: { first, _ in first })
    self.methods = methods
  }

  /// Returns whether the exact runtime passes the value that a path creates, whatever Kale's does.
  package static func isPassedByExactRuntime(_ path: ValuePath) -> Bool {
    isPassedByExactRuntime(path.description)
  }

  static func isPassedByExactRuntime(_ text: String) -> Bool {
    ExactRuntimeTable.passes.contains(text) || MaskedArrayTable.calls.contains(text)
      || text.hasPrefix("pandas.") && ExactRuntimeTable.passedPandasMethods.contains(where: text.hasSuffix)
  }

  /// Returns the kind of value that a path like `sqlite3.connect().cursor()` creates; nil if it can be passed, or if it is
  /// not known.
  package func value(madeBy path: ValuePath) -> UnmarshallableValue? {
    value(madeBy: path.description)
  }

  func value(madeBy text: String) -> UnmarshallableValue? {
    valuesByCall[text]
      ?? methods.first { text.hasPrefix($0.package) && text.hasSuffix($0.method) }?.value
  }
}

/// A kind of value that cannot be passed from step to step.
package struct UnmarshallableValue: Sendable, Hashable {
  /// What becomes of such a value.
  package enum Outcome: Sendable, Hashable {
    /// The step fails when it serializes the value.
    case notSaved
    /// The step that takes the value fails when it loads it.
    case notLoaded
    /// Usually one of these, but not for every such value; or it was not tried.
    case perhapsNotSaved
    /// It is loaded, but what it refers to may not exist in another container.
    case losesContent
    /// It is loaded, but the step that takes it may wait for a thread that has ended with its step.
    case waits
    /// It is loaded, but without what only the connection has.
    case losesTemporaryTables, losesFunctions
    /// It is loaded, but no longer refers to anything.
    case losesReferent
    /// The step that takes it gets a copy that it may be unable to change.
    case copied
  }

  /// What the value is, with an article: `a database connection`.
  package let what: String
  /// What happens when a step passes the value on.
  package let outcome: Outcome
  /// What to do instead, a sentence.
  package let remedy: String

  /// What a generator expression is, or what a function with `yield` returns.
  package static let generator = UnmarshallableValue(
    what: "a generator", outcome: .notSaved,
    remedy: "Convert it to a list, `list(…)`, or use it in one step only.")
  /// One that has yielded something, and goes on from there.
  package static let startedGenerator = UnmarshallableValue(
    what: "a generator that has started", outcome: .notSaved, remedy: generator.remedy)
  /// A generator on the exact runtime, which passes what it will yield, unless it has been started.
  package static let generatorOnExactRuntime = UnmarshallableValue(
    what: generator.what, outcome: .perhapsNotSaved, remedy: generator.remedy)
  /// A future on the exact runtime, which passes its result, unless the work still goes on.
  package static let unfinishedFuture = UnmarshallableValue(
    what: "a future", outcome: .perhapsNotSaved, remedy: "Wait for it and pass its result: `.result()`.")
  /// A connection to a database file on the exact runtime, which opens the file again.
  package static let connectionWithTransaction = UnmarshallableValue(
    what: "a database connection", outcome: .perhapsNotSaved,
    remedy: "Call `commit()` when all has been written.")
  /// The same, where tables are created that only this connection has.
  package static let connectionWithTemporaryTables = UnmarshallableValue(
    what: "a database connection", outcome: .losesTemporaryTables,
    remedy: "Create the tables in the step that uses them.")
  /// What the exact runtime passes of a connection to a database with functions, collations or attached files of the code's.
  package static let connectionWithFunctions = UnmarshallableValue(
    what: "a database connection", outcome: .losesFunctions,
    remedy: "Create them in the step that uses them too.")
  /// What the exact runtime passes of a `memoryview`.
  package static let copyOfMemory = UnmarshallableValue(
    what: "a view of another object's memory", outcome: .copied, remedy: "Pass the object itself.")
  /// What a function with `async` returns.
  package static let coroutine = UnmarshallableValue(
    what: "a coroutine", outcome: .notSaved, remedy: "`await` it and pass the result.")
}
