import KaleAnalysis
import NotebookModel
import PythonSyntax

/// A name that a step reads in a way that Kale does not see.
enum HiddenRead: StepRule {
  static let description = RuleDescription(
    code: "KALE240", name: "hidden-read", severity: .warning, concernsKaleAlone: true, fix: .suggested,
    summary: "A step reads a name in a way that Kale does not see.",
    rationale: """
      Kale relies on pyflakes to find undefined names. pyflakes does not look into strings that are run as code, like \
      `df.query("price > @limit")`, `eval("rate * 2")`, `"{low}".format(**globals())` or `globals()["rate"]`, nor into \
      `await` expressions outside of functions, and it does not report a name if the code handles its absence, with \
      `except NameError` or `"rate" in globals()`. Kale passes such a name only if the step mentions it elsewhere. \
      Otherwise its pipeline fails or computes something else. If the step before defines the name in some runs only, \
      Kale's pipeline differs in these runs, and the finding is information. Pipeline parameters are not affected: Kale \
      passes them to every step.

      `kale-lsp compile` passes the name.
      """,
    whyNoFix:
      "In code that handles the absence of a name, mentioning the name would raise the NameError that the code avoids.",
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:load"]
        limit = 3
        # %% tags=["step:use", "prev:load"]
        print(eval(«"limit + 1"»))
        """,
        """
        # %% tags=["step:load"]
        rate = 3
        # %% tags=["step:use", "prev:load"]
        if «"rate"» in globals():
          print(1)
        """,
      ],
      nonTriggering: [
        """
        # %% tags=["step:load"]
        limit = 3
        # %% tags=["step:use", "prev:load"]
        print(limit, eval("limit + 1"))
        """,
        """
        # %% tags=["pipeline-parameters"]
        limit = 3
        # %% tags=["step:use"]
        print(eval("limit + 1"))
        """,
      ],
      fixes: [
        (
          before: """
          # %% tags=["step:load"]
          limit = 3
          # %% tags=["step:use", "prev:load"]
          print(eval("limit + 1"))
          """,
          after: """
          # %% tags=["step:load"]
          limit = 3
          # %% tags=["step:use", "prev:load"]
          limit
          print(eval("limit + 1"))
          """
        )
      ]))

  static func steps(in analysis: NotebookAnalysis) -> [UnitIndex] { analysis.units(withCells: .hiddenReads) }

  static func check(_ step: StepContext) -> [Finding] {
    // Of a name that the step may pass on without having defined it, another rule says so.
    let passed = step.code.run.madeSometimes.intersection(step.flow.outputs)
    let hidden = step.code.run.hiddenReads.subtracting(step.code.run.doubtful).subtracting(passed)
    if hidden.isEmpty { return [] }
    // Kale gives every step all parameters of the pipeline, whether the step needs them or not.
    let ours = step.flow.inputs
    let kales = step.kaleFlow.inputs
    var seen: Set<String> = []
    let reads = step.cells.flatMap { cell, facts in
      facts.reads.filter { read in
        read.way != .plain && read.way != .asked && hidden.contains(read.name) && ours.contains(read.name)
          && !kales.contains(read.name) && seen.insert(read.name).inserted
      }.map { Read(cell: cell, use: $0) }
    }
    return [
      finding(reads.filter { $0.use.way == .text }, step),
      finding(reads.filter { $0.use.way == .awaited }, step),
      finding(reads.filter { $0.use.way == .guarded }, step),
    ]
    .compactMap { $0 }
  }

  /// A read that Kale does not see.
  private struct Read {
    let cell: CellIndex
    let use: NameUse
    var place: NotebookPlace { .source(cell: cell, range: use.range) }
  }

  /// One finding for all of a step's reads of one kind; nil if there are none.
  private static func finding(_ reads: [Read], _ step: StepContext) -> Finding? {
    guard let first = reads.first(where: { !$0.use.isConditional }) ?? reads.first else { return nil }
    let isCertain = first.use.way.isUnseen && !first.use.isConditional
    let names = reads.map(\.use.name)
    let them = names.count == 1 ? "it" : "them"
    // In most runs there may be nothing to pass.
    let isSometimes = first.use.way == .guarded && names.allSatisfy(step.isDefinedSometimes)
    let way =
      switch first.use.way {
      case .text: "reads \(them) only in a string"
      case .awaited: "reads \(them) only in an `await` expression"
      default: "handles \(names.count == 1 ? "its" : "their") absence"
      }
    let effect =
      first.use.way == .guarded
      ? "may compute something else" : "\(isCertain ? "fails" : "may fail") with a NameError"
    let remedy =
      first.use.way.isUnseen
      ? "mention \(them) in the step's code"
      : "\(isSometimes ? "define \(them) in every run, and " : "")read \(them) without the check"
    return Finding(
      description, severity: isCertain ? .error : isSometimes ? .information : .warning, kale: .accepted,
      isHandled: !isSometimes, at: first.place,
      "Kale does not pass \(names.enumeration) to step `\(step.name)`, which \(way): its pipeline \(effect). For "
        + "Kale, \(remedy).",
      related: reads.filter { $0.use != first.use }.prefix(mostRelated).map {
        .init($0.place, "`\($0.use.name)` is read here.")
      },
      fixes: fix(first, names, step).map { [$0] } ?? [])
  }

  private static let mostRelated = 8

  /// A line with the names alone before the statement that reads them; not if they may be undefined there.
  private static func fix(_ read: Read, _ names: [String], _ step: StepContext) -> Fix? {
    guard read.use.way.isUnseen else { return nil }
    return step.mention(of: names, before: read.use, in: read.cell)
  }
}
