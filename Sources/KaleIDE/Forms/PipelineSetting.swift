import JSONSyntax
import KaleAnalysis
import KaleRules

/// A setting of the pipeline: where the notebook's metadata has it, and how a form shows it.
struct PipelineSetting: Sendable {
  /// The part of the metadata that has the setting.
  enum Owner: String, Sendable {
    case kale = "kubeflow_notebook"
    case kaleLSP = "kale_lsp"
  }

  let owner: Owner
  /// The keys that lead to the value.
  let path: [String]
  /// The field, without a value.
  let field: FormField
  /// The value that leaves with this one, if it is not the value alone.
  var removedPath: [String] { field.id == "retries" ? ["retries"] : path }

  private init(_ owner: Owner, _ path: [String], _ field: FormField) {
    (self.owner, self.path, self.field) = (owner, path, field)
  }

  private static func kale(_ path: String..., field: FormField) -> PipelineSetting {
    PipelineSetting(.kale, path, field)
  }

  private static func own(_ path: String..., field: FormField) -> PipelineSetting {
    PipelineSetting(.kaleLSP, path, field)
  }

  /// The settings, in the order in which a form shows them.
  static let all = names + container + execution + packages + volumes + security + files

  private static let names = [
    kale(
      "pipeline_name",
      field: FormField(
        "pipeline-name", "Pipeline name", .main, .text, help: "Lowercase letters, digits and inner dashes.")),
    kale(
      "experiment_name",
      field: FormField(
        "experiment-name", "Experiment", .main, .text, help: "The KFP experiment that runs belong to.")),
    kale(
      "pipeline_description",
      field: FormField(
        "pipeline-description", "Description", .main, .text, help: "KFP shows it with the pipeline.")),
  ]

  private static let container = [
    kale(
      "base_image",
      field: FormField(
        "base-image", "Image", .container, .text,
        help: "The container image of steps that set none. It needs Python 3.9 or newer."))
  ]

  private static let execution = [
    kale(
      "enable_caching",
      field: FormField(
        "enable-caching", "Cache results", .execution, .toggle, placeholder: "on",
        help: "Reuses the results of earlier runs while code and inputs are unchanged.")),
    own(
      "runtime",
      field: FormField(
        "runtime", "Runtime", .execution, .choice,
        choices: [
          FormField.Choice(
            PipelineRuntime.exact.rawValue, "Exact", detail: "a step starts as the notebook is at that point"),
          FormField.Choice(
            PipelineRuntime.kale.rawValue, "Kale", detail: "Kale loads and saves what steps pass on"),
        ], placeholder: "exact", help: "What loads and saves the values that steps pass on.")),
    own(
      "step_timeout",
      field: FormField(
        "step-timeout", "Step timeout (s)", .execution, .number, placeholder: "none",
        help: "Seconds after which a step is stopped.")),
    own(
      "retries", "count",
      field: FormField(
        "retries", "Retries", .execution, .number, placeholder: "0",
        help: "How often a step that fails is tried again.")),
    own(
      "retries", "backoff_seconds",
      field: FormField(
        "retry-delay", "Retry delay (s)", .execution, .number, placeholder: "0",
        help: "Seconds to wait before the first retry.")),
    own(
      "retries", "backoff_factor",
      field: FormField(
        "retry-factor", "Retry factor", .execution, .number, placeholder: "2",
        help: "What the wait is multiplied by after each retry.")),
    own(
      "retries", "backoff_max_seconds",
      field: FormField(
        "retry-limit", "Retry limit (s)", .execution, .number, placeholder: "3600",
        help: "Seconds that a step is retried for at most.")),
    kale(
      "kfp_host",
      field: FormField(
        "kfp-host", "KFP host", .execution, .text,
        help: "The address of a Kubeflow Pipelines server, for Kale.")),
  ]

  private static let packages = [
    own(
      "packages",
      field: FormField(
        "packages", "Installed packages", .packages, .choice,
        choices: [
          FormField.Choice("step", "What the step needs"),
          FormField.Choice("notebook", "What the notebook imports"),
        ], help: "Which packages a step installs.")),
    own(
      "requirements",
      field: FormField(
        "requirements", "Requirements", .packages, .list,
        help: "What every step installs, for example `pandas==2.2.3`.")),
    own(
      "package_names",
      field: FormField(
        "package-names", "Package names", .packages, .pairs,
        help: "The package of a module whose name differs. Without a value, nothing is installed for it.")),
  ]

