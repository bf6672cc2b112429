import KaleAnalysis
import NotebookModel

/// Values that a runtime saves and loads, and of which the next step misses something.
extension UnloadableValue {
  static func finding(
    _ thread: EndedThread, _ unit: UnitIndex, _ analysis: NotebookAnalysis
  ) -> Finding {
    let (step, consumer) = (analysis.stepName(unit), analysis.stepName(thread.consumer))
    let effect =
      thread.waits
      ? "may wait forever for `\(thread.object)`. Start it in step `\(consumer)`."
      : "gets `\(thread.object)` as it is then. Wait for it: `\(thread.name).join()`."
    return Finding(
      description, severity: .warning, kale: .accepted, at: thread.place,
      "The thread `\(thread.name)` ends with step `\(step)`, and step `\(consumer)` \(effect)",
      related: analysis.firstRead(of: thread.object, in: thread.consumer).map {
        [.init($0.place, "`\(thread.object)` is read here.")]
      } ?? [])
  }

  static func finding(
    _ lock: CachedPropertyLock, _ unit: UnitIndex, _ runtime: PipelineRuntime, _ analysis: NotebookAnalysis
  ) -> Finding? {
    finding(of: lock.name, unit, runtime, analysis) { isKaleOnly in
      "`\(lock.name)` is or holds an object of `\(lock.className)`: with \(isKaleOnly ? "Kale's runtime and " : "")"
        + "Python 3.11 or older, step `\(analysis.stepName(lock.reader))` waits forever for its cached property "
        + "`\(lock.property)`. \(isKaleOnly ? "For Kale, read" : "Read") it in step `\(analysis.stepName(unit))` too."
    }
  }

  static func finding(
    _ lost: NamedTupleMethod, _ unit: UnitIndex, _ runtime: PipelineRuntime, _ analysis: NotebookAnalysis
  ) -> Finding? {
    finding(of: lost.name, unit, runtime, analysis) { isKaleOnly in
      "`\(lost.name)` is or holds an object of `\(lost.className)`, a named tuple: \(isKaleOnly ? "with Kale's runtime, " : "")"
        + "step `\(analysis.stepName(lost.user))` gets it without its method `\(lost.method)`. "
        + "\(isKaleOnly ? "For Kale, make" : "Make") `\(lost.className)` a dataclass."
    }
  }

  static func finding(
    _ lost: TableAttribute, _ unit: UnitIndex, _ runtime: PipelineRuntime, _ analysis: NotebookAnalysis
  ) -> Finding? {
    finding(of: lost.name, unit, runtime, analysis) { isKaleOnly in
      "`\(lost.name)` is a table: \(isKaleOnly ? "with Kale's runtime, " : "")step `\(analysis.stepName(lost.user))` "
        + "gets it without its attribute `\(lost.attribute)`. "
        + "\(isKaleOnly ? "For Kale, keep" : "Keep") it in `\(lost.name).attrs`."
    }
  }

  static func finding(
    _ number: ProcessNumber, _ unit: UnitIndex, _ runtime: PipelineRuntime, _ analysis: NotebookAnalysis
  ) -> Finding {
    let consumer = analysis.stepName(number.consumer)
    switch number.function {
    case .id:
      return Finding(
        description, severity: .warning, kale: .accepted, at: number.place,
        "`\(number.name)` holds the `id` of objects: they have others in step `\(consumer)`. "
          + "Use a name or a number of the objects instead.")
    // The exact runtime starts all steps of a run with one seed for them.
    case .hash:
      let isKaleOnly = runtime == .exact
      return Finding(
        description, severity: .warning, kale: .accepted, isHandled: isKaleOnly, at: number.place,
        "`\(number.name)` holds hashes: \(isKaleOnly ? "with Kale's runtime, " : "")strings have others in step "
          + "`\(consumer)`. \(isKaleOnly ? "For Kale, use" : "Use") the strings themselves or `hashlib`.")
    }
  }

  /// A finding about a value that the exact runtime passes: a warning, about Kale alone where that runtime counts.
  private static func finding(
    of name: String, _ unit: UnitIndex, _ runtime: PipelineRuntime, _ analysis: NotebookAnalysis,
    _ message: (_ isKaleOnly: Bool) -> String
  ) -> Finding? {
    let isKaleOnly = runtime == .exact
    return analysis.binding(of: name, in: unit).map { place in
      Finding(
        description, severity: .warning, kale: .accepted, isHandled: isKaleOnly, at: place,
        message(isKaleOnly))
    }
  }
}
