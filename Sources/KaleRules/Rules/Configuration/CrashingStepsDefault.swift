import KaleAnalysis
import JSONSyntax
import NotebookModel

/// An entry of `steps_defaults` that crashes Kale.
enum CrashingStepsDefault: NotebookRule {
  static let description = RuleDescription(
    code: "KALE304", name: "crashing-steps-default", severity: .warning, concernsKaleAlone: true,
    fix: .sometimesSafe,
    summary: "An entry of `steps_defaults` crashes Kale.",
    rationale: """
      \(KaleRelease.current) accepts `image:`, `cache:` and `report:` in `steps_defaults` and then crashes when it \
      applies them to the steps. If `steps_defaults` is an object, unknown keys crash it too. `kale-lsp compile` \
      applies the entries that it knows and ignores the rest.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "steps_defaults": [«"cache:disabled"»]}
        # %% tags=["step:load"]
        data = 1
        """,
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "steps_defaults": {"base_image": «"a:1"»}}
        # %% tags=["step:load"]
        data = 1
        """,
      ],
      nonTriggering: [
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "steps_defaults": ["label:team:a"]}
        # %% tags=["step:load"]
        data = 1
        """
      ],
      fixes: [
        (
          before: """
          # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "steps_defaults": ["cache:disabled"]}
          # %% tags=["step:load"]
          data = 1
          """,
          after: """
          # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "steps_defaults": [], "enable_caching": false}
          # %% tags=["step:load"]
          data = 1
          """
        ),
        (
          before: """
          # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "steps_defaults": ["report:disabled"]}
          # %% tags=["step:load"]
          data = 1
          # %% tags=["step:train", "report:enabled"]
          print(1)
          """,
          after: """
          # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "steps_defaults": []}
          # %% tags=["step:load", "report:disabled"]
          data = 1
          # %% tags=["step:train", "report:enabled"]
          print(1)
          """
        ),
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    // Without a step there is nothing to apply them to.
    let kale = analysis.outline.units.isEmpty ? Finding.KaleVerdict.accepted : .refused
    let tags = Dictionary(
      analysis.configuration.defaultTags.map { ($0.path, $0.meaning) }, uniquingKeysWith: { _, last in last })
    return analysis.configuration.faults.filter { $0.kind == .crashesKale }.map { fault in
      let move = tags[fault.path].map { meaning in
        Fix(
          title(meaning), .safe,
          [.removeConfiguration(path: fault.path)] + edits(meaning, analysis))
      }
      return Finding(
        description, kale: kale, at: fault.place,
        "\(fault.reason); `kale-lsp` "
          + "\(tags[fault.path] == nil ? "ignores it" : "applies it"). \(remedy(tags[fault.path]))",
        fixes: move.map { [$0] } ?? fault.fixes)
    }
  }

  private static func remedy(_ meaning: TagMeaning?) -> String {
    switch meaning {
    case .image: "For Kale, set `base_image` in the configuration."
    case .cache: "For Kale, set `enable_caching` in the configuration."
    case .report: "For Kale, add the tag to each step."
    default: "Remove it."
    }
  }

  private static func title(_ meaning: TagMeaning) -> String {
    switch meaning {
    case .image: "Set `base_image` instead"
    case .cache: "Set `enable_caching` instead"
    default: "Move it to the steps"
    }
  }

  /// The edits that replace the entry with settings that Kale supports.
  private static func edits(_ meaning: TagMeaning, _ analysis: NotebookAnalysis) -> [NotebookEdit] {
    // Of several entries of a kind, the last counts.
    let defaults = analysis.configuration.configuration.stepsDefaults
    switch meaning {
    case .image(let image):
      return [.setConfiguration(path: ["base_image"], to: .string(defaults.image ?? image))]
    case .cache(let isEnabled):
      return [.setConfiguration(path: ["enable_caching"], to: .bool(defaults.isCachingEnabled ?? isEnabled))]
    default:
      let tag = defaults.isReportEnabled == true ? "report:enabled" : "report:disabled"
      return analysis.outline.units.lazy.filter { !$0.isNotebook }.map(\.definition).filter {
        analysis.tags[$0].configuration.isReportEnabled == nil
      }.map { .addTag(cell: $0, tag: tag) }
    }
  }
}