  private static let volumes = [
    kale(
      "volumes",
      field: FormField(
        "volumes", "Volumes", .volumes, .list, columns: volumeColumns, help: "Volumes that every step mounts."
      )),
    kale(
      "storage_class_name",
      field: FormField(
        "storage-class-name", "Storage class", .volumes, .text,
        help: "The storage class of new claims that name none.")),
    kale(
      "volume_access_mode",
      field: FormField(
        "volume-access-mode", "Access mode", .volumes, .choice, choices: accessModes,
        help: "The access mode of new claims that name none.")),
  ]

  /// What a volume has, by the keys of the configuration.
  private static let volumeColumns = [
    FormField("name", "Name", .volumes, .text, help: "The name of the claim."),
    FormField("mount_point", "Mount point", .volumes, .text, help: "The absolute path in the container."),
    FormField(
      "type", "Type", .volumes, .choice,
      choices: [
        FormField.Choice(VolumeType.claim.rawValue, "Existing claim"),
        FormField.Choice(VolumeType.newClaim.rawValue, "New claim"),
        FormField.Choice(VolumeType.clone.rawValue, "Clone of a claim"),
        FormField.Choice(VolumeType.persistentVolume.rawValue, "Persistent volume", detail: "is not mounted"),
      ]),
    FormField("size", "Size", .volumes, .number, help: "The size of a new claim."),
    FormField(
      "size_type", "Unit", .volumes, .choice, choices: ["Ki", "Mi", "Gi", "Ti"].map { FormField.Choice($0) }),
    FormField("volume_access_mode", "Access mode", .volumes, .choice, choices: accessModes),
    FormField("storage_class_name", "Storage class", .volumes, .text),
    FormField(
      "expose_as_env_var", "Variable", .volumes, .toggle,
      help: "Steps find the mount point in the variable `KALE_VOLUME_NAME`."),
    FormField("annotations", "Annotations", .volumes, .pairs),
  ]

  private static let accessModes = [AccessMode.readWriteOnce, .readOnlyMany, .readWriteMany].map { mode in
    FormField.Choice(mode.rawValue, mode.kubernetesName)
  }

  private static let security = [
    kale(
      "security_context", "enabled",
      field: FormField(
        "security-context", "Security context", .security, .toggle, placeholder: "on",
        help: "Whether steps run as the user below.")),
    kale(
      "security_context", "run_as_user",
      field: FormField("run-as-user", "User ID", .security, .number, help: "The user ID that steps run as.")),
    kale(
      "security_context", "run_as_group",
      field: FormField(
        "run-as-group", "Group ID", .security, .number, help: "The group ID that steps run as.")),
    kale(
      "security_context", "run_as_non_root",
      field: FormField(
        "run-as-non-root", "Not as root", .security, .toggle,
        help: "Kubernetes rejects steps that would run as root.")),
  ]

  private static let files = [
    own(
      "files",
      field: FormField(
        "files", "Files", .files, .list,
        help: "Files of the notebook's folder that the pipeline ships, for example `data/*.csv`.")),
    kale(
      "output_path",
      field: FormField(
        "output-path", "Output folder", .files, .text, placeholder: ".kale",
        help: "Where compiled files go, relative to the notebook's folder.")),
    kale(
      "abs_working_dir",
      field: FormField("working-directory", "Working directory", .files, .text, help: "Used by Kale alone.")),
    kale(
      "marshal_path",
      field: FormField(
        "marshal-path", "Marshal folder", .files, .text,
        help: "The folder in which steps save what they pass on, on Kale's runtime.")),
  ]
}

extension PipelineSetting {
  /// Returns the field that a finding is about; nil if the form has none.
  static func field(of finding: Finding, in analysis: NotebookAnalysis) -> String? {
    switch finding.place {
    case .metadata(let path), .metadataKey(let path):
      if let id = id(at: path, in: analysis) { return id }
    case .notebook: break
    case .cell, .file, .source, .tag: return nil
    }
    // What is missing has no place of its own; the fix says where it belongs.
    for case .setConfiguration(let path, _) in finding.fixes.first?.edits ?? [] {
      return id(at: [Owner.kale.rawValue] + path, in: analysis)
    }
    return nil
  }

  /// The field of a value of the metadata, or of a value that contains it.
  private static func id(at path: [String], in analysis: NotebookAnalysis) -> String? {
    let below = path.dropFirst()
    if below.first == StepDefaults.key { return StepDefaults.id(at: Array(below), in: analysis) }
    let settings = all.filter { $0.owner.rawValue == path.first }
    let whole = settings.first { below.starts(with: $0.path) }
    return (whole ?? settings.first { !below.isEmpty && $0.path.starts(with: below) })?.field.id
  }
}
