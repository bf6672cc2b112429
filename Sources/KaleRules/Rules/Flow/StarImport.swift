import KaleAnalysis
import NotebookModel
import PythonSyntax

/// An import of all names of a module, which hides from Kale what a step needs.
enum StarImport: NotebookRule {
  static let description = RuleDescription(
    code: "KALE212", name: "star-import", severity: .information, fix: .suggested,
    summary: "`from module import *` hides from Kale which names a step needs.",
    rationale: """
      Kale asks pyflakes for undefined names. After `from module import *`, pyflakes reports none, because any name \
      may come from the module. Kale therefore passes nothing to the steps that run such an import, and they fail with \
      a NameError. `kale-lsp compile` passes on what earlier steps define. Neither Kale nor kale-lsp can tell whether \
      a name that no step defines comes from the module.

      The finding is a warning if a step needs a name of another step, and information otherwise.
      """,
    whyNoFix: "Which names a module of a package has is known only when Python imports it.",
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["imports"]
        «from math import *»
        # %% tags=["step:measure"]
        radius = sqrt(2)
        # %% tags=["step:compute", "prev:measure"]
        area = pi * radius ** 2
        """,
        """
        # %% tags=["imports"]
        «from math import *»
        # %% tags=["step:compute"]
        area = pi * 2 ** 2
        """,
      ],
      nonTriggering: [
        """
        # %% tags=["imports"]
        from math import pi, sqrt
        # %% tags=["step:measure"]
        radius = sqrt(2)
        # %% tags=["step:compute", "prev:measure"]
        area = pi * radius ** 2
        """
      ],
      fixes: [
        (
          before: """
          # %% tags=["imports"]
          from math import *
          # %% tags=["step:measure"]
          radius = sqrt(2)
          # %% tags=["step:compute", "prev:measure"]
          area = pi * radius ** 2
          """,
          after: """
          # %% tags=["imports"]
          from math import pi, sqrt
          # %% tags=["step:measure"]
          radius = sqrt(2)
          # %% tags=["step:compute", "prev:measure"]
          area = pi * radius ** 2
          """
        )
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    let cells = analysis.cells(with: .starImports).filter(analysis.outline.isRun)
    guard !cells.isEmpty else { return [] }
    let uses = cells.flatMap { cell -> [Use] in
      let facts = analysis.facts[cell].facts
      return facts.imports.filter { $0.isAtModuleLevel && facts.starImports.contains($0.module) }
        .map { Use(cell: cell, module: $0.module, range: $0.range) }
    }.filter { !analysis.ignores(description, at: $0.place) }
    let hidden = hiddenNames(behind: uses, analysis)
    // Where several imports hide the names of a step, the first stands for the others.
    let explained = Set(hidden.keys.map { analysis.unit(ofCell: uses[$0].cell) })
    let usesOfUnit = Dictionary(grouping: uses) { analysis.unit(ofCell: $0.cell) }
    return uses.enumerated().compactMap { index, use in
      let unit = analysis.unit(ofCell: use.cell)
      if let steps = hidden[index] {
        let fixes = naming(usesOfUnit[unit] ?? [], analysis)
        return finding(use, hiding: steps, fixes: fixes, analysis)
      }
      return explained.contains(unit) ? nil : finding(use, fixes: naming([use], analysis))
    }
  }

  /// An import of all names.
  private struct Use {
    let cell: CellIndex
    let module: String
    let range: Range<Int>

    var place: NotebookPlace { .source(cell: cell, range: range) }
  }

  /// A step that needs names which Kale does not pass, with its reads of them.
  private struct HidingStep {
    let unit: UnitIndex
    let reads: [(name: String, read: NameRead)]

    var isCertain: Bool { reads.contains { $0.read.isCertain } }
  }

  /// For the first import that hides names the steps that need them: an import of a shared cell counts for all steps.
  private static func hiddenNames(behind uses: [Use], _ analysis: NotebookAnalysis) -> [Int: [HidingStep]] {
    let deviations = Dictionary(grouping: analysis.deviations(.starImport), by: \.unit)
    let shared = uses.firstIndex { analysis.unit(ofCell: $0.cell) == nil }
    var steps: [Int: [HidingStep]] = [:]
    for (unit, deviations) in deviations.sorted(by: { $0.key < $1.key }) {
      let reads = deviations.compactMap { deviation in
        analysis.firstRead(of: deviation.name, in: unit).map { (name: deviation.name, read: $0) }
      }
      guard !reads.isEmpty,
        let use = shared ?? uses.firstIndex(where: { analysis.unit(ofCell: $0.cell) == unit })
      else { continue }
      steps[use, default: []].append(HidingStep(unit: unit, reads: reads))
    }
    return steps
  }

  private static func finding(_ use: Use, fixes: [Fix]) -> Finding {
    Finding(
      description, kale: .accepted, at: use.place,
      "`from \(use.module) import *` hides undefined names, so Kale passes nothing to the steps that run it. "
        + "Import the names you use.", fixes: fixes)
  }

  private static func finding(
    _ use: Use, hiding steps: [HidingStep], fixes: [Fix], _ analysis: NotebookAnalysis
  ) -> Finding {
    let names = steps.flatMap { $0.reads.map(\.name) }
    var seen: Set<String> = []
    let isCertain = steps.contains(where: \.isCertain)
    let readers = steps.map { analysis.stepName($0.unit) }
    return Finding(
      description, severity: isCertain ? .error : .warning, kale: .accepted, isHandled: true, at: use.place,
      "Kale does not pass \(names.filter { seen.insert($0).inserted }.enumeration) to step\(readers.count == 1 ? "" : "s") "
        + "\(readers.enumeration) because of `import *`: its pipeline "
        + "\(isCertain ? "fails" : "may fail") with a NameError. Import the names you use.",
      related: steps.flatMap(\.reads).prefix(mostRelated).map {
        .init($0.read.place, "`\($0.name)` is read here.")
      }, fixes: fixes)
  }

  private static let mostRelated = 8

  /// In a larger notebook, all names are not looked through after each edit.
  private static let mostCells = 200

  /// Returns the fix that imports by name what the notebook uses of modules whose names are known.
  private static func naming(_ uses: [Use], _ analysis: NotebookAnalysis) -> [Fix] {
    guard analysis.notebook.cells.count <= mostCells else { return [] }
    var statements: [(use: Use, text: String)] = []
    for use in uses {
      guard let exports = StarExportTable.names[use.module],
        analysis.text(of: use.range, in: use.cell) == "from \(use.module) import *"
      else { return [] }
      let names = analysis.notebook.cells.indices.filter(analysis.outline.isRun).reduce(into: Set<String>()) {
        let facts = analysis.facts[$1].facts
        $0.formUnion(facts.mentions.filter(exports.contains))
        $0.formUnion(facts.allReads.lazy.map(\.name).filter(exports.contains))
      }
      guard !names.isEmpty else { return [] }
      statements.append((use, "from \(use.module) import \(names.sorted().joined(separator: ", "))"))
    }
    guard let first = statements.first else { return [] }
    let title = statements.count == 1 ? "`\(first.text)`" : "the names used, in \(statements.count) imports"
    return [
      Fix(
        statements.count == 1 ? "Change to \(title)" : "Write \(title)",
        statements.map { .replaceSource(cell: $0.use.cell, range: $0.use.range, with: $0.text) })
    ]
  }
}
