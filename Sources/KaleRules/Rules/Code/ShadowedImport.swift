import KaleAnalysis
import NotebookModel
import PythonSyntax

/// An imported name that other code redefines.
enum ShadowedImport: InquiringRule {
  static let description = RuleDescription(
    code: "KALE222", name: "shadowed-import", severity: .warning,
    summary: "A step or functions cell redefines an imported name.",
    rationale: """
      The imports cells run at the start of every step. With Kale's runtime, a value that a step assigns to an imported \
      name is therefore never passed on: in the next step, the name is the import again. The runtime `exact` passes the \
      value on; the finding then names Kale. A functions cell runs after the imports cells in every step, wherever it is \
      in the notebook.
      """,
    whyNoFix: """
      The step has to use another name everywhere, and only you know which of its uses mean the module.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["imports"]
        import time
        # %% tags=["step:measure"]
        «time» = 5
        # %% tags=["step:report", "prev:measure"]
        print(time)
        """,
        """
        # %% tags=["functions"]
        def «load»(path): return path
        # %% tags=["imports"]
        from json import load
        # %% tags=["step:train"]
        print(load)
        """,
      ],
      nonTriggering: [
        """
        # %% tags=["imports"]
        import pandas as pd
        # %% tags=["step:load"]
        import pandas as pd
        data = pd.DataFrame()
        # %% tags=["step:report", "prev:load"]
        def show(pd): print(pd)
        """
      ]))

  static func check(_ analysis: NotebookAnalysis, asking queries: RuleQueries) -> [Finding] {
    let imports = ImportedNames(analysis)
    guard !imports.isEmpty else { return [] }
    return functionsCells(analysis, imports) + steps(analysis, imports, queries.runtime)
  }

  private static func functionsCells(_ analysis: NotebookAnalysis, _ imports: ImportedNames) -> [Finding] {
    analysis.outline.cells(of: .functions).flatMap { cell in
      imports.shadows(in: cell, analysis).compactMap { shadow in
        // The cell may import a name itself and bind it where the import fails.
        guard shadow.importCell != cell else { return nil }
        let isAbove = shadow.importCell < cell
        let result =
          isAbove
          ? "this cell runs after it in every step" : "in the pipeline, this cell runs after it in every step"
        return Finding(
          description, severity: isAbove ? .information : .warning, kale: .accepted,
          at: .source(cell: cell, range: shadow.binding.range),
          "`\(shadow.binding.name)` is also imported in cell \(shadow.importCell.number), but \(result). Rename one of "
            + "them.", related: [shadow.related])
      }
    }
  }

  private static func steps(
    _ analysis: NotebookAnalysis, _ imports: ImportedNames, _ runtime: PipelineRuntime
  ) -> [Finding] {
    let shadows = analysis.units(with: .importedNames).flatMap { unit in
      analysis.outline.units[unit].cells.flatMap { cell in
        imports.shadows(in: cell, analysis).map { (unit: unit, cell: cell, shadow: $0) }
      }
    }
    guard !shadows.isEmpty else { return [] }
    let readers = lastReaders(of: Set(shadows.map(\.shadow.binding.name)), analysis)
    return shadows.compactMap { unit, cell, shadow in
      let name = shadow.binding.name
      let step = analysis.outline.units[unit].name
      // Where no later step reads the name, none lacks the value.
      guard let reader = readers[name], reader > unit else { return nil }
      let isKaleOnly = runtime == .exact && analysis.flow.flows[reader].inputs.contains(name)
      let result =
        "so \(isKaleOnly ? "with Kale's runtime, " : "")step `\(analysis.outline.units[reader].name)` gets the import, "
        + "not the value from `\(step)`"
      return Finding(
        description, kale: .accepted, isHandled: isKaleOnly,
        at: .source(cell: cell, range: shadow.binding.range),
        "`\(name)` is imported at the start of every step (cell \(shadow.importCell.number)), \(result). "
          + "\(isKaleOnly ? "For Kale, use" : "Use") another name.", related: [shadow.related])
    }
  }

  /// For each of the names the last unit that reads it.
  private static func lastReaders(of names: Set<String>, _ analysis: NotebookAnalysis) -> [String: UnitIndex]
  {
    var readers: [String: UnitIndex] = [:]
    for (unit, definition) in analysis.outline.units.indexed {
      for cell in definition.cells {
        for use in analysis.facts[cell].facts.allReads where names.contains(use.name) {
          readers[use.name] = unit
        }
      }
    }
    return readers
  }
}

/// The names that imports and functions cells import.
private struct ImportedNames {
  /// An imported name bound to something else.
  struct Shadow {
    var binding: Binding
    var importCell: CellIndex
    var related: Finding.Related
  }

  private var places: [String: (cell: CellIndex, range: Range<Int>)] = [:]
  var isEmpty: Bool { places.isEmpty }

  init(_ analysis: NotebookAnalysis) {
    for cell in analysis.sharedCells {
      for binding in analysis.facts[cell].facts.bindings where binding.kind == .import {
        places[binding.name] = (cell, binding.range)
      }
    }
  }

  func shadows(in cell: CellIndex, _ analysis: NotebookAnalysis) -> [Shadow] {
    analysis.facts[cell].facts.bindings.compactMap { binding in
      guard binding.kind != .import, let place = places[binding.name] else { return nil }
      return Shadow(
        binding: binding, importCell: place.cell,
        related: .init(.source(cell: place.cell, range: place.range), "`\(binding.name)` is imported here."))
    }
  }
}
