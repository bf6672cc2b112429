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
      guard !missing.isEmpty, !analysis.hasUnfinishedOrder(unit) else { return [] }
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
    let step = analysis.outline.units[unit].name
    let makers = analysis.outline.units.indices.filter { maker in
      maker != unit && analysis.binding(of: use.name, in: maker) != nil
    }
    let earlier = makers.last { $0 < unit }
    var message = "`\(use.name)` is not there when step `\(step)` runs: no cell makes it."
    var fixes: [Fix] = []
    if let maker = earlier ?? makers.first {
      let name = analysis.outline.units[maker].name
      message = "`\(use.name)` is made by step `\(name)`, but `\(step)` does not run after it."
      if earlier != nil {
        message += " Add `prev:\(name)`."
        let definition = analysis.outline.units[unit].definition
        fixes = [
          Fix("Add `prev:\(name)` to step `\(step)`", [.addTag(cell: definition, tag: "prev:\(name)")])
        ]
      }
    }
    return Finding(
      description, kale: .accepted, at: .source(cell: cell, range: use.range), message,
      related: makers.compactMap { maker in
        analysis.binding(of: use.name, in: maker).map { .init($0, "`\(use.name)` is made here.") }
      }, fixes: fixes)
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
