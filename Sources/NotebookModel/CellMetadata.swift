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
  package static func containing(_ key: String, in metadata: JSONValue) -> MetadataWrapping? {
    [.metadata, .customMetadata, .none].first { $0.unwrap(metadata)?[key] != nil }
  }

  /// The way metadata is wrapped, told by the keys of the wrapping; nil where there are none.
  package static func evident(in metadata: JSONValue) -> MetadataWrapping? {
    [.metadata, .customMetadata].first { wrapping in
      if case .object = wrapping.unwrap(metadata) { return true }
      return false
    }
  }

  /// The metadata an editor sent, with a new value for a key of the file's metadata in it; without the key where the
  /// value is nil.
  package func setting(_ key: String, to value: JSONValue?, in metadata: JSONValue) -> JSONValue {
    var changes = JSONChanges()
    if let value { changes.set(path + [key], to: value) } else { changes.remove(path + [key]) }
    return changes.applied(to: metadata) ?? metadata
  }
}
