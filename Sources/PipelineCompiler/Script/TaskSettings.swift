import KaleAnalysis

/// The lines of the DSL script that say how a task's container runs.
struct TaskSettings {
  private let settings: StepSettings
  /// Python variable of the task.
  private let task: String

  static func lines(_ settings: StepSettings, of task: String) -> [String] {
    let script = TaskSettings(settings: settings, task: task)
    return script.resources + script.retries + script.environment + script.securityContext
      + script.timeout + script.volumes + script.podMetadata + script.secrets
  }

  private var resources: [String] {
    let resources = settings.resources
    var lines = [
      ("set_cpu_request", resources.cpuRequest), ("set_cpu_limit", resources.cpuLimit),
      ("set_memory_request", resources.memoryRequest), ("set_memory_limit", resources.memoryLimit),
    ].compactMap { method, amount in amount.map { "\(task).\(method)(\(PythonLiteral.string($0)))" } }
    if let accelerator = resources.accelerator {
      lines.append("\(task).set_accelerator_type(\(PythonLiteral.string(accelerator.type)))")
      lines.append("\(task).set_accelerator_limit(\(accelerator.count))")
    }
    return lines
  }

  private var retries: [String] {
    guard let retries = settings.retries else { return [] }
    var arguments = ["\(retries.count)"]
    if let seconds = retries.backoffSeconds { arguments.append("backoff_duration=\"\(seconds)s\"") }
    if let factor = retries.backoffFactor { arguments.append("backoff_factor=\(factor)") }
    if let seconds = retries.backoffMaxSeconds { arguments.append("backoff_max_duration=\"\(seconds)s\"") }
    return ["\(task).set_retry(\(arguments.joined(separator: ", ")))"]
  }

  private var environment: [String] {
    settings.environment.map { "\(task).set_env_variable(\(Self.arguments($0.key, $0.value)))" }
  }
}

// MARK: - Kubernetes

extension TaskSettings {
  private var securityContext: [String] {
    guard let context = settings.securityContext else { return [] }
    return [
      "kubernetes.set_security_context(",
      "    \(task),",
      "    run_as_user=\(context.runAsUser),",
      "    run_as_group=\(context.runAsGroup),",
      "    run_as_non_root=\(PythonLiteral.boolean(context.runAsNonRoot)),",
      ")",
    ]
  }

  private var timeout: [String] {
    settings.timeout.map { ["kubernetes.set_timeout(\(task), \($0))"] } ?? []
  }

  private var volumes: [String] {
    settings.volumes.map { volume in
      let claim =
        switch volume.claim {
        case .existing(let name): PythonLiteral.string(name)
        case .made(let claim): claim.nameExpression(inRoot: true)
        case .passed(let claim): claim.nameExpression(inRoot: false)
        }
      return "kubernetes.mount_pvc(\(task), \(claim), \(PythonLiteral.string(volume.mountPoint)))"
    }
  }

  private var podMetadata: [String] {
    settings.labels.map { "kubernetes.add_pod_label(\(task), \(Self.arguments($0.key, $0.value)))" }
      + settings.annotations.map {
        "kubernetes.add_pod_annotation(\(task), \(Self.arguments($0.key, $0.value)))"
      }
  }

  private var secrets: [String] {
    settings.secrets.map { secret in
      let variable =
        "{\(PythonLiteral.string(secret.key)): \(PythonLiteral.string(secret.environmentVariable))}"
      return "kubernetes.use_secret_as_env(\(task), \(PythonLiteral.string(secret.secret)), \(variable))"
    }
  }

  private static func arguments(_ values: String...) -> String {
    values.map(PythonLiteral.string).joined(separator: ", ")
  }
}
