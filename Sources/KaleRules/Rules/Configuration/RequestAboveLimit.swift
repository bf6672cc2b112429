import KaleAnalysis
import NotebookModel

/// A step that requests more than its limit.
enum RequestAboveLimit: StepRule {
  static let description = RuleDescription(
    code: "KALE321", name: "request-above-limit", severity: .error, fix: .suggested,
    summary: "A step requests more CPU or memory than its limit.",
    rationale: """
      A request is what Kubernetes reserves for a step, and a limit is the most that the step may use. Kubernetes \
      rejects a container whose request exceeds its limit. Tags of the step take precedence over `steps_defaults`.
      """,
    whyNoFix:
      "A value of `steps_defaults` holds for all steps, so that only you know what else it should be.",
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
      ],
      fixes: [
        (
          before: """
          # %% tags=["step:train", "limit:memory:1Gi", "limit:requests.memory:2Gi"]
          model = 1
          """,
          after: """
          # %% tags=["step:train", "limit:memory:1Gi", "limit:requests.memory:1Gi"]
          model = 1
          """
        )
      ]))

  static func steps(in analysis: NotebookAnalysis) -> [UnitIndex] { analysis.unitsWithLimits }

  static func check(_ step: StepContext) -> [Finding] {
    let own = step.tags.configuration.limits
    // Of a reference, tags set no limits; defaults are for steps.
    guard !step.isNotebook, !own.isEmpty || !step.defaults.limits.isEmpty else { return [] }
    return [
      (ContainerResource.cpuLimit, ContainerResource.cpuRequest),
      (.memoryLimit, .memoryRequest),
    ].compactMap { limit, request -> Finding? in
      guard let most = Self.limit(of: limit, own, step.defaults.limits),
        let least = Self.limit(of: request, own, step.defaults.limits),
        let mostAmount = limit.amount(most.value), let leastAmount = request.amount(least.value),
        leastAmount > mostAmount
      else { return nil }
      // Both may be defaults: reported at the step that gets them.
      let place = place(of: least, step) ?? place(of: most, step) ?? .cell(step.definition)
      return Finding(
        description, kale: .accepted, at: place,
        "Step `\(step.name)` requests `\(least.value)` (`\(least.key)`), above its limit of `\(most.value)` "
          + "(`\(most.key)`): Kubernetes rejects it. Lower the request or raise the limit.",
        fixes: [
          change(least, to: most.value, "Change the request", step),
          change(most, to: least.value, "Change the limit", step),
        ].compactMap(\.self))
    }
  }

  /// The fix that changes the tag of a setting; nil for a default.
  private static func change(
    _ setting: KeyedValue, to value: String, _ verb: String, _ step: StepContext
  ) -> Fix? {
    guard case .tag(let cell, let index)? = place(of: setting, step) else { return nil }
    return Fix(
      "\(verb) to `\(value)`", [.replaceTag(cell: cell, index: index, with: "limit:\(setting.key):\(value)")])
  }

  /// The step's own setting of a resource, or the default: of several the last.
  private static func limit(
    of resource: ContainerResource, _ own: [KeyedValue], _ defaults: [KeyedValue]
  ) -> KeyedValue? {
    own.last { $0.resource == resource } ?? defaults.last { $0.resource == resource }
  }

  private static func place(of limit: KeyedValue, _ step: StepContext) -> NotebookPlace? {
    step.tags.configurationTags.last { step.tags.entries[$0].parsed?.meaning == .limit(limit) }
      .map { .tag(cell: step.definition, index: $0) }
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
