import KaleAnalysis

/// A referenced notebook with errors.
enum RefusedNotebook: InquiringRule {
  static let description = RuleDescription(
    code: "KALE504", name: "refused-notebook", severity: .error,
    summary: "A referenced notebook has errors.",
    rationale: """
      A referenced notebook is checked like any other before it becomes part of the pipeline, and its errors are errors \
      of the whole. Names that it takes from steps and parameters of this notebook count as defined, and the names of its \
      pipeline and experiment do not matter. Findings that a comment, a setting or an option suppresses in the referenced \
      notebook are suppressed here too.
      """,
    whyNoFix: "The problem is in the other notebook: open it to see its fixes.",
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=[«"notebook:training"»] notebook_path="training.ipynb"
        # file: training.ipynb
        # %% tags=["step-train"]
        model = 1
        """,
        """
        # %% tags=["step:load"]
        data = 1
        # %% tags=[«"notebook:training"»] notebook_path="training.ipynb"
        # file: training.ipynb
        # %% tags=["step:train"]
        print(data, rate)
        """,
      ],
      nonTriggering: [
        """
        # %% tags=["pipeline-parameters"]
        rate = 1
        # %% tags=["step:load"]
        data = 1
        # %% tags=["notebook:training"] notebook_path="training.ipynb"
        # file: training.ipynb
        # kubeflow_notebook: {}
        # %% tags=["step:train"]
        print(data, rate)
        """
      ]))

  static func check(_ analysis: NotebookAnalysis, asking queries: RuleQueries) -> [Finding] {
    analysis.references.sorted { $0.key < $1.key }.compactMap { unit, reference in
      guard reference.state == .read, let inner = reference.analysis else { return nil }
      let faults = queries.findings(inner)
        .filter { $0.severity == .error || $0.kale == .refused || $0.rule == NoStep.description }
      // A notebook without steps may be an ordinary one, which cannot be part of a pipeline.
      let isError = { (finding: Finding) in finding.severity == .error || finding.rule == NoStep.description }
      guard let gravest = faults.first(where: isError) ?? faults.first else { return nil }
      // The place at the end of a chain of notebooks is what matters.
      let isPassedOn = gravest.rule == description
      let place =
        gravest.place.cell.map { "`\(reference.file)`, cell \($0.number)" } ?? "`\(reference.file)`"
      return Finding(
        description, severity: isError(gravest) ? .error : .warning,
        kale: faults.contains { $0.kale == .refused } ? .refused : .accepted,
        at: analysis.definition(of: unit),
        gravest.rule == NoStep.description
          ? "`\(reference.file)` has no steps, so `notebook:\(analysis.stepName(unit))` has nothing to run. Tag one of its cells "
            + "`step:NAME`."
          : isPassedOn ? gravest.message : "\(place) (\(gravest.rule.name)): \(gravest.message)")
    }
  }
}
