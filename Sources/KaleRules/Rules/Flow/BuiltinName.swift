import KaleAnalysis
import NotebookModel
import PythonSyntax

/// A name of a Python builtin that one step assigns and another reads.
enum BuiltinName: InquiringRule {
  static let description = RuleDescription(
    code: "KALE235", name: "builtin-name", severity: .warning, fix: .suggested,
    summary: "A step assigns a value to the name of a Python builtin, and another step reads it.",
    rationale: """
      Kale passes a step the names that are undefined in it. It never considers a name like `input`, `id` or `max` \
      undefined, because Python defines it, so it does not pass a value of that name: the next step gets Python's \
      function instead, and fails or computes something else. The runtime `exact` passes the value.
      """,
    whyNoFix: """
      Where a string may read the name, for example in `eval` or `"{max}".format(**globals())`, only you can rename it.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:load"]
        «input» = [1, 2]
        # %% tags=["step:report", "prev:load"]
        print(len(input))
        """,
        """
        # %% tags=["step:load"]
        def «format»(value):
            return f"<{value}>"
        # %% tags=["step:report", "prev:load"]
        print(format(1))
        """,
        """
        # %% tags=["step:load"]
        «max» = 3
        print("{max}".format(**globals()))
        # %% tags=["step:report", "prev:load"]
        print(max)
        """,
      ],
      nonTriggering: [
        """
        # %% tags=["step:load"]
        input = [1, 2]
        rows = sorted(input)
        # %% tags=["step:report", "prev:load"]
        print(len(rows))
        """,
        """
        # %% tags=["functions"]
        def format(value):
            return f"<{value}>"
        # %% tags=["step:load"]
        rows = [1, 2]
        # %% tags=["step:report", "prev:load"]
        print(format(rows))
        """,
        """
        # %% tags=["step:load"]
        sum = 0
        for row in [1, 2]:
            sum += row
        # %% tags=["step:report", "prev:load"]
        print(sum([1, 2]))
        """,
      ],
      fixes: [
        (
          before: """
          # %% tags=["step:load"]
          max = max([1, 2])
          # %% tags=["step:report", "prev:load"]
          print(max, [max for max in [1]])
          """,
          after: """
          # %% tags=["step:load"]
          max_ = max([1, 2])
          # %% tags=["step:report", "prev:load"]
          print(max_, [max for max in [1]])
          """
        )
      ]))

  static func check(_ analysis: NotebookAnalysis, asking queries: RuleQueries) -> [Finding] {
    let makers = analysis.units(withCells: .builtinBindings)
    guard !makers.isEmpty, analysis.graph.isAcyclic else { return [] }
    var order = RunOrder.compiled(analysis, by: .exact)
    return LostBuiltinSearch(analysis, makers).found.map { lost in
      let isOrdered = order.runs(lost.reader, after: lost.maker) == true
      return finding(
        lost, isKaleOnly: queries.runtime == .exact && isOrdered, for: queries.runtime, analysis)
    }
  }

  private static func finding(
    _ lost: LostBuiltin, isKaleOnly: Bool, for runtime: PipelineRuntime, _ analysis: NotebookAnalysis
  ) -> Finding {
    let (step, reader) = (analysis.stepName(lost.maker), analysis.stepName(lost.reader))
    let new = VariableRename(of: lost.name, from: lost.maker, lost.cell, analysis)
    let isUnordered = runtime == .exact && !isKaleOnly
    let cause =
      isUnordered
      ? "Step `\(reader)` reads `\(lost.name)` of step `\(step)` and does not run after it: it gets Python's "
        + "`\(lost.name)` instead. "
      : "Kale does not pass `\(lost.name)` from step `\(step)` to `\(reader)`, which gets Python's "
        + "`\(lost.name)` instead. "
    return Finding(
      description, kale: .accepted, isHandled: isKaleOnly, at: .source(cell: lost.cell, range: lost.range),
      cause + "\(isKaleOnly ? "For Kale, rename" : "Rename") it.",
      related: [
        .init(.source(cell: lost.readCell, range: lost.read), "Step `\(reader)` reads `\(lost.name)` here.")
      ],
      fixes: new.map { [$0.fix] } ?? [])
  }
}

/// A builtin's name that a unit assigns and a later one reads.
private struct LostBuiltin {
  var name: String
  var maker: UnitIndex
  var cell: CellIndex
  var range: Range<Int>
  var reader: UnitIndex
  var readCell: CellIndex
  var read: Range<Int>
}

/// Finds names of builtins that cross steps.
private struct LostBuiltinSearch {
  private struct Made {
    var unit: UnitIndex
    var cell: CellIndex
    var binding: Binding
  }

  private(set) var found: [LostBuiltin] = []
  private let analysis: NotebookAnalysis
  private var made: [String: Made] = [:]
  private var reported: Set<String> = []

  init(_ analysis: NotebookAnalysis, _ makers: [UnitIndex]) {
    self.analysis = analysis
    guard let first = makers.first else { return }
    let known = analysis.shared.bindings
    for (unit, outline) in analysis.outline.units.indexed where unit >= first && !outline.isNotebook {
      var own: Set<String> = []
      for cell in outline.cells {
        let facts = analysis.facts[cell].facts
        for use in facts.allReads where !own.contains(use.name) { noteRead(use, by: unit, in: cell) }
        for binding in facts.bindings
        where BuiltinNames.python.contains(binding.name) && !known.contains(binding.name)
          && !binding.name.hasPrefix("_")
        {
          if binding.certainty == .always { own.insert(binding.name) }
          if made[binding.name]?.unit != unit {
            made[binding.name] = Made(unit: unit, cell: cell, binding: binding)
          }
        }
      }
    }
  }

  private mutating func noteRead(_ use: NameUse, by unit: UnitIndex, in cell: CellIndex) {
    guard let maker = made[use.name], maker.unit < unit, !reported.contains(use.name),
      maker.binding.isCallable || !isCalled(use, in: cell)
    else { return }
    reported.insert(use.name)
    found.append(
      LostBuiltin(
        name: use.name, maker: maker.unit, cell: maker.cell, range: maker.binding.range, reader: unit,
        readCell: cell, read: use.range))
  }

  /// Whether a name is called: of a value that cannot be called, it is meant to be the builtin.
  private func isCalled(_ use: NameUse, in cell: CellIndex) -> Bool {
    let source = analysis.notebook.cells[cell].source.utf8
    guard use.range.upperBound <= source.count else { return false }
    return source[use.range.upperBound...].first { $0 != UInt8(ascii: " ") } == UInt8(ascii: "(")
  }
}

extension Binding {
  /// Whether the assigned value can be called, as far as the code shows.
  fileprivate var isCallable: Bool {
    switch kind {
    case .function, .class, .import: true
    default: value == .lambda
    }
  }
}
