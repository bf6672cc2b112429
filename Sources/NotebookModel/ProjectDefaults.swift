/// What a project decides for those of its notebooks that say nothing of it.
package struct ProjectDefaults: Sendable, Hashable {
  /// For modules the distribution that each comes in, nil for none. A notebook's own names take precedence.
  package var packageNames: [String: String?] = [:]
  /// Image of every step that names none.
  package var baseImage: String?
  /// The package indexes that steps install from, the main one first.
  package var indexURLs: [String]?
  /// Hosts of package indexes that need no valid certificate.
  package var trustedHosts: [String]?
  /// The URL of the server that runs are submitted to.
  package var kfpHost: String?

  /// Creates the defaults of a project that decides nothing.
  package init() {}

  /// Returns the package of each module, where a notebook names some itself.
  package func packageNames(besides own: [String: String?]) -> [String: String?] {
    packageNames.isEmpty ? own : own.merging(packageNames) { own, _ in own }
  }
}
