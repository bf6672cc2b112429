import KaleAnalysis
import NotebookModel

/// A step that asks for more than it may have.
enum RequestAboveLimit: Rule {
  static let description = RuleDescription(
    code: "KALE321", name: "request-above-limit", severity: .error,
    summary: "A step requests more CPU or memory than its limit.",
    rationale: """
      A request is what Kubernetes sets aside for a step, a limit what the step may use at most. Kubernetes refuses a \
      container whose request is above its limit. Tags of the step count more than `steps_defaults`.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:train", "limit:memory:1Gi", «"limit:requests.memory:2Gi"»]
        model = 1
        """,
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "steps_defaults": ["limit:requests.cpu:2"]}
        # %% tags=["step:train", «"limit:cpu:500m"»]
        model = 1
        """,
      ],
      nonTriggering: [
        """
        # %% tags=["step:train", "limit:memory:1Gi", "limit:requests.memory:1024Mi"]
        model = 1
        """
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    let defaults = analysis.configuration.configuration.stepsDefaults.limits
    // Without defaults only tags of the step itself set limits.
    let cells =
      defaults.isEmpty
      ? analysis.cells(with: .configurationTags)
      : analysis.outline.units.map(\.definition)
    return cells.compactMap { analysis.step(definedBy: $0) }.flatMap { unit in
      let own = analysis.tags[unit.definition].configuration.limits
      return [
        (ContainerResource.cpuLimit, ContainerResource.cpuRequest),
        (.memoryLimit, .memoryRequest),
      ].compactMap { limit, request -> Finding? in
        guard let most = Self.limit(of: limit, own, defaults),
          let least = Self.limit(of: request, own, defaults),
          let mostAmount = limit.amount(most.value), let leastAmount = request.amount(least.value),
          leastAmount > mostAmount
        else { return nil }
        let place =
          place(of: least, unit.definition, analysis) ?? place(of: most, unit.definition, analysis)
          // Both are defaults: told at the step that gets them.
          ?? .cell(unit.definition)
        return Finding(
          description, kale: .accepted, at: place,
          "Step `\(unit.name)` requests `\(least.value)` of `\(least.key)`, more than its limit `\(most.value)` of "
            + "`\(most.key)`, and Kubernetes refuses it. Request less, or raise the limit.")
      }
    }
  }

  /// The step's own setting of a resource, or the default: of several the last.
  private static func limit(
    of resource: ContainerResource, _ own: [KeyedValue], _ defaults: [KeyedValue]
  ) -> KeyedValue? {
    own.last { $0.resource == resource } ?? defaults.last { $0.resource == resource }
  }

  private static func place(
    of limit: KeyedValue, _ cell: Int, _ analysis: NotebookAnalysis
  ) -> NotebookPlace? {
    analysis.tags[cell].configurationTags.last {
      analysis.tags[cell].entries[$0].parsed?.meaning == .limit(limit)
    }.map { .tag(cell: cell, index: $0) }
  }
}

extension ContainerResource {
  /// The amount as a number, to compare with another of the same resource; nil for one at fault.
  fileprivate func amount(_ text: String) -> Double? {
    switch self {
    case .cpuLimit, .cpuRequest: ResourceAmount.cores(text)
    case .memoryLimit, .memoryRequest: ResourceAmount.gigabytes(text)
    case .accelerator: nil
    }
  }
}
