import JSONSyntax
import NotebookModel

/// Checks a configuration against the schema: types, forms, missing keys and unknown keys.
struct ConfigurationCheck {
  private(set) var faults: [ConfigurationFault] = []

  /// Checks the value of `metadata.kubeflow_notebook` as a release of Kale does.
  init(_ metadata: JSONValue, of release: KaleRelease) {
    check(metadata, against: release.configuration, at: [])
  }

  /// A null counts as a missing value, as in Kale.
  private mutating func check(_ object: JSONValue, against schema: ConfigurationObject, at path: [String]) {
    guard case .object(let members) = object else { return }
    for member in members where !schema.has(member.key) {
      report(unknown: member.key, schema, members: members, at: path)
    }
    for key in schema.keys {
      guard let value = object[key.name], value != .null else {
        if key.isRequired { report(missing: key, schema, members: members, at: path) }
        continue
      }
      if key.isRequired, path.isEmpty, value == "" {
        report(.empty(key.name), path, "`\(key.name)` is empty in \(schema.noun)")
        continue
      }
      check(value, of: key, in: object, at: path + [key.name])
    }
  }

  private mutating func check(
    _ value: JSONValue, of key: ConfigurationKey, in object: JSONValue, at path: [String]
  ) {
    switch (key.type, value) {
    case (.text(let form), .string(let text)):
      if let fault = form?.fault(in: text) {
        let suggestion = form?.suggestion(for: text).map { JSONValue.string($0) }
        let isOwn = form?.isOwn(in: object) ?? true
        // Under another name the cluster has something else, or nothing.
        let isRightElsewhere = !isOwn && fault.rejecter == .kaleAlone
        report(fault, key, isRightElsewhere ? nil : suggestion, isOwn: isOwn, path)
      }
    case (.integer(let form), .integer(let number)):
      if let fault = form?.fault(in: number) { report(fault, key, nil, path) }
    case (.integer(let form), .bool(let flag)):
      if let fault = form?.fault(in: flag) { report(fault, key, nil, path) }
    case (.integer(let form), .number(let digits))
    where digits.utf8.allSatisfy({ $0.isDigit || $0 == UInt8(ascii: "-") }):
      // A whole number too large for a computer's word; Python takes it.
      let sign = digits.utf8.first == UInt8(ascii: "-") ? Int.min : Int.max
      if let fault = form?.fault(in: sign) { report(fault, key, nil, path) }
    case (.object(let schema), .object): check(value, against: schema, at: path)
    case (.list(let schema), .array(let elements)): check(elements, against: schema, of: key, at: path)
    case (.annotations, .array(let elements)): check(annotations: elements, at: path)
    case (.boolean, .bool), (.anyObject, .object), (.anyList, .array), (.overwritten, _): break
    // These are read by tags, not by keys.
    case (.stepsDefaults, .array), (.stepsDefaults, .object): break
    default: report(wrongType: value, of: key, at: path)
    }
  }

  private mutating func check(
    _ elements: [JSONValue], against schema: ConfigurationObject, of key: ConfigurationKey, at path: [String]
  ) {
    for (index, element) in elements.enumerated() {
      let place = path + ["\(index)"]
      if case .object = element {
        check(element, against: schema, at: place)
      } else {
        let removal = Fix("Remove it", [.removeConfiguration(path: place)])
        report(.invalid, place, "\(schema.noun) in `\(key.name)` must be an object", [removal])
      }
    }
  }

  /// Kale makes a Python dictionary of the annotations, without those that have an empty key or value.
  private mutating func check(annotations: [JSONValue], at path: [String]) {
    for (index, annotation) in annotations.enumerated() {
      let isKeyEmpty = annotation["key"] == ""
      guard
        annotation["key"] == nil || !isKeyEmpty && annotation["value"] == nil || !annotation.hasHashableKey
      else {
        continue
      }
      let place = path + ["\(index)"]
      report(
        .invalid, place, "an annotation must be an object with `key` and `value`",
        [Fix("Remove the annotation", [.removeConfiguration(path: place)])])
    }
  }
}

// MARK: - Faults

extension ConfigurationCheck {
  private mutating func report(
    _ kind: ConfigurationFault.Kind, _ path: [String], _ reason: String, _ fixes: [Fix] = []
  ) {
    faults.append(ConfigurationFault(kind: kind, path: path, reason: reason, fixes: fixes))
  }

  /// Reports a fault of the form, with the fixes to apply a suggestion and to remove an optional key.
  private mutating func report(
    _ fault: FormFault, _ key: ConfigurationKey, _ suggestion: JSONValue?, isOwn: Bool = true,
    _ path: [String]
  ) {
    let kind: ConfigurationFault.Kind =
      switch fault.rejecter {
      case .kale: .invalid
      case .kaleAlone: .rejectedByKale
      case .cluster: .unusable
      }
    report(
      kind, path, "`\(key.name)` \(fault.reason)", Self.fixes(of: key, suggestion, isOwn: isOwn, at: path))
  }

