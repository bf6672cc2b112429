import KaleAnalysis
import JSONSyntax
import NotebookModel

/// A setting that kale-lsp applies and Kale ignores.
enum KaleLosesSetting: NotebookRule {
  static let description = RuleDescription(
    code: "KALE322", name: "kale-loses-setting", severity: .information,
    summary: "Kale ignores a setting that kale-lsp applies.",
    rationale: """
      \(KaleRelease.current) accepts limits and requests of `cpu` and `memory` and a `timeout`, but omits them from \
      the pipeline: its steps run without them. `kale-lsp compile` applies all of them. Volumes that Kale ignores are \
      reported by `ignored-volume`.
      """,
    whyNoFix: "Nothing needs to change for kale-lsp, and Kale has no other setting with this effect.",
    examples: RuleExamples(
      triggering: [
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "timeout": «600», "steps_defaults": [«"limit:memory:1Gi"»]}
        # %% tags=["step:train", «"limit:cpu:4"», "limit:nvidia.com/gpu:1"]
        model = 1
        """,
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "timeout": «600»}
        # kale_lsp: {"step_timeout": 3600}
        # %% tags=["step:train"]
        model = 1
        """,
      ],
      nonTriggering: [
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "volumes": [{"name": "data", "mount_point": "/data", "type": "pvc"}]}
        # %% tags=["step:train", "limit:nvidia.com/gpu:1"]
        model = 1
        """
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    limits(analysis) + defaults(analysis) + timeout(analysis)
  }

  private static func limits(_ analysis: NotebookAnalysis) -> [Finding] {
    analysis.cells(with: .configurationTags).filter { analysis.step(definedBy: $0) != nil }.flatMap { cell in
      analysis.tags[cell].configurationTags.compactMap { index -> Finding? in
        guard case .limit(let limit) = analysis.tags[cell].entries[index].parsed?.meaning else { return nil }
        return finding(limit, at: .tag(cell: cell, index: index), analysis.release)
      }
    }
  }

  private static func defaults(_ analysis: NotebookAnalysis) -> [Finding] {
    analysis.configuration.defaultTags.compactMap { tag in
      guard case .limit(let limit) = tag.meaning else { return nil }
      return finding(limit, at: .metadata(path: ["kubeflow_notebook"] + tag.path), analysis.release)
    }
  }

  private static func finding(_ limit: KeyedValue, at place: NotebookPlace, _ release: KaleRelease)
    -> Finding?
  {
    guard let resource = limit.resource,
      resource != .accelerator
        || !release.limits.limitedResources.contains(limit.key)
    else { return nil }
    return finding(
      at: place,
      "Kale ignores `\(limit.key)`; `kale-lsp` applies it.")
  }

  private static func timeout(_ analysis: NotebookAnalysis) -> [Finding] {
    let configuration = analysis.configuration.configuration
    guard let seconds = configuration.timeout else { return [] }
    let effect =
      configuration.stepLimits.timeout == nil
      ? "stops each step after \(seconds) seconds" : "uses `step_timeout` instead"
    return [
      finding(
        at: .metadata(path: ["kubeflow_notebook", "timeout"]), "Kale ignores `timeout`; `kale-lsp` \(effect)."
      )
    ]
  }

  private static func finding(at place: NotebookPlace, _ message: String) -> Finding {
    Finding(description, kale: .accepted, at: place, message)
  }
}
