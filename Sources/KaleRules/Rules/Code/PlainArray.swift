import KaleAnalysis
import NotebookModel
import PythonSyntax

/// A value that Kale's runtime passes as a plain array, which a later step uses as what it was.
enum PlainArray: InquiringRule {
  static let description = RuleDescription(
    code: "KALE250", name: "plain-array", severity: .warning, concernsKaleAlone: true, fix: .suggested,
    summary: "A step uses a NumPy value that Kale's runtime passes as a plain array.",
    rationale: """
      Kale's runtime saves everything that NumPy creates as an array. The mean of a column, the result of `np.sqrt` or \
      an element of an array is a NumPy number, and the next step gets an array without dimensions instead. You can \
      print such an array and compute with it, but `round`, `json.dumps` and dictionaries reject it, and \
      `isinstance(…, float)` is false. A polynomial (`np.poly1d`) can no longer be called, a matrix multiplies its \
      elements, and a record array has no fields.

      The runtime `exact` passes all of them unchanged. The finding therefore names Kale, unless the notebook uses the \
      runtime `kale`: it is then an error if the step fails on every run.

      The fix converts a number in the step that computes it. Create other values in the step that uses them.
      """,
    whyNoFix: "A value that is not a number has to be created in the step that uses it.",
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["imports"]
        import pandas as pd
        # %% tags=["step:load"]
        df = pd.DataFrame({"price": [1.0, 2.5]})
        # %% tags=["step:stats", "prev:load"]
        «average» = df["price"].mean()
        # %% tags=["step:report", "prev:stats"]
        print(round(average, 2))
        """,
        """
        # %% tags=["imports"]
        import json
        import numpy as np
        # %% tags=["step:stats"]
        «total» = np.sum([1.0, 2.5])
        # %% tags=["step:report", "prev:stats"]
        summary = {"total": total}
        print(json.dumps(summary))
        """,
        """
        # %% tags=["imports"]
        import numpy as np
        # %% tags=["step:fit"]
        «curve» = np.poly1d(np.polyfit([0, 1, 2], [0, 1, 4], 2))
        # %% tags=["step:use", "prev:fit"]
        print(curve(7))
        """,
      ],
      nonTriggering: [
        """
        # %% tags=["imports"]
        import numpy as np
        # %% tags=["step:stats"]
        total = np.sum([1.0, 2.5])
        average = float(np.mean([1.0, 2.5]))
        # %% tags=["step:report", "prev:stats"]
        print(f"{total:.2f}", total * 2, round(average, 2), round(total / 3, 2))
        """
      ],
      fixes: [
        (
          before: """
          # %% tags=["imports"]
          import numpy as np
          # %% tags=["step:stats"]
          average = np.mean([1.0, 2.5])
          # %% tags=["step:report", "prev:stats"]
          print(round(average, 2))
          """,
          after: """
          # %% tags=["imports"]
          import numpy as np
          # %% tags=["step:stats"]
          average = np.mean([1.0, 2.5])
          average = average.item()
          # %% tags=["step:report", "prev:stats"]
          print(round(average, 2))
          """
        )
      ]))

  static func check(_ analysis: NotebookAnalysis, asking queries: RuleQueries) -> [Finding] {
    guard analysis.importsNumPy else { return [] }
    var search = PlainArraySearch(analysis, queries.runtime)
    if !analysis.cells(with: .arrayClasses).isEmpty {
      // Sums of sparse matrices look like any others.
      for unit in analysis.outline.units.indices where !analysis.outline.units[unit].isNotebook {
        search.findOtherArrays(createdBy: unit)
      }
    }
    for unit in analysis.steps(about: .typeDependence) { search.findNumbers(usedBy: unit) }
    return search.findings
  }
}

/// Collects the findings, at most one for a value.
private struct PlainArraySearch {
  private let analysis: NotebookAnalysis
  private let runtime: PipelineRuntime
  private var reader: ValueReader
  private var seen: Set<PassedValue> = []
  private(set) var findings: [Finding] = []

  init(_ analysis: NotebookAnalysis, _ runtime: PipelineRuntime) {
    (self.analysis, self.runtime, reader) = (analysis, runtime, ValueReader(analysis))
  }

  // MARK: Numbers

  mutating func findNumbers(usedBy unit: UnitIndex) {
    guard !analysis.flow.flows[unit].inputs.isEmpty else { return }
    for use in reader.uses(of: unit) {
      for (argument, effect, isInside) in dependentArguments(of: use) {
        for value in reader.inputs(in: argument, at: use.place, inside: isInside) {
          guard !seen.contains(value) else { continue }
          let kind = reader.value(of: value.name, atEndOf: value.producer)
          guard let number = Number(kind, effect.use) else { continue }
          seen.insert(value)
          let isCertain = !use.isConditional && !reader.isDoubtful && number.isCertain && effect.isFailure
          report(value, in: unit, number, effect.text, isCertain: isCertain)
        }
      }
    }
  }

  /// What a use does to an array: the words for it, and whether it fails.
  private struct Effect {
    var text: String
    var isFailure = true
    /// What can be used so.
    var use = Use.ofNumbers
  }

  /// What can be used in some way.
  private enum Use {
    case ofNumbers, ofStrings
    /// Anything, of which only numbers are meant.
    case ofAny
    /// Numbers, strings and more.
    case ofMany
    /// The same, and mostly strings.
    case asKey
    /// Dates.
    case ofDates
  }

  /// A kind of value that Kale passes as an array without dimensions.
  private struct Number {
    var what: String
    var conversion: (String) -> String
    var isCertain: Bool

    init?(_ value: KnownValue, _ use: Use) {
      switch (value, use) {
      case (.numpy, .ofAny), (.number, .ofDates), (.numpy, .ofDates): return nil
      case (.scalar, .ofDates):
        (what, conversion, isCertain) = ("a NumPy date", { "\($0).astype(\"datetime64[us]\").item()" }, false)
      case (.number, .ofStrings), (.numpy, .ofStrings):
        (what, conversion, isCertain) = ("a NumPy string", { "\($0).item()" }, true)
      case (.number, _), (.numpy, _):
        (what, conversion, isCertain) = ("a NumPy number", { "\($0).item()" }, true)
      case (.element, .ofNumbers), (.reduced, .ofNumbers), (.reduced, .ofMany), (.reduced, .ofAny),
        (.reduced, .asKey), (.scalar, .ofNumbers), (.scalar, .ofMany), (.scalar, .ofAny), (.scalar, .asKey):
        (what, conversion, isCertain) = ("a NumPy number", { "float(\($0))" }, false)
      default: return nil
      }
    }
  }

  /// The arguments with which a use does something else, or fails, if they are arrays without dimensions; and whether a
  /// list that holds them is enough.
  private mutating func dependentArguments(of use: PlacedUse) -> [(ValueExpression, Effect, isInside: Bool)] {
    switch use.kind {
    case .call(.attribute(let base, let method), let arguments)
    where ArrayUseTable.missingMethods.contains(method) && arguments.isEmpty:
      return [(base, Effect(text: "`.\(method)()` fails"), false)]
    case .call(.attribute(let base, let method), _) where ArrayUseTable.textMethods.contains(method):
      return [(base, Effect(text: "`.\(method)()` fails", use: .ofStrings), false)]
    case .call(.attribute(_, let method), let arguments)
    where ArrayUseTable.countingMethods.contains(method):
      return arguments.prefix(1).map { ($0.value, Effect(text: "`.\(method)()` fails"), false) }
    case .call(.attribute(let base, "get"), let arguments):
      guard let key = arguments.first, key.value.asName != nil, reader.isDictionary(base, at: use.place)
      else { return [] }
      return [(key.value, Effect(text: "a dictionary cannot have it as a key", use: .asKey), false)]
    case .call(let callee, let arguments):
      guard arguments.contains(where: { !reader.inputs(in: $0.value, at: use.place, inside: true).isEmpty }),
        case .library(let path) = reader.value(of: callee, at: use.place)
      else { return [] }
      return dependentArguments(ofCalling: path, arguments, use)
    case .key(let key):
      return [
        (key, Effect(text: "it cannot be a key of a dictionary or an element of a set", use: .asKey), false)
      ]
    case .lookup(let base, let key):
      guard !reader.inputs(in: .name(key), at: use.place, inside: false).isEmpty,
        reader.isDictionary(base, at: use.place)
      else { return [] }
      return [(.name(key), Effect(text: "a dictionary cannot have it as a key", use: .asKey), false)]
    case .comparison, .test: return []
    }
  }

  private mutating func dependentArguments(
    ofCalling path: String, _ arguments: [ValueArgument], _ use: PlacedUse
  ) -> [(ValueExpression, Effect, isInside: Bool)] {
    let name = path.hasPrefix("builtins.") ? String(path.dropFirst("builtins.".count)) : path
    if ArrayUseTable.failingInside.contains(path) {
      // What an encoder of the notebook's own does with arrays is its own affair; it may well be meant for them.
      guard !arguments.contains(where: { ["cls", "default"].contains($0.keyword) }) else { return [] }
      return arguments.prefix(1).map { ($0.value, Effect(text: "`\(name)` fails", use: .ofMany), true) }
    }
    if ArrayUseTable.failing.contains(path) {
      let use = path == "builtins.hash" || path.hasPrefix("random.") ? Use.asKey : .ofNumbers
      return arguments.map { ($0.value, Effect(text: "`\(name)` fails", use: use), false) }
    }
    if ArrayUseTable.failingAsElement.contains(path) {
      // The argument itself may be an array.
      guard let first = arguments.first,
        reader.inputs(in: first.value, at: use.place, inside: false).isEmpty
      else { return [] }
      return [(first.value, Effect(text: "`\(name)` fails"), true)]
    }
    if ArrayUseTable.failingForDates.contains(path) {
      return arguments.prefix(1).map { ($0.value, Effect(text: "`\(name)` fails", use: .ofDates), false) }
    }
    if path == "builtins.isinstance", arguments.count == 2 {
      let isNumberClass = reader.classes(in: arguments[1].value, at: use.place).contains {
        if case .library(let path) = $0 { ArrayUseTable.classes.contains(path) } else { false }
      }
      return isNumberClass
        ? [(arguments[0].value, Effect(text: "`isinstance` is false", isFailure: false, use: .ofAny), false)]
        : []
    }
    return []
  }

  private mutating func report(
    _ value: PassedValue, in consumer: UnitIndex, _ number: Number, _ effect: String, isCertain: Bool
  ) {
    guard let place = analysis.binding(of: value.name, in: value.producer) else { return }
    let conversion = number.conversion(value.name)
    add(
      place, value, consumer, isCertain: isCertain,
      "`\(value.name)` is \(number.what), which Kale passes as an array: \(effect) in step `\(analysis.stepName(consumer))`.",
      remedy: "convert it: `\(conversion)`.", fixes: conversionFixes(of: value, to: conversion, at: place))
  }

  /// Adds a statement that converts the value after the one that assigns it.
  private func conversionFixes(of value: PassedValue, to conversion: String, at place: NotebookPlace) -> [Fix]
  {
    guard case .source(let cell, let range) = place else { return [] }
    let statements = analysis.facts[cell].facts.statements
    let statement = statements.last(startingUpTo: range.lowerBound).flatMap { statement -> StatementFact? in
      guard case .otherAssignment(value.name) = statement.kind else { return nil }
      return statement
    }
    let source = analysis.notebook.cells[cell].source.utf8
    guard let statement, case let end = statement.range.withoutSpaceBehind(in: source).upperBound,
      source[end...].prefix(while: { $0 != UInt8(ascii: "\n") }).allSatisfy({ $0 == UInt8(ascii: " ") })
    else { return [] }
    let edit = NotebookEdit.replaceSource(
      cell: cell, range: end..<end, with: "\n\(value.name) = \(conversion)")
    return [Fix("Change `\(value.name)` to a Python value", [edit])]
  }

  // MARK: Other arrays

  mutating func findOtherArrays(createdBy unit: UnitIndex) {
    for name in analysis.flow.flows[unit].outputs.smallIntersection(analysis.units[unit].ownNames).sorted() {
      guard let consumer = analysis.consumers.firstUnit(taking: name, from: unit),
        case let made = reader.value(of: name, atEndOf: unit), let what = what(of: made),
        let place = analysis.binding(of: name, in: unit)
      else { continue }
      let value = PassedValue(name: name, producer: unit)
      if case .made(let path, _) = made, let attributes = Self.attributes[path],
        !uses(attributes, of: name, consumer)
      {
        continue
      }
      guard seen.insert(value).inserted else { continue }
      add(
        place, value, consumer, isCertain: false,
        "`\(name)` is \(what), which Kale passes to step `\(analysis.stepName(consumer))` as a plain array.",
        remedy: "create it in the step that uses it.", fixes: [])
    }
  }

  /// Whether a unit's own code uses some attributes, perhaps of a value.
  private func uses(_ attributes: Set<String>, of name: String, _ unit: UnitIndex) -> Bool {
    analysis.outline.units[unit].cells.contains { cell in
      analysis.facts[cell].facts.mentions.contains(name)
        && !analysis.facts[cell].attributeNames.isDisjoint(with: attributes)
    }
  }

  /// Of arrays whose elements are all that most code needs, the attributes that only they have.
  private static let attributes: [String: Set<String>] = [
    "numpy.memmap": ["filename", "flush", "mode", "offset"],
    KnownValue.sparseResultPath: ["A", "A1", "getA", "getA1", "H", "I"],
  ]

  /// What a value is that is saved as a plain array.
  private func what(of value: KnownValue) -> String? {
    switch value {
    case .made(let path, _): Self.kinds[path]
    case .instance(let definition, _) where reader.isArray(definition): "an object of `\(definition.name)`"
    default: nil
    }
  }

  /// What is saved as a plain array, and what it is.
  private static let kinds = [
    "numpy.asmatrix": "a matrix", "numpy.mat": "a matrix", "numpy.matrix": "a matrix",
    "numpy.memmap": "a memory map", KnownValue.sparseResultPath: "a matrix", "numpy.poly1d": "a polynomial",
    "numpy.rec.array": "a record array",
    "numpy.rec.fromarrays": "a record array", "numpy.rec.fromrecords": "a record array",
    "numpy.recarray": "a record array",
  ]

  // MARK: Findings

  private mutating func add(
    _ place: NotebookPlace, _ value: PassedValue, _ consumer: UnitIndex, isCertain: Bool, _ message: String,
    remedy: String, fixes: [Fix]
  ) {
    let isKaleOnly = runtime == .exact
    let mayEndEarly = analysis.shared.names.mayEndEarly || analysis.units[consumer].names.mayEndEarly
    let advice = isKaleOnly ? "For Kale, " + remedy : remedy.prefix(1).uppercased() + remedy.dropFirst()
    findings.append(
      Finding(
        PlainArray.description, severity: !isKaleOnly && isCertain && !mayEndEarly ? .error : .warning,
        kale: .accepted, isHandled: isKaleOnly, at: place, "\(message) \(advice)",
        related: analysis.firstRead(of: value.name, in: consumer).map {
          [.init($0.place, "`\(value.name)` is used here.")]
        } ?? [],
        fixes: fixes))
  }
}
