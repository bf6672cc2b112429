import KaleAnalysis
import NotebookModel
import PythonSyntax

/// Names that a step looks up in `globals()`, and that Kale does not pass to it.
enum LookedUpName: NotebookRule {
  static let description = RuleDescription(
    code: "KALE254", name: "looked-up-name", severity: .warning, concernsKaleAlone: true, fix: .suggested,
    summary: "A step looks up names that Kale does not pass.",
    rationale: """
      Kale passes a name to a step only if the code of the step spells it. Code that computes the name, for example \
      `globals()[name]`, or that goes through all names, for example `globals().items()` or `dir()`, finds only the names \
      that the step spells elsewhere. `doctest.testmod()` and `unittest.main()` look for tests in the same way. In Kale's \
      pipeline, such a step fails with a KeyError, or computes something else without an error.

      kale-lsp passes to such a step what earlier steps define.
      """,
    whyNoFix: "The finding always has a fix, unless the names are looked up in a function of a shared cell.",
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:load"]
        train = [1, 2, 3]
        test = [4, 5]
        # %% tags=["step:report", "prev:load"]
        for name in ("train", "test"):
          print(name, len(«globals()»[name]))
        """,
        """
        # %% tags=["imports"]
        import unittest
        # %% tags=["step:define"]
        class TestSum(unittest.TestCase):
          def test_sum(self):
            self.assertEqual(sum([1, 2]), 3)
        # %% tags=["step:test", "prev:define"]
        «unittest.main(argv=[""], exit=False)»
        """,
      ],
      nonTriggering: [
        """
        # %% tags=["step:load"]
        train = [1, 2, 3]
        test = [4, 5]
        # %% tags=["step:report", "prev:load"]
        for name, rows in {"train": train, "test": test}.items():
          print(name, len(rows))
        """
      ],
      fixes: [
        (
          before: """
          # %% tags=["step:load"]
          train = [1, 2, 3]
          test = [4, 5]
          # %% tags=["step:report", "prev:load"]
          print(len(globals()["train" if full else "test"]))
          """,
          after: """
          # %% tags=["step:load"]
          train = [1, 2, 3]
          test = [4, 5]
          # %% tags=["step:report", "prev:load"]
          train, test
          print(len(globals()["train" if full else "test"]))
          """
        )
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    let cells = analysis.cells(with: .namespaceLookups)
    guard !cells.isEmpty else { return [] }
    let shared = sharedLookups(analysis, Set(cells))
    let units =
      shared.isEmpty ? analysis.units(withCells: .namespaceLookups) : Array(analysis.outline.units.indices)
    var texts = Texts(analysis)
    return units.prefix(mostUnits).compactMap { unit in
      guard !analysis.outline.units[unit].isNotebook else { return nil }
      return finding(unit, own: lookups(of: unit, Set(cells), analysis), shared, &texts, analysis)
    }
  }

  /// The texts that cells spell. Several steps look through those of one cell, which is parsed once.
  private struct Texts {
    private let analysis: NotebookAnalysis
    private var known: [CellIndex: Set<SpelledText>] = [:]

    init(_ analysis: NotebookAnalysis) { self.analysis = analysis }

    mutating func texts(of cell: CellIndex) -> Set<SpelledText> {
      if let texts = known[cell] { return texts }
      let texts = analysis.facts[cell].spelledTexts
      known[cell] = texts
      return texts
    }
  }

  /// The largest number of steps that are looked at, each of which looks through what all earlier ones define.
  private static let mostUnits = 200

  // MARK: - Lookups

  /// A lookup and the cell it is in.
  private struct Lookup {
    let cell: CellIndex
    let lookup: NamespaceLookup
  }

  /// The lookups in functions of shared cells, by the function's name.
  private static func sharedLookups(_ analysis: NotebookAnalysis, _ cells: Set<CellIndex>) -> [String: Lookup]
  {
    var found: [String: Lookup] = [:]
    for cell in analysis.sharedCells where cells.contains(cell) {
      for lookup in analysis.facts[cell].namespaceLookups {
        guard let function = lookup.function, found[function] == nil else { continue }
        found[function] = Lookup(cell: cell, lookup: lookup)
      }
    }
    return found
  }

  private static func lookups(of unit: UnitIndex, _ cells: Set<CellIndex>, _ analysis: NotebookAnalysis)
    -> [Lookup]
  {
    analysis.outline.units[unit].cells.filter(cells.contains).flatMap { cell in
      analysis.facts[cell].namespaceLookups.map { Lookup(cell: cell, lookup: $0) }
    }
  }

  /// Those in functions that a unit mentions.
  private static func lookups(
    calledBy unit: UnitIndex, _ shared: [String: Lookup], _ analysis: NotebookAnalysis
  ) -> [Lookup] {
    let names = analysis.outline.units[unit].cells.reduce(into: Set<String>()) {
      $0.formUnion(analysis.facts[$1].facts.allReads.lazy.map(\.name))
    }
    return names.intersection(shared.keys).sorted().compactMap { shared[$0] }
  }

  // MARK: - Names

  /// The names that a unit looks up and Kale does not pass to it, in the order of the notebook.
  private static func names(
    soughtBy lookups: [Lookup], in unit: UnitIndex, _ texts: inout Texts, _ analysis: NotebookAnalysis
  ) -> [String] {
    let candidates = lostNames(
      for: unit, onlyDefinitions: lookups.allSatisfy { $0.lookup.way == .tests }, &texts, analysis)
    if candidates.isEmpty || lookups.contains(where: { $0.lookup.way == .tests }) { return candidates }
    let cells = analysis.outline.units[unit].cells + lookups.map(\.cell)
    let spelled = spelled(candidates, in: cells, &texts)
    if !spelled.isEmpty { return spelled }
    if lookups.contains(where: { $0.lookup.way == .all }) { return candidates }
    // Lists of names come from earlier steps, too.
    return self.spelled(
      candidates, in: analysis.graph.ancestors(of: unit).flatMap { analysis.outline.units[$0].cells },
      &texts)
  }

  /// Those of some names that cells spell as texts, whole or in part.
  private static func spelled(
    _ names: [String], in cells: [CellIndex], _ texts: inout Texts
  ) -> [String] {
    let texts = Set(cells).reduce(into: Set<SpelledText>()) { $0.formUnion(texts.texts(of: $1)) }
    let exact = Set(texts.lazy.filter { $0.suffix == nil }.map(\.prefix))
    let parts = texts.filter(\.mayBePart)
    return names.filter { name in exact.contains(name) || parts.contains { $0.mayGive(name) } }
  }

  /// The names that earlier steps define and Kale does not pass to a unit.
  private static func lostNames(
    for unit: UnitIndex, onlyDefinitions: Bool, _ texts: inout Texts, _ analysis: NotebookAnalysis
  ) -> [String] {
    let spelled = analysis.outline.units[unit].cells.reduce(into: Set<String>()) {
      $0.formUnion(analysis.facts[$1].facts.textNames)
    }
    var seen: Set<String> = []
    var lost: [String] = []
    for earlier in analysis.graph.ancestors(of: unit).sorted() {
      for cell in analysis.outline.units[earlier].cells {
        let facts = analysis.facts[cell].facts
        let definitions = onlyDefinitions ? namesOfTests(in: cell, &texts, analysis) : []
        for binding in facts.bindings where binding.kind != .import && seen.insert(binding.name).inserted {
          let name = binding.name
          guard !onlyDefinitions || definitions.contains(name), name.utf8.first != UInt8(ascii: "_"),
            !spelled.contains(name), !analysis.isKnown(name, toKaleIn: unit)
          else { continue }
          lost.append(name)
        }
      }
    }
    return lost
  }

  /// The definitions of a cell that may have tests: classes, and functions with examples.
  private static func namesOfTests(
    in cell: CellIndex, _ texts: inout Texts, _ analysis: NotebookAnalysis
  ) -> Set<String> {
    let hasExamples = texts.texts(of: cell).contains { $0.prefix.contains(">>>") }
    return Set(
      analysis.facts[cell].facts.definitions.lazy.filter { hasExamples || $0.kind == .class }.map(\.name))
  }

  // MARK: - Finding

  private static func finding(
    _ unit: UnitIndex, own: [Lookup], _ shared: [String: Lookup], _ texts: inout Texts,
    _ analysis: NotebookAnalysis
  ) -> Finding? {
    let lookups = own + (shared.isEmpty ? [] : lookups(calledBy: unit, shared, analysis))
    guard let first = lookups.first else { return nil }
    let names = names(soughtBy: lookups, in: unit, &texts, analysis)
    guard !names.isEmpty else { return nil }
    let them = names.count == 1 ? "it" : "them"
    let effect =
      first.lookup.way == .tests
      ? "which runs the tests that it finds: its pipeline runs fewer tests"
      : "which looks \(them) up: its pipeline fails or differs"
    return Finding(
      description, kale: .accepted, isHandled: true,
      at: .source(cell: first.cell, range: first.lookup.range),
      "Kale does not pass \(names.enumeration) to step `\(analysis.stepName(unit))`, \(effect). For Kale, mention "
        + "\(them) in the step's code.",
      fixes: own.first.flatMap { fix($0, names, analysis) }.map { [$0] } ?? [])
  }

  /// A line with the names alone before the statement that looks them up.
  private static func fix(_ lookup: Lookup, _ names: [String], _ analysis: NotebookAnalysis) -> Fix? {
    guard names.count <= mostMentioned else { return nil }
    return analysis.mention(of: names, beforeStatementAt: lookup.lookup.range.lowerBound, in: lookup.cell)
  }

  /// The largest number of names that a fix adds.
  private static let mostMentioned = 8
}
