import JSONSyntax

/// What `metadata.kubeflow_notebook` says, and what is wrong with it.
package struct ConfigurationReading: Sendable {
  /// Something wrong with a value, or a missing one.
  package struct Fault: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
      case missing
      /// A key that Kale does not know.
      case unknown
      /// A value of a wrong type or form.
      case invalid
      /// A value that Kale accepts and of which no pipeline can be made.
      case unusable
      /// An entry of `steps_defaults` that crashes Kale and that kale-lsp applies.
      case crashesKale
    }

    package var kind: Kind
    /// The keys that lead to the value; indices of lists as decimal numbers.
    package var path: [String]
    /// What is wrong, a sentence without its stop.
    package var reason: String
  }

  package private(set) var configuration = PipelineConfiguration()
  package private(set) var faults: [Fault] = []

  /// Reads the value of `kubeflow_notebook`; nil where the notebook has none.
  package init(_ metadata: JSONValue?) {
    let metadata = metadata ?? .object([])
    guard case .object = metadata else {
      report(.invalid, [], "`kubeflow_notebook` must be an object")
      return
    }
    check(metadata, against: ConfigurationSchema.notebook, at: [])
    readNames(metadata)
    readVolumes(metadata["volumes"])
    let stepsDefaults = StepsDefaultsReading(metadata["steps_defaults"])
    configuration.stepsDefaults = stepsDefaults.configuration
    faults += stepsDefaults.faults
    readSecurityContext(metadata["security_context"])
    checkUse()
    if let katib = metadata["katib_metadata"], case .object = katib {
      check(katib, against: ConfigurationSchema.katib, at: ["katib_metadata"])
    }
  }

  private mutating func report(_ kind: Fault.Kind, _ path: [String], _ reason: String) {
    faults.append(Fault(kind: kind, path: path, reason: reason))
  }

  /// Compares an object with the keys it may have. A null counts as a missing value, as in Kale.
  private mutating func check(_ object: JSONValue, against schema: [ConfigurationKey], at path: [String]) {
    guard case .object(let members) = object else { return }
    for member in members where !schema.contains(where: { $0.name == member.key }) {
      // Kale puts the notebook's own path there itself.
      if path.isEmpty, member.key == "notebook_path" { continue }
      report(.unknown, path + [member.key], "Kale knows no key `\(member.key)`")
    }
    for key in schema {
      guard let value = object[key.name], value != .null else {
        if key.isRequired { report(.missing, path, "`\(key.name)` is missing") }
        continue
      }
      let place = path + [key.name]
      if !key.type.accepts(value) {
        // Kale takes an object for `steps_defaults` as well, the form it makes of the list itself.
        if key.name == "steps_defaults", case .object = value { continue }
        report(.invalid, place, "`\(key.name)` must be \(key.type.noun)")
      } else if let fault = key.fault(value) {
        report(.invalid, place, "`\(key.name)`: \(fault)")
      }
    }
  }

  /// Looks for what Kale lets pass and Kubeflow does not.
  private mutating func checkUse() {
    if configuration.pipelineName.utf8.count > 128 {
      report(
        .unusable, ["pipeline_name"], "`pipeline_name` is longer than the 128 characters that Kubeflow takes")
    }
    if configuration.pipelineName.utf8.last == UInt8(ascii: "\n") {
      report(.unusable, ["pipeline_name"], "`pipeline_name` ends in a line break")
    }
    let context = configuration.securityContext
    for (key, identifier) in [("run_as_user", context.runAsUser), ("run_as_group", context.runAsGroup)]
    where identifier < 0 {
      report(.unusable, ["security_context", key], "`\(key)` is below 0")
    }
    for limit in configuration.stepsDefaults.limits where !limit.isPossible {
      report(
        .unusable, ["steps_defaults"],
        "`\(limit.value)` of `\(limit.key)` is not a whole number of accelerators")
    }
    checkVolumeVariables()
  }

  /// Kale refuses two volumes that would be seen as the same environment variable, though only when it compiles.
  private mutating func checkVolumeVariables() {
    var volumes: [String: String] = [:]
    for volume in configuration.volumes where volume.isExposedAsEnvironmentVariable {
      let variable = volume.environmentVariable
      guard let other = volumes.updateValue(volume.name, forKey: variable) else { continue }
      report(
        .unusable, ["volumes"],
        "the volumes `\(other)` and `\(volume.name)` would both be `\(variable)`")
    }
  }

  private mutating func readNames(_ metadata: JSONValue) {
    let text = { (key: String) -> String? in
      if case .string(let text) = metadata[key] { return text }
      return nil
    }
    configuration.pipelineName = text("pipeline_name") ?? ""
    configuration.experimentName = text("experiment_name") ?? ""
    configuration.pipelineDescription = text("pipeline_description") ?? ""
    configuration.baseImage = text("base_image").flatMap { $0.isEmpty ? nil : $0 }
    configuration.marshalPath = text("marshal_path") ?? configuration.marshalPath
    configuration.outputPath = text("output_path").flatMap { $0.isEmpty ? nil : $0 }
    if case .bool(let isEnabled) = metadata["enable_caching"] { configuration.isCachingEnabled = isEnabled }
  }

  private mutating func readVolumes(_ list: JSONValue?) {
    guard case .array(let volumes) = list else { return }
    for (index, volume) in volumes.enumerated() {
      let path = ["volumes", "\(index)"]
      guard case .object = volume else {
        report(.invalid, path, "a volume must be an object")
        continue
      }
      check(volume, against: ConfigurationSchema.volume, at: path)
      checkAnnotations(volume["annotations"], at: path + ["annotations"])
      guard case .string(let name) = volume["name"], case .string(let mountPoint) = volume["mount_point"],
        case .string(let type) = volume["type"]
      else { continue }
      var read = Volume(name: name, mountPoint: mountPoint, type: type)
      read.isExposedAsEnvironmentVariable = volume["expose_as_env_var"] == .bool(true)
      configuration.volumes.append(read)
    }
  }

  private mutating func checkAnnotations(_ list: JSONValue?, at path: [String]) {
    guard case .array(let annotations) = list else { return }
    for (index, annotation) in annotations.enumerated() {
      let place = path + ["\(index)"]
      // Kale leaves out an annotation with an empty key or value, and does not look at the value behind an empty key.
      switch (annotation["key"], annotation["value"]) {
      case (nil, _):
        report(.invalid, place, "an annotation must be an object with `key` and `value`")
      case (let key, nil) where key != "":
        report(.invalid, place, "an annotation must be an object with `key` and `value`")
      case (.array, let value?) where value != "", (.object, let value?) where value != "":
        report(.invalid, place + ["key"], "an annotation's `key` must be a string")
      default: break
      }
    }
  }

  private mutating func readSecurityContext(_ object: JSONValue?) {
    guard let object, case .object = object else { return }
    check(object, against: ConfigurationSchema.securityContext, at: ["security_context"])
    if case .bool(let flag) = object["enabled"] { configuration.securityContext.isEnabled = flag }
    if case .bool(let flag) = object["run_as_non_root"] { configuration.securityContext.runAsNonRoot = flag }
    for key in ["run_as_user", "run_as_group"] {
      guard case .number(let literal) = object[key] else { continue }
      report(.unusable, ["security_context", key], "`\(key)` cannot be \(literal)")
    }
    if case .integer(let user) = object["run_as_user"] { configuration.securityContext.runAsUser = user }
    if case .integer(let group) = object["run_as_group"] { configuration.securityContext.runAsGroup = group }
  }
}
