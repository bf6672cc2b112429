import KaleAnalysis
import KaleRules
import NotebookModel

/// A proposal of how to make a notebook a pipeline: a role for each code cell, names and order of steps, the pipeline's name.
/// What is tagged stays as it is.
package struct Proposal {
  /// What is proposed for one code cell.
  package struct Cell: Sendable, Hashable {
    /// The cell.
    package let cell: CellIndex
    /// The role of its tags: `none` if it has none.
    package let role: CellRole
    /// The step that it belongs to.
    package let step: String?
    /// The steps that its step runs after, if it starts one.
    package let previous: [String]
    /// Why, in a few words.
    package let reason: String
    /// The first line of its code.
    package let summary: String
  }

  /// The pipeline's name.
  package let pipelineName: String
  /// The code cells, in order.
  package let cells: [Cell]
  /// What makes the notebook the pipeline.
  package let fix: Fix
  /// The analysis of the notebook as it would be.
  package let analysis: NotebookAnalysis
  /// What would be shown of it.
  package let findings: [Finding]

  /// The errors and warnings that the notebook would have.
  package var problems: [Finding] { findings.filter { $0.severity <= .warning } }

  /// Makes a proposal.
  ///
  /// - Parameters:
  ///   - analysis: The analysis of the notebook.
  ///   - choices: What somebody has changed of the proposal.
  ///   - preview: Tells what the notebook would be after edits.
  package init(
    for analysis: NotebookAnalysis, following choices: ProposalChoices = ProposalChoices(),
    preview: NotebookPreview
  ) {
    var draft = ProposalDraft(ProposalPlan(analysis), choices, of: analysis, preview: preview)
    ProposalRepair.improve(&draft, preview: preview)
    if !choices.cells.isEmpty {
      var plan = draft.plan
      plan.follow(choices.cells)
      draft = ProposalDraft(plan, choices, of: analysis, preview: preview)
    }
    pipelineName = draft.pipelineName
    self.analysis = draft.analysis
    findings = draft.findings
    fix = Fix("Make this notebook a pipeline", draft.edits)
    cells = ProposalReasons.cells(of: draft)
  }
}

/// A plan with all that follows from it.
struct ProposalDraft {
  let plan: ProposalPlan
  let choices: ProposalChoices
  /// The notebook before.
  let original: NotebookAnalysis
  let pipelineName: String
  let tags: ProposalTags
  let edits: [NotebookEdit]
  let analysis: NotebookAnalysis
  let findings: [Finding]

  init(
    _ plan: ProposalPlan, _ choices: ProposalChoices, of original: NotebookAnalysis, preview: NotebookPreview
  ) {
    (self.plan, self.choices, self.original) = (plan, choices, original)
    tags = ProposalTags(plan, in: original)
    let names = Self.names(original, choices)
    pipelineName = names.pipeline
    let unordered = preview.analysis(tags.drafts.edits + names.edits)
    var drafts = tags.drafts
    let starts = Dictionary(
      zip(tags.cells, plan.cells).filter { !$0.0.isTagged }.map { ($0.0.index, $0.1.survey.stage) },
      uniquingKeysWith: { first, _ in first })
    let units = unordered.outline.units
    ProposalOrder(
      unordered, isNew: { starts[units[$0].definition] != nil },
      isIndependent: { starts[units[$0].definition] == .some(.load) }
    ).write(to: &drafts)
    edits = drafts.edits + names.edits
    analysis = preview.analysis(edits)
    findings = preview.findings(analysis)
  }

  /// The names of pipeline and experiment, and the edits that set them.
  private static func names(
    _ original: NotebookAnalysis, _ choices: ProposalChoices
  ) -> (pipeline: String, edits: [NotebookEdit]) {
    let proposed = ProposedNames(for: original)
    let name = choices.pipelineName ?? proposed.pipeline
    let given = original.configuration.configuration
    var edits: [NotebookEdit] = []
    if given.pipelineName != name {
      edits.append(.setConfiguration(path: ["pipeline_name"], to: .string(name)))
    }
    if given.experimentName.isEmpty {
      let experiment = choices.pipelineName ?? proposed.experiment
      edits.append(.setConfiguration(path: ["experiment_name"], to: .string(experiment)))
    }
    return (name, edits)
  }
}

extension Proposal {
  /// Why the proposal cannot be applied: names that are not possible, and other errors in what it would write. Errors in the
  /// notebook's code do not count.
  package var rejections: [FormChanges.Problem] {
    findings.compactMap { finding in
      guard finding.severity == .error else { return nil }
      switch finding.place {
      case .tag(let cell, _):
        return FormChanges.Problem(field: "cell \(cell.number)", message: finding.message)
      case .metadata(let path), .metadataKey(let path):
        guard path.last == "pipeline_name" else { return nil }
        return FormChanges.Problem(field: "pipelineName", message: finding.message)
      case .source, .cell, .file, .notebook: return nil
      }
    }
  }
}
