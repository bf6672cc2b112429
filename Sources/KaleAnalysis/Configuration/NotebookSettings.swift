import JSONSyntax

/// What `metadata.kale_lsp` says: settings of a notebook that only kale-lsp knows.
///
/// They stand apart from `kubeflow_notebook` since Kale refuses a notebook for any key there that it does not know.
struct NotebookSettingsReading {
  private(set) var stepLimits = StepLimits()
  private(set) var packages = PackageSettings()
  private(set) var faults: [NotebookSettingFault] = []

  /// Every key.
  static let keys = ["packages", "requirements", "package_names", "retries", "step_timeout"]

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
    faults += limits.faults + packages.faults
  }
}

/// A fault of a setting.
package struct NotebookSettingFault: Sendable, Hashable {
  /// The keys that lead to the value, below `kale_lsp`.
  package var path: [String]
  /// What is wrong, as a sentence without its period.
  package var reason: String
  /// Whether the key itself is the fault, so that `path` ends with it.
  package var isUnknownKey = false

  init(path: [String], reason: String) {
    self.path = path
    self.reason = reason
  }

  /// Creates the fault of an unknown key, given the known ones.
  init(unknown key: String, at path: [String], among keys: [String]) {
    let nearest = TagSuggestion.nearest(to: key, among: keys)
    let remedy =
      nearest.map { "Use `\($0)`" } ?? "Use one of \(keys.map { "`\($0)`" }.joined(separator: ", "))"
    self.init(path: path + [key], reason: "unknown setting `\(key)`. \(remedy)")
    isUnknownKey = true
  }
}
