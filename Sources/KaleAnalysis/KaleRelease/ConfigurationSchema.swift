/// An object of `metadata.kubeflow_notebook`: the configuration itself, a volume or another one in it.
struct ConfigurationObject: Sendable {
  /// How a message calls it.
  let noun: String
  let keys: [ConfigurationKey]
  private let keysByName: [String: ConfigurationKey]
  /// Keys that older versions of Kale had.
  let goneKeys: Set<String>

  init(_ noun: String, goneKeys: Set<String> = [], _ keys: [ConfigurationKey]) {
    self.noun = noun
    self.goneKeys = goneKeys
    self.keys = keys
    keysByName = Dictionary(keys.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Whether the object has a key.
  func has(_ name: String) -> Bool { keysByName[name] != nil }

  /// The key that was most likely meant by one that the object does not have.
  func key(meantBy name: String) -> String? {
    if goneKeys.contains(name) { return nil }
    let snakeCase = StepName.suggestion(for: name) ?? name
    if has(snakeCase) { return snakeCase }
    if let key = keys.first(where: { $0.otherNames.contains(snakeCase) }) { return key.name }
    return SpellingSuggestion.nearest(to: snakeCase, among: keys.lazy.map(\.name))
  }
}

/// A key of such an object.
struct ConfigurationKey: Sendable {
  let name: String
  let type: ConfigurationType
  let isRequired: Bool
  /// What people call the key besides, and what it was called in older versions.
  let otherNames: Set<String>

  init(
    _ name: String, _ type: ConfigurationType, isRequired: Bool = false,
    alsoCalled otherNames: Set<String> = []
  ) {
    self.name = name
    self.type = type
    self.isRequired = isRequired
    self.otherNames = otherNames
  }
}

/// What a value can be.
enum ConfigurationType: Sendable {
  case text(TextForm?)
  case boolean
  case integer(NumberForm?)
  case object(ConfigurationObject)
  case list(of: ConfigurationObject)
  /// Objects with `key` and `value`, of whatever type.
  case annotations
  /// A list of configuration tags, or what Kale makes of it.
  case stepsDefaults
  /// Kale puts another value there, whatever this is.
  case overwritten
  /// Kale looks no deeper.
  case anyObject, anyList
}

/// The keys that the release knows.
enum ConfigurationSchema {
  static let notebook = ConfigurationObject(
    "the Kale configuration", goneKeys: ["autosnapshot"],
    [
      ConfigurationKey(
        "pipeline_name", .text(.pipelineName), isRequired: true, alsoCalled: ["name", "pipeline"]),
      ConfigurationKey("experiment_name", .text(nil), isRequired: true),
      ConfigurationKey("pipeline_description", .text(nil), alsoCalled: ["description"]),
      ConfigurationKey("base_image", .text(nil), alsoCalled: ["docker_image", "image"]),
      ConfigurationKey("abs_working_dir", .text(nil)),
      ConfigurationKey("kfp_host", .text(nil)),
      ConfigurationKey("marshal_path", .text(nil), alsoCalled: ["marshal_dir"]),
      ConfigurationKey("output_path", .text(.outputPath), alsoCalled: ["output_dir"]),
      ConfigurationKey("enable_caching", .boolean, alsoCalled: ["caching", "cache", "enable_cache"]),
      ConfigurationKey("volumes", .list(of: volume)),
      ConfigurationKey("steps_defaults", .stepsDefaults, alsoCalled: ["defaults"]),
      ConfigurationKey("storage_class_name", .text(.storageClassName), alsoCalled: ["storage_class"]),
      ConfigurationKey("volume_access_mode", .text(.accessMode), alsoCalled: ["access_mode"]),
      ConfigurationKey("timeout", .integer(.seconds)),
      ConfigurationKey("security_context", .object(securityContext)),
      ConfigurationKey("katib_run", .boolean),
      ConfigurationKey("katib_metadata", .object(katib)),
      ConfigurationKey("experiment", .anyObject),
      ConfigurationKey("snapshot_volumes", .boolean),
      // Kale puts the notebook's own path there, over whatever it is.
      ConfigurationKey("notebook_path", .overwritten),
    ])

  static let volume = ConfigurationObject(
    "a volume",
    [
      ConfigurationKey(
        "name", .text(.claimName), isRequired: true, alsoCalled: ["claim_name", "pvc_name", "pvc"]),
      ConfigurationKey(
        "mount_point", .text(.mountPoint), isRequired: true, alsoCalled: ["mount_path", "mount", "path"]),
      ConfigurationKey("type", .text(.volumeType), isRequired: true),
      ConfigurationKey("size", .integer(nil)),
      ConfigurationKey("size_type", .text(nil), alsoCalled: ["size_unit", "unit"]),
      ConfigurationKey("annotations", .annotations),
      ConfigurationKey("snapshot", .boolean),
      ConfigurationKey("snapshot_name", .text(nil)),
      ConfigurationKey("storage_class_name", .text(.storageClassName), alsoCalled: ["storage_class"]),
      ConfigurationKey("volume_access_mode", .text(.accessMode), alsoCalled: ["access_mode", "mode"]),
      ConfigurationKey("expose_as_env_var", .boolean, alsoCalled: ["env_var", "expose"]),
    ])

  static let securityContext = ConfigurationObject(
    "the security context",
    [
      ConfigurationKey("enabled", .boolean),
      ConfigurationKey("run_as_user", .integer(.identifier), alsoCalled: ["user"]),
      ConfigurationKey("run_as_group", .integer(.identifier), alsoCalled: ["group"]),
      ConfigurationKey("run_as_non_root", .boolean, alsoCalled: ["non_root"]),
    ])

  static let katib = ConfigurationObject(
    "the Katib configuration",
    [
      ConfigurationKey("parameters", .anyList),
      ConfigurationKey("objective", .anyObject),
      ConfigurationKey("algorithm", .anyObject),
      ConfigurationKey("maxTrialCount", .integer(nil), alsoCalled: ["max_trial_count"]),
      ConfigurationKey("maxFailedTrialCount", .integer(nil), alsoCalled: ["max_failed_trial_count"]),
      ConfigurationKey("parallelTrialCount", .integer(nil), alsoCalled: ["parallel_trial_count"]),
    ])
}
