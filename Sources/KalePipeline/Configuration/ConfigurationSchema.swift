import JSONSyntax

/// One key of `metadata.kubeflow_notebook`, of a volume or of another object in it.
struct ConfigurationKey: Sendable {
  /// The JSON types that Kale accepts for a key.
  enum ValueType: Sendable {
    case string, boolean, integer, list, object

    /// How a message calls it.
    var noun: String {
      switch self {
      case .string: "a string"
      case .boolean: "true or false"
      case .integer: "a whole number"
      case .list: "a list"
      case .object: "an object"
      }
    }

    /// Whether Kale takes the value; to Python `true` is a whole number too, and no whole number is too large.
    func accepts(_ value: JSONValue) -> Bool {
      switch (self, value) {
      case (.string, .string), (.boolean, .bool), (.integer, .integer), (.integer, .bool), (.list, .array),
        (.object, .object):
        true
      case (.integer, .number(let literal)):
        !literal.utf8.contains { $0 == UInt8(ascii: ".") || $0 | 0x20 == UInt8(ascii: "e") }
      default: false
      }
    }
  }

  let name: String
  let type: ValueType
  var isRequired = false
  /// What is wrong with a value of the right type, as the end of a sentence; nil where it is good.
  var fault: @Sendable (JSONValue) -> String? = { _ in nil }

  init(
    _ name: String, _ type: ValueType, isRequired: Bool = false,
    fault: @escaping @Sendable (JSONValue) -> String? = { _ in nil }
  ) {
    self.name = name
    self.type = type
    self.isRequired = isRequired
    self.fault = fault
  }
}

/// The keys that Kale 2.3.0 knows.
enum ConfigurationSchema {
  static let notebook: [ConfigurationKey] = [
    ConfigurationKey("pipeline_name", .string, isRequired: true, fault: pipelineNameFault),
    ConfigurationKey("experiment_name", .string, isRequired: true),
    ConfigurationKey("pipeline_description", .string),
    ConfigurationKey("base_image", .string),
    ConfigurationKey("abs_working_dir", .string),
    ConfigurationKey("kfp_host", .string),
    ConfigurationKey("marshal_path", .string),
    ConfigurationKey("output_path", .string, fault: outputPathFault),
    ConfigurationKey("enable_caching", .boolean),
    ConfigurationKey("volumes", .list),
    ConfigurationKey("steps_defaults", .list),
    ConfigurationKey("storage_class_name", .string, fault: kubernetesNameFault),
    ConfigurationKey("volume_access_mode", .string, fault: accessModeFault),
    ConfigurationKey("timeout", .integer, fault: timeoutFault),
    ConfigurationKey("security_context", .object),
    ConfigurationKey("katib_run", .boolean),
    ConfigurationKey("katib_metadata", .object),
    ConfigurationKey("experiment", .object),
    ConfigurationKey("snapshot_volumes", .boolean),
  ]

  static let volume: [ConfigurationKey] = [
    ConfigurationKey("name", .string, isRequired: true, fault: kubernetesNameFault),
    ConfigurationKey("mount_point", .string, isRequired: true),
    ConfigurationKey("type", .string, isRequired: true, fault: volumeTypeFault),
    ConfigurationKey("size", .integer),
    ConfigurationKey("size_type", .string),
    ConfigurationKey("annotations", .list),
    ConfigurationKey("snapshot", .boolean),
    ConfigurationKey("snapshot_name", .string),
    ConfigurationKey("storage_class_name", .string, fault: kubernetesNameFault),
    ConfigurationKey("volume_access_mode", .string, fault: accessModeFault),
    ConfigurationKey("expose_as_env_var", .boolean),
  ]

  static let securityContext: [ConfigurationKey] = [
    ConfigurationKey("enabled", .boolean),
    ConfigurationKey("run_as_user", .integer),
    ConfigurationKey("run_as_group", .integer),
    ConfigurationKey("run_as_non_root", .boolean),
  ]

  static let katib: [ConfigurationKey] = [
    ConfigurationKey("parameters", .list),
    ConfigurationKey("objective", .object),
    ConfigurationKey("algorithm", .object),
    ConfigurationKey("maxTrialCount", .integer),
    ConfigurationKey("maxFailedTrialCount", .integer),
    ConfigurationKey("parallelTrialCount", .integer),
  ]

  /// Kale's patterns for names end in `$`, which also matches before a final line break.
  private static func withoutFinalLineBreak(_ text: String) -> Substring {
    // By bytes: to Swift, a carriage return and a line feed are one character.
    text.utf8.last == UInt8(ascii: "\n") ? Substring(text.utf8.dropLast()) : text[...]
  }

  private static func pipelineNameFault(_ value: JSONValue) -> String? {
    guard case .string(let text) = value else { return nil }
    let name = withoutFinalLineBreak(text)
    let isNameByte = { (byte: UInt8) in byte.isLowercaseLetter || byte.isDigit }
    let isValid =
      name.utf8.first.map(isNameByte) == true && name.utf8.last.map(isNameByte) == true
      && name.utf8.allSatisfy { isNameByte($0) || $0 == UInt8(ascii: "-") }
    return isValid
      ? nil
      : "`\(name)` is not made of lower-case letters, digits and inner dashes, as a pipeline's name must be"
  }

  private static func kubernetesNameFault(_ value: JSONValue) -> String? {
    guard case .string(let text) = value else { return nil }
    let name = withoutFinalLineBreak(text)
    let isNameByte = { (byte: UInt8) in byte.isLowercaseLetter || byte.isDigit }
    let isValid =
      name.utf8.first?.isLowercaseLetter == true && name.utf8.last.map(isNameByte) == true
      && name.utf8.allSatisfy { isNameByte($0) || $0 == UInt8(ascii: "-") }
    return isValid
      ? nil
      : "`\(name)` is not a Kubernetes name: lower-case letters, digits and inner dashes, a letter in front"
  }

  private static func accessModeFault(_ value: JSONValue) -> String? {
    guard case .string(let mode) = value, !["", "rom", "rwo", "rwm"].contains(mode) else { return nil }
    return "`\(mode)` is none of `rom`, `rwo` and `rwm`"
  }

  private static func volumeTypeFault(_ value: JSONValue) -> String? {
    guard case .string(let type) = value, !["pv", "pvc", "new_pvc", "clone"].contains(type) else {
      return nil
    }
    return "`\(type)` is none of `pv`, `pvc`, `new_pvc` and `clone`"
  }

  private static func timeoutFault(_ value: JSONValue) -> String? {
    switch value {
    case .integer(let seconds) where seconds <= 0: "\(seconds) is not a positive number of seconds"
    case .bool(false): "`false` is not a positive number of seconds"
    case .number(let literal) where literal.utf8.first == UInt8(ascii: "-"):
      "\(literal) is not a positive number of seconds"
    default: nil
    }
  }

  /// Kale resolves the path against the working directory; it must not lead out of it.
  private static func outputPathFault(_ value: JSONValue) -> String? {
    guard case .string(let path) = value else { return nil }
    if path.utf8.contains(0) { return "a path cannot hold a null character" }
    if path.utf8.first == UInt8(ascii: "/") { return "`\(path)` is not relative to the notebook's folder" }
    var depth = 0
    // By bytes: to Swift, a slash with a combining mark behind it is another character.
    for part in path.utf8.split(separator: UInt8(ascii: "/")) where !part.elementsEqual(".".utf8) {
      depth += part.elementsEqual("..".utf8) ? -1 : 1
      if depth < 0 { return "`\(path)` leads out of the notebook's folder" }
    }
    return nil
  }
}
