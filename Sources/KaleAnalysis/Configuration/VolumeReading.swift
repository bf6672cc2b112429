import JSONSyntax

extension Volume {
  /// Reads an element of `volumes`; nil where a required key is missing or wrong.
  init?(_ object: JSONValue) {
    guard case .string(let name) = object["name"], case .string(let mountPoint) = object["mount_point"],
      case .string(let text) = object["type"], let type = VolumeType(rawValue: text)
    else { return nil }
    self.init(name: name, mountPoint: mountPoint, type: type)
    isExposedAsEnvironmentVariable = object["expose_as_env_var"] == .bool(true)
    accessMode = AccessMode(object["volume_access_mode"])
    size = VolumeSize.text(of: object)
    if case .string(let name) = object["storage_class_name"], !name.isEmpty { storageClassName = name }
    annotations = Self.annotations(object["annotations"])
  }

  /// As Kale reads them: those without key or value do not count, and of two with one key the later one does.
  private static func annotations(_ list: JSONValue?) -> [KeyedValue] {
    guard case .array(let elements) = list else { return [] }
    var annotations: [KeyedValue] = []
    var places = PlacesOfKeys()
    for element in elements {
      guard case .string(let key) = element["key"], case .string(let value) = element["value"],
        !key.isEmpty, !value.isEmpty
      else { continue }
      places.put(KeyedValue(key: key, value: value), for: key, into: &annotations)
    }
    return annotations
  }
}

/// How much storage a claim asks for: `size` and `size_type` of a volume.
enum VolumeSize {
  /// The valid values of `size_type`: Kubernetes' suffixes, or nothing for bytes.
  static let units = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei", "k", "M", "G", "T", "P", "E"]

  /// The size as a Kubernetes quantity; nil if it is missing or Kubernetes would reject it.
  static func text(of volume: JSONValue) -> String? {
    guard case .integer(let size) = volume["size"], size > 0 else { return nil }
    switch volume["size_type"] {
    case nil, .null: return "\(size)"
    case .string(let unit) where units.contains(unit): return "\(size)\(unit)"
    default: return nil
    }
  }
}

extension AccessMode {
  init?(_ value: JSONValue?) {
    guard case .string(let text) = value else { return nil }
    self.init(rawValue: text)
  }
}
