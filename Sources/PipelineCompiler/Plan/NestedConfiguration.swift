import KaleAnalysis

extension PipelineConfiguration {
  /// The configuration of a notebook that another refers to, as part of that one's pipeline.
  ///
  /// As in Kale the steps run on the notebook's own image, with the other's volumes, security context and defaults, and
  /// without caching where the other turns it off. Kale forgets the notebook's own volumes and caching; here they stay,
  /// and go before the other's. A notebook's own defaults go before the other's too.
  func inside(_ outer: PipelineConfiguration) -> PipelineConfiguration {
    var result = self
    result.isCachingEnabled = isCachingEnabled && outer.isCachingEnabled
    result.securityContext = outer.securityContext
    result.stepsDefaults = stepsDefaults.filled(from: outer.stepsDefaults)
    if baseImage != nil { result.stepsDefaults.image = stepsDefaults.image }
    result.stepLimits.timeout = stepTimeout ?? outer.stepTimeout
    result.stepLimits.retries = stepLimits.retries ?? outer.stepLimits.retries
    result.packages.scope = packages.scope ?? outer.packages.scope
    result.packages.requirements = outer.packages.requirements + packages.requirements
    result.packages.names = packages.names.merging(outer.packages.names) { own, _ in own }
    result.runtime = outer.runtime
    result.storageClassName = storageClassName ?? outer.storageClassName
    result.volumeAccessMode = volumeAccessMode ?? outer.volumeAccessMode
    return result
  }
}

extension StepConfiguration {
  /// These settings, and others for what they do not say.
  func filled(from other: StepConfiguration) -> StepConfiguration {
    var result = self
    result.limits = limits + other.limits.filter { limit in !limits.contains { $0.isLimit(sameAs: limit) } }
    result.labels = labels.filled(from: other.labels, by: \.key)
    result.annotations = annotations.filled(from: other.annotations, by: \.key)
    result.secrets = secrets.filled(from: other.secrets, by: \.environmentVariable)
    result.image = image ?? other.image
    result.isCachingEnabled = isCachingEnabled ?? other.isCachingEnabled
    result.isReportEnabled = isReportEnabled ?? other.isReportEnabled
    return result
  }
}

extension Array {
  /// These entries, then those of others whose key none of these has.
  func filled(from others: [Element], by key: KeyPath<Element, String>) -> [Element] {
    let keys = Set(map { $0[keyPath: key] })
    return self + others.filter { !keys.contains($0[keyPath: key]) }
  }
}
