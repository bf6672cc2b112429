import JSONSyntax

/// What `steps_defaults` says: a list of configuration tags, or an object of the form that Kale makes of the list.
struct StepsDefaultsReading {
  private(set) var configuration = StepConfiguration()
  private(set) var faults: [ConfigurationReading.Fault] = []

  private static let path = ["steps_defaults"]

  init(_ value: JSONValue?) {
    switch value {
    case .array(let entries):
      for (index, entry) in entries.enumerated() { readTag(entry, at: Self.path + ["\(index)"]) }
    case .object(let members):
      for member in members { readMember(member) }
    default: break
    }
  }

  private mutating func report(_ kind: ConfigurationReading.Fault.Kind, _ path: [String], _ reason: String) {
    faults.append(ConfigurationReading.Fault(kind: kind, path: path, reason: reason))
  }

  private mutating func readTag(_ entry: JSONValue, at path: [String]) {
    guard case .string(let text) = entry else {
      report(.invalid, path, "an entry of `steps_defaults` must be a configuration tag")
      return
    }
    let parsed = ParsedTag(text)
    guard parsed.fault == nil, let meaning = parsed.meaning, meaning.isConfiguration else {
      report(.invalid, path, "`\(text)` is no configuration tag such as `label:KEY:VALUE`")
      return
    }
    configuration.apply(meaning)
    switch meaning {
    case .image, .cache, .report:
      report(.crashesKale, path, "Kale 2.3.0 crashes on `\(text)` in `steps_defaults`")
    default: break
    }
  }

  private mutating func readMember(_ member: JSONMember) {
    let path = Self.path + [member.key]
    switch (member.key, member.value) {
    case ("labels", .object(let values)): readValues(values, at: path) { .label($0) }
    case ("annotations", .object(let values)): readValues(values, at: path) { .annotation($0) }
    case ("limits", .object(let values)): readValues(values, at: path) { .limit($0) }
    case ("secrets", .object(let secrets)): for secret in secrets { readSecret(secret, at: path) }
    // Kale itself adds to the labels, whether or not there is a step.
    case ("labels", _): report(.invalid, path, "`labels` must be an object")
    default:
      applySetting(member)
      report(.crashesKale, path, "Kale 2.3.0 crashes on `\(member.key)` in an object of `steps_defaults`")
    }
  }

  private mutating func readValues(
    _ values: [JSONMember], at path: [String], meaning: (KeyedValue) -> TagMeaning
  ) {
    for value in values {
      if case .string(let text) = value.value {
        configuration.apply(meaning(KeyedValue(key: value.key, value: text)))
      } else {
        report(.unusable, path + [value.key], "`\(value.key)` must be a string")
      }
    }
  }

  private mutating func readSecret(_ member: JSONMember, at path: [String]) {
    guard case .string(let secret) = member.value["secret_name"],
      case .string(let key) = member.value["secret_key"]
    else {
      report(.unusable, path + [member.key], "a secret must be an object with `secret_name` and `secret_key`")
      return
    }
    configuration.apply(
      .secret(SecretReference(secret: secret, key: key, environmentVariable: member.key)))
  }

  /// Applies what Kale crashes on and what is plain all the same.
  private mutating func applySetting(_ member: JSONMember) {
    switch (member.key, member.value) {
    case ("base_image", .string(let image)): configuration.image = image
    case ("enable_caching", .bool(let isEnabled)): configuration.isCachingEnabled = isEnabled
    case ("generate_html_report", .bool(let isEnabled)): configuration.isReportEnabled = isEnabled
    default: break
    }
  }
}
