/// What of a step's container a `limit:` can set, as far as KFP has a place for it.
package enum ContainerResource: Sendable, Hashable {
  case cpuLimit, cpuRequest, memoryLimit, memoryRequest
  /// Whole accelerators of one kind. The only ones that Kale puts in the pipeline.
  case accelerator

  /// What the name of a limit means: Kubernetes' own, or that of its quotas, which tells limits from requests.
  package init?(limit name: String) {
    switch name {
    case "cpu", "limits.cpu": self = .cpuLimit
    case "requests.cpu": self = .cpuRequest
    case "memory", "limits.memory": self = .memoryLimit
    case "requests.memory": self = .memoryRequest
    case "nvidia.com/gpu", "amd.com/gpu": self = .accelerator
    default: return nil
    }
  }

  /// Returns what is wrong with a quantity of the resource, as a sentence without its period; nil for one that KFP accepts.
  package func fault(in amount: String) -> String? {
    switch self {
    case .cpuLimit, .cpuRequest:
      if ResourceAmount.cores(amount) != nil { return nil }
      return
        "`\(amount)` is not a valid CPU quantity. Use cores, for example `2` or `0.5`, or millicores, for example `500m`"
    case .memoryLimit, .memoryRequest:
      if ResourceAmount.gigabytes(amount) != nil { return nil }
      return
        "`\(amount)` is not a valid memory quantity. Use an integer with a unit: `Ki`, `Mi`, `Gi`, `Ti`, `K`, `M`, `G` or `T`, "
        + "for example `512Mi`"
    case .accelerator:
      if Int(amount) != nil, amount.utf8.allSatisfy(\.isDigit) { return nil }
      return "The accelerator limit must be a non-negative integer, got `\(amount)`"
    }
  }

  /// Returns the quantity that was most likely meant by an invalid one; nil if that is unclear.
  package func suggestion(for amount: String) -> String? {
    let suggestion: String? =
      switch self {
      case .cpuLimit, .cpuRequest: ResourceAmount.cpuSuggestion(for: amount)
      case .memoryLimit, .memoryRequest: ResourceAmount.memorySuggestion(for: amount)
      case .accelerator: nil
      }
    return suggestion.flatMap { fault(in: $0) == nil ? $0 : nil }
  }
}

extension KeyedValue {
  /// The resource that a limit is of; nil for one that KFP has no place for.
  package var resource: ContainerResource? { ContainerResource(limit: key) }

  /// Whether two limits set the same thing, be it by different names.
  package func isLimit(sameAs other: KeyedValue) -> Bool {
    key == other.key || resource != nil && resource == other.resource
  }

  /// What is wrong with a limit's quantity, as a sentence without its period.
  package var limitFault: String? { resource?.fault(in: value) }

  /// Whether a limit is one of accelerators.
  package var isAccelerator: Bool { resource == .accelerator }
}
