import JSONSyntax

/// What `metadata.kale_lsp` says: settings of a notebook that only kale-lsp knows.
///
/// They are apart from `kubeflow_notebook` since Kale rejects a notebook for any key there that it does not know.
struct NotebookSettingsReading {
  private(set) var stepLimits = StepLimits()
  private(set) var packages = PackageSettings()
  private(set) var runtime: PipelineRuntime?
  private(set) var files: [FilePattern] = []
  private(set) var faults: [NotebookSettingFault] = []

  /// Every key.
  static let keys = [
    "runtime", "files", "packages", "requirements", "package_names", "retries", "step_timeout",
  ]

  /// Reads the value of `kale_lsp`; nil where the notebook has none.
  init(_ metadata: JSONValue?) {
    guard let metadata, metadata != .null else { return }
    guard case .object(let members) = metadata else {
      faults = [NotebookSettingFault(path: [], reason: "`kale_lsp` must be an object")]
      return
    }
    faults = members.filter { !Self.keys.contains($0.key) }.map { member in
      NotebookSettingFault(unknown: member.key, at: [], among: Self.keys)
    }
    let limits = StepLimitsReading(metadata)
    stepLimits = limits.limits
    let packages = PackageSettingsReading(metadata)
    self.packages = packages.settings
    let runtime = PipelineRuntimeReading(metadata)
    self.runtime = runtime.runtime
    let files = FileSettingsReading(metadata)
    self.files = files.patterns
    faults += limits.faults + packages.faults + runtime.faults + files.faults
  }
}
