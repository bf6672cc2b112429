import JSONSyntax

/// Where an editor keeps the metadata of the `.ipynb` file inside the metadata it sends.
package enum MetadataWrapping: Sendable, Hashable, CaseIterable {
  /// As in the file: JupyterLab.
  case none
  /// Under `metadata`: VS Code.
  case metadata
  /// Under `custom.metadata`: VS Code before 2024.
  case customMetadata

  private var path: [String] {
    switch self {
    case .none: []
    case .metadata: ["metadata"]
    case .customMetadata: ["custom", "metadata"]
    }
  }

  /// The file's own metadata inside what the editor sent; nil where it is not wrapped this way.
  package func unwrap(_ metadata: JSONValue) -> JSONValue? {
    var value = metadata
    for key in path {
      guard let inner = value[key] else { return nil }
      value = inner
    }
    return value
  }

  /// The way metadata is wrapped that holds `key`; nil where none does.
  package static func holding(_ key: String, in metadata: JSONValue) -> MetadataWrapping? {
    [.metadata, .customMetadata, .none].first { $0.unwrap(metadata)?[key] != nil }
  }

  /// The way metadata is wrapped, told by the keys of the wrapping; nil where there are none.
  package static func evident(in metadata: JSONValue) -> MetadataWrapping? {
    [.metadata, .customMetadata].first { wrapping in
      if case .object = wrapping.unwrap(metadata) { return true }
      return false
    }
  }

  /// The metadata an editor sent, with a new value for a key of the file's metadata in it.
  package func setting(_ key: String, to value: JSONValue, in metadata: JSONValue) -> JSONValue {
    Self.setting(path + [key], to: value, in: metadata)
  }

  private static func setting(_ path: [String], to value: JSONValue, in metadata: JSONValue) -> JSONValue {
    guard let key = path.first else { return value }
    var members: [JSONMember] = []
    if case .object(let existing) = metadata { members = existing }
    let rest = Array(path.dropFirst())
    if let index = members.lastIndex(where: { $0.key == key }) {
      members[index].value = setting(rest, to: value, in: members[index].value)
    } else {
      members.append(JSONMember(key: key, value: setting(rest, to: value, in: .object([]))))
    }
    return .object(members)
  }
}
