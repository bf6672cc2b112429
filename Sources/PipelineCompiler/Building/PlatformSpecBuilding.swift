import KaleAnalysis

// From the plan to KFP's platform spec.

extension PlatformSpec {
  /// What the steps ask of Kubernetes; nil where none asks for anything.
  init?(_ plan: PipelinePlan) {
    let executors = plan.byExecutorLabel(KubernetesExecutorConfig.init).compactMapValues { $0 }
    guard !executors.isEmpty else { return nil }
    let deployment = PlatformDeploymentConfig(executors: executors)
    self.init(platforms: [Self.kubernetes: SinglePlatformSpec(deploymentSpec: deployment)])
  }
}

extension KubernetesExecutorConfig {
  /// What a step asks of Kubernetes; nil where that is nothing.
  fileprivate init?(_ step: PlannedStep) {
    let settings = step.settings
    guard settings.needsKubernetes else { return nil }
    self.init(
      secretAsEnv: settings.secrets.map(SecretAsEnv.init),
      pvcMount: settings.volumes.map(PvcMount.init),
      podMetadata: PodMetadata(settings),
      activeDeadlineSeconds: settings.timeout ?? 0,
      securityContext: settings.securityContext.map(KubernetesSecurityContext.init))
  }
}

extension StepSettings {
  /// Whether there is anything to say in the platform spec.
  var needsKubernetes: Bool {
    securityContext != nil || timeout != nil || !labels.isEmpty || !annotations.isEmpty || !secrets.isEmpty
      || !volumes.isEmpty
  }
}

extension SecretAsEnv {
  fileprivate init(_ secret: SecretReference) {
    self.init(
      secretName: secret.secret,
      keyToEnv: [SecretKeyToEnvMap(secretKey: secret.key, envVar: secret.environmentVariable)],
      optional: false)
  }
}

extension PvcMount {
  fileprivate init(_ volume: PlannedVolume) {
    switch volume.claim {
    case .existing(let name): pvcReference = .constant(name)
    case .made(let claim): pvcReference = .taskOutputParameter(claim.nameOutput)
    case .passed(let claim): pvcReference = .componentInputParameter(claim.variable)
    }
    mountPath = volume.mountPoint
  }
}

extension PodMetadata {
  fileprivate init?(_ settings: StepSettings) {
    guard !settings.labels.isEmpty || !settings.annotations.isEmpty else { return nil }
    self.init()
    for label in settings.labels { labels[label.key] = label.value }
    for annotation in settings.annotations { annotations[annotation.key] = annotation.value }
  }
}

extension KubernetesSecurityContext {
  fileprivate init(_ context: SecurityContext) {
    self.init(
      runAsUser: context.runAsUser, runAsGroup: context.runAsGroup, runAsNonRoot: context.runAsNonRoot)
  }
}
