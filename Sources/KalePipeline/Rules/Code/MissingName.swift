import NotebookModel
import PythonSyntax

/// A name that will not be there when a step runs.
enum MissingName: Rule {
  static let description = RuleDescription(
    code: "KALE208", name: "missing-name", severity: .warning,
    summary: "A step uses a name that nothing hands to it.",
    rationale: """
      A step has the names of its own code, of the imports, functions and parameters cells, and of the steps it runs \
      after. In the notebook, a name from any cell that has run is there as well; in the pipeline the step fails with \
      a NameError. Kale says nothing of it.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:load"]
        data = 1
        # %% tags=["step:train"]
        model = «data» + 1
        """,
        """
        # %% tags=["step:train"]
        print(«undefined_name»)
        """,
      ],
      nonTriggering: [
        """
        # %% tags=["step:load"]
        data = 1
        display(data)
        # %% tags=["step:train", "prev:load"]
        model = data + 1
        """
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    analysis.outline.units.indices.flatMap { unit -> [Finding] in
      guard !analysis.flow.flows[unit].missing.isEmpty else { return [] }
      var missing = analysis.flow.flows[unit].missing.subtracting(BuiltinNames.ipython)
      // Where a tag is still being written, what hands a name on cannot be told yet.
      guard !missing.isEmpty, !analysis.hasUnfinishedOrder(unit), !analysis.runsAfterNotebook(unit) else {
        return []
      }
      return analysis.outline.units[unit].cells.flatMap { cell in
        // One finding a name, at its first use. Names that only code which runs later reads may never be looked up.
        analysis.facts[cell].facts.reads.compactMap { use in
          missing.remove(use.name).map { _ in finding(use, cell: cell, unit: unit, analysis) }
        }
      }
    }
  }

  private static func finding(
    _ use: NameUse, cell: Int, unit: Int, _ analysis: NotebookAnalysis
  ) -> Finding {
    let (reason, maker) = reason(use.name, unit, analysis)
    let definition = analysis.outline.units[unit].definition
    return Finding(
      description, kale: .accepted, at: .source(cell: cell, range: use.range), reason,
      related: [maker.flatMap { analysis.binding(of: use.name, in: $0) }].compactMap { place in
        place.map { .init($0, "`\(use.name)` is made here.") }
      },
      fixes: analysis.canRunAfter(maker, unit).map { name in
        [
          Fix(
            "Add `prev:\(name)` to step `\(analysis.outline.units[unit].name)`",
            [.addTag(cell: definition, tag: "prev:\(name)")])
        ]
      } ?? [])
  }

  /// Why a name is missing in a unit, and the unit that makes it, if one does.
  private static func reason(
    _ name: String, _ unit: Int, _ analysis: NotebookAnalysis
  ) -> (sentence: String, maker: Int?) {
    let step = analysis.outline.units[unit].name
    if analysis.binding(of: name, in: unit) != nil {
      return ("`\(name)` is used in step `\(step)` before the step makes it. Make it first.", nil)
    }
    let makers = analysis.outline.units.indices.filter { analysis.binding(of: name, in: $0) != nil }
    let names = analysis.outline.units.map(\.name)
    if let ancestor = analysis.graph.ancestors(of: unit, names: names).first(where: makers.contains) {
      let sentence =
        "`\(name)` is made by step `\(names[ancestor])`, but in a way that Kale does not see, so that it is not handed "
        + "to `\(step)`. Assign it to another name there."
      return (sentence, ancestor)
    }
    if let maker = makers.last(where: { $0 < unit }) ?? makers.first {
      let remedy =
        analysis.canRunAfter(maker, unit).map { " Add `prev:\($0)`." }
        ?? " Move it to a step that runs before."
      return (
        "`\(name)` is made by step `\(names[maker])`, but `\(step)` does not run after it.\(remedy)", maker
      )
    }
    if let cell = analysis.cellOutsidePipeline(making: name) {
      let sentence =
        "`\(name)` is not there when step `\(step)` runs: only cell \(cell + 1) makes it, which is not part of the "
        + "pipeline. Move it to a step that runs before."
      return (sentence, nil)
    }
    return (
      "`\(name)` is not there when step `\(step)` runs: no cell makes it. Import or assign it first.", nil
    )
  }
}

extension NotebookAnalysis {
  /// Whether the tags that say what a unit runs after have faults of their own, which other rules speak of.
  fileprivate func hasUnfinishedOrder(_ unit: Int) -> Bool {
    let isUnresolved = graph.edges.contains { $0.unit == unit && ($0.previous ?? .max) >= unit }
    return isUnresolved
      || outline.units[unit].cells.contains { cell in
        tags[cell].entries.contains { $0.parsed?.fault != nil || $0.text == nil }
          || cell != outline.units[unit].definition && !tags[cell].previous.isEmpty
      }
  }

  /// Whether a unit runs after another notebook, which may make any name.
  fileprivate func runsAfterNotebook(_ unit: Int) -> Bool {
    let isComposition = outline.units.contains(where: \.isNotebook)
    return isComposition
      && (outline.units[..<unit].contains(where: \.isNotebook) || !graph.previous[unit].isEmpty)
  }

  /// The name of a unit that another can be made to run after with a `prev:` tag; nil where it comes later, or runs
  /// after the other itself.
  fileprivate func canRunAfter(_ maker: Int?, _ unit: Int) -> String? {
    guard let maker, maker < unit else { return nil }
    let names = outline.units.map(\.name)
    let isConnected =
      graph.ancestors(of: maker, names: names).contains(unit)
      || graph.ancestors(of: unit, names: names).contains(maker)
    return isConnected ? nil : names[maker]
  }

  /// A skipped or dropped cell that binds a name.
  fileprivate func cellOutsidePipeline(making name: String) -> Int? {
    outline.assignments.indices.first { cell in
      let isOutside = outline.assignments[cell] == .skipped || outline.assignments[cell] == .dropped
      return isOutside && facts[cell].facts.bindings.contains { $0.name == name }
    }
  }

  /// Where a unit binds a name; nil where it does not.
  package func binding(of name: String, in unit: Int) -> NotebookPlace? {
    for cell in outline.units[unit].cells {
      if let binding = facts[cell].facts.bindings.first(where: { $0.name == name }) {
        return .source(cell: cell, range: binding.range)
      }
    }
    return nil
  }
}