  private mutating func report(wrongType value: JSONValue, of key: ConfigurationKey, at path: [String]) {
    report(
      .invalid, path, "`\(key.name)` must be \(key.type.noun)",
      Self.fixes(of: key, key.type.converted(value), at: path))
  }

  /// Reports a missing key, with a fix to rename a key that Kale does not know and that resembles it.
  private mutating func report(
    missing key: ConfigurationKey, _ schema: ConfigurationObject, members: [JSONMember], at path: [String]
  ) {
    let other = members.lazy.map(\.key).first { !schema.has($0) && schema.key(meantBy: $0) == key.name }
    let rename = other.map { other in
      let edit = NotebookEdit.renameConfiguration(path: path + [other], to: key.name)
      return Fix("Rename `\(other)` to `\(key.name)`", .safe, [edit])
    }
    report(
      .missing(key.name), path, "`\(key.name)` is missing from \(schema.noun)", [rename].compactMap(\.self))
  }

  private mutating func report(
    unknown name: String, _ schema: ConfigurationObject, members: [JSONMember], at path: [String]
  ) {
    let place = path + [name]
    var fixes = [Fix("Remove `\(name)`", [.removeConfiguration(path: place)])]
    var remedy = "Remove it"
    if let key = schema.key(meantBy: name) {
      remedy = "Use `\(key)`"
      // If the right key exists too, this one has no effect.
      if !members.contains(where: { $0.key == key }) {
        let rename = NotebookEdit.renameConfiguration(path: place, to: key)
        fixes.insert(Fix("Rename `\(name)` to `\(key)`", .safe, [rename]), at: 0)
      }
    }
    report(
      .unknown, place,
      "`\(name)` is not a key of \(schema.noun). Kale rejects notebooks with this key; `kale-lsp` "
        + "ignores it. \(remedy)", fixes)
  }

  /// `isOwn`: whether the notebook alone decides what the value is. What the cluster has under a name has no other name.
  private static func fixes(
    of key: ConfigurationKey, _ suggestion: JSONValue?, isOwn: Bool = true, at path: [String]
  ) -> [Fix] {
    var fixes: [Fix] = []
    if let suggestion {
      let text = String(decoding: suggestion.serialized(), as: UTF8.self)
      let change = NotebookEdit.setConfiguration(path: path, to: suggestion)
      fixes.append(Fix("Change `\(key.name)` to `\(text)`", .safe(if: isOwn), [change]))
    }
    if !key.isRequired { fixes.append(Fix("Remove `\(key.name)`", [.removeConfiguration(path: path)])) }
    return fixes
  }
}

extension TextForm {
  /// Whether a value of this form, in the object that it is in, is the notebook's to choose. A claim that the pipeline
  /// makes is; other claims and storage classes are what they are called in the cluster.
  fileprivate func isOwn(in object: JSONValue) -> Bool {
    switch self {
    case .claimName: object["type"] == .string(VolumeType.newClaim.rawValue)
    case .storageClassName: false
    case .pipelineName, .accessMode, .volumeType, .outputPath, .mountPoint: true
    }
  }
}

extension ConfigurationType {
  /// The type's name in messages.
  var noun: String {
    switch self {
    case .text: "a string"
    case .boolean: "a boolean"
    case .integer: "an integer"
    case .object, .anyObject: "an object"
    case .list(let schema): "a list, each element \(schema.noun)"
    case .annotations: "a list of annotations"
    case .stepsDefaults: "a list of configuration tags"
    case .anyList: "a list"
    case .overwritten: "anything"
    }
  }

  /// Returns the value of this type that a value of another type was meant to be; nil if that is unclear.
  func converted(_ value: JSONValue) -> JSONValue? {
    switch (self, value) {
    case (.text(let form), .integer(let number)):
      form?.fault(in: "\(number)") == nil ? .string("\(number)") : nil
    case (.integer(let form), .string(let text)):
      Int(text).flatMap { form?.fault(in: $0) == nil ? .integer($0) : nil }
    case (.integer(let form), .double(let number)):
      Int(exactly: number).flatMap { form?.fault(in: $0) == nil ? .integer($0) : nil }
    case (.boolean, .string(let text)): Self.flags[text.lowercased()].map { .bool($0) }
    case (.boolean, .integer(0)): .bool(false)
    case (.boolean, .integer(1)): .bool(true)
    case (.list, .object): .array([value])
    case (.stepsDefaults, .string): .array([value])
    default: nil
    }
  }

  private static let flags = [
    "true": true, "yes": true, "on": true, "false": false, "no": false, "off": false,
  ]
}

extension JSONValue {
  /// Whether Python could use the annotation's key as one, or need not.
  fileprivate var hasHashableKey: Bool {
    switch self["key"] {
    case .array, .object: self["value"] == ""
    default: true
    }
  }
}
