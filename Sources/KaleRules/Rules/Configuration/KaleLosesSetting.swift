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
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "timeout": «600», "steps_defaults": ["limit:memory:1Gi"]}
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

  /// A setting that Kale ignores, and where.
  private typealias Lost = (limit: KeyedValue, place: NotebookPlace)

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    let lost = limits(analysis) + defaults(analysis)
    return [finding(lost)].compactMap(\.self) + timeout(analysis)
  }

  /// One finding for all limits: they have one cause, and nothing is to be done about each.
  private static func finding(_ lost: [Lost]) -> Finding? {
    // Of an invalid quantity another rule says more.
    guard let first = lost.first(where: { $0.limit.limitFault == nil }) ?? lost.first else { return nil }
    var seen: Set<String> = []
    let keys = lost.map(\.limit.key).filter { seen.insert($0).inserted }
    return Finding(
      description, kale: .accepted, at: first.place,
      "Kale ignores \(keys.enumeration); `kale-lsp` applies \(keys.count == 1 ? "it" : "them").",
      related: lost.filter { $0.place != first.place }.prefix(mostRelated).map {
        .init($0.place, "`\($0.limit.key)` is set here.")
      })
  }

  private static let mostRelated = 8

  private static func limits(_ analysis: NotebookAnalysis) -> [Lost] {
    analysis.cells(with: .configurationTags).filter { analysis.step(definedBy: $0) != nil }.flatMap { cell in
      analysis.tags[cell].configurationTags.compactMap { index -> Lost? in
        guard case .limit(let limit) = analysis.tags[cell].entries[index].parsed?.meaning,
          isLost(limit, in: analysis.release)
        else { return nil }
        return (limit, .tag(cell: cell, index: index))
      }
    }
  }

  private static func defaults(_ analysis: NotebookAnalysis) -> [Lost] {
    analysis.configuration.defaultTags.compactMap { tag in
      guard case .limit(let limit) = tag.meaning, isLost(limit, in: analysis.release) else { return nil }
      return (limit, .metadata(path: ["kubeflow_notebook"] + tag.path))
    }
  }

  private static func isLost(_ limit: KeyedValue, in release: KaleRelease) -> Bool {
    guard let resource = limit.resource else { return false }
    return resource != .accelerator || !release.limits.limitedResources.contains(limit.key)
  }

  private static func timeout(_ analysis: NotebookAnalysis) -> [Finding] {
    let configuration = analysis.configuration.configuration
    guard let seconds = configuration.timeout else { return [] }
    let effect =
      configuration.stepLimits.timeout == nil
      ? "stops each step after \(seconds) seconds" : "uses `step_timeout` instead"
    return [
      Finding(
        description, kale: .accepted, at: .metadata(path: ["kubeflow_notebook", "timeout"]),
        "Kale ignores `timeout`; `kale-lsp` \(effect).")
    ]
  }
}
