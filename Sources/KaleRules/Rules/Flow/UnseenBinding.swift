import KaleAnalysis
import NotebookModel
import PythonSyntax

/// A name that is defined in a way Kale does not detect.
enum UnseenBinding: NotebookRule {
  static let description = RuleDescription(
    code: "KALE214", name: "unseen-binding", severity: .warning, concernsKaleAlone: true,
    summary: "Kale does not detect that a step defines a name.",
    rationale: """
      Kale detects names in expressions, imports, functions and classes. It misses a name that a `match` pattern \
      binds, a name that a function binds with `global`, and the first part of `import package.module`. `kale-lsp \
      compile` passes such a name to the steps that need it. In Kale's pipeline no step gets it, and the step that \
      needs it fails with a NameError.
      """,
    whyNoFix: "There are several other ways to assign the value.",
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:load"]
        pair = (1, 2)
        match pair:
          case (first, «second»):
            pass
        # %% tags=["step:train", "prev:load"]
        print(second)
        """,
        """
        # %% tags=["step:load"]
        def read():
          global «data»
          data = 1
        read()
        # %% tags=["step:train", "prev:load"]
        print(data)
        """,
      ],
      nonTriggering: [
        """
        # %% tags=["step:load"]
        pair = (1, 2)
        match pair:
          case (_, second):
            rest = second
        # %% tags=["step:train", "prev:load"]
        print(rest)
        """
      ]))

  /// Where a unit defines a name; nil if a magic does, for which Kale rejects the notebook anyway.
  private static func place(
    of name: String, in unit: UnitIndex, _ analysis: NotebookAnalysis
  ) -> NotebookPlace? {
    if let (cell, binding) = analysis.bindings(of: name, in: unit).first {
      return binding.kind == .magic ? nil : .source(cell: cell, range: binding.range)
    }
    if let (cell, hidden) = analysis.hiddenDefinition(of: name, in: unit) {
      return hidden.isFromMagic ? nil : .source(cell: cell, range: hidden.range)
    }
    return analysis.occurrence(of: name, in: unit)
  }

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    var seen: Set<FlowDeviation> = []
    return analysis.deviations(.unseenBinding).compactMap { deviation in
      guard let provider = analysis.flow.provider(of: deviation.name, for: deviation.unit),
        let place = place(of: deviation.name, in: provider, analysis),
        seen.insert(FlowDeviation(kind: .unseenBinding, name: deviation.name, unit: provider)).inserted
      else { return nil }
      let read = analysis.firstRead(of: deviation.name, in: deviation.unit)
      let isCertain = read?.isCertain == true
      let isHidden = analysis.hiddenDefinition(of: deviation.name, in: provider) != nil
      return Finding(
        description, severity: isCertain ? .error : .warning, kale: .accepted, isHandled: true,
        at: place,
        "Kale misses this definition of `\(deviation.name)` in step `\(analysis.stepName(provider))`: step "
          + "`\(analysis.stepName(deviation.unit))` of its pipeline \(isCertain ? "fails" : "may fail") with a "
          + "NameError. For Kale, \(isHidden ? "assign it in a statement" : "assign the value to another variable and use that").",
        related: read.map { [.init($0.place, "`\(deviation.name)` is read here.")] } ?? [])
    }
  }
}

extension NotebookAnalysis {
  /// Where a unit's own code defines a name that it does not bind; nil if it binds the name, or does not define it.
  fileprivate func hiddenDefinition(
    of name: String, in unit: UnitIndex
  ) -> (cell: CellIndex, definition: HiddenName)? {
    guard !units[unit].ownNames.contains(name) else { return nil }
    for cell in outline.units[unit].cells {
      if let hidden = facts[cell].facts.hiddenNames.first(where: { $0.name == name }) {
        return (cell, hidden)
      }
    }
    return nil
  }
}
