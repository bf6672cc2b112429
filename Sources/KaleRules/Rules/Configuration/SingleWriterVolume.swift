import KaleAnalysis
import NotebookModel

/// A volume for a single node that several steps mount at once.
enum SingleWriterVolume: NotebookRule {
  static let description = RuleDescription(
    code: "KALE306", name: "single-writer-volume", severity: .warning,
    summary: "Steps that may run in parallel mount a volume that only one node can mount.",
    rationale: """
      Every step mounts every volume of the configuration. A claim with access mode `rwo` (ReadWriteOnce) can be \
      mounted on only one node at a time: if two steps run in parallel, Kubernetes may place them on different nodes, \
      and one of them waits for the volume or fails.
      """,
    whyNoFix: "Only you know whether the storage of the cluster supports another access mode.",
    examples: RuleExamples(
      triggering: [
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "volumes": [{"name": "data", "mount_point": "/data", "type": "pvc", "volume_access_mode": «"rwo"»}]}
        # %% tags=["step:load"]
        data = 1
        # %% tags=["step:train", "prev:load"]
        model = data
        # %% tags=["step:plot", "prev:load"]
        print(data)
        """
      ],
      nonTriggering: [
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "volumes": [{"name": "data", "mount_point": "/data", "type": "pvc", "volume_access_mode": "rwo"}]}
        # %% tags=["step:load"]
        data = 1
        # %% tags=["step:train", "prev:load"]
        model = data
        # %% tags=["step:plot", "prev:load", "prev:train"]
        print(data)
        """,
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "volumes": [{"name": "data", "mount_point": "/data", "type": "pvc"}]}
        # %% tags=["step:load"]
        data = 1
        # %% tags=["step:train"]
        model = 1
        """,
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    let configuration = analysis.configuration.configuration
    let volumes = configuration.volumes.filter { volume in
      volume.isMounted && (volume.accessMode ?? configuration.volumeAccessMode) == .readWriteOnce
    }
    guard !volumes.isEmpty, let (first, second) = parallelUnits(analysis) else { return [] }
    let names = [first, second].map { "`\(analysis.outline.units[$0].name)`" }
    return volumes.map { volume in
      let path = volume.accessMode == nil ? ["volume_access_mode"] : volume.path("volume_access_mode")
      return Finding(
        description, kale: .accepted, at: .metadata(path: ["kubeflow_notebook"] + path),
        "Steps \(names[0]) and \(names[1]) may run in parallel and both mount volume `\(volume.name)`, but only one "
          + "node can mount an `rwo` claim. Use an `rwm` claim, or make one step depend on the other.",
        related: [first, second].map {
          .init(analysis.definition(of: $0), "Step `\(analysis.outline.units[$0].name)` is defined here.")
        })
    }
  }

  /// Two steps of which neither runs after the other. Where all are in line, each runs right after the one in front.
  private static func parallelUnits(_ analysis: NotebookAnalysis) -> (UnitIndex, UnitIndex)? {
    // The order of references follows from their code.
    let isComposition = analysis.outline.units.contains(where: \.isNotebook)
    guard analysis.graph.isAcyclic, !isComposition else { return nil }
    let order = analysis.graph.order
    return zip(order, order.dropFirst()).first { !analysis.graph.previous[$1].contains($0) }
  }
}
