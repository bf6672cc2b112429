/// Where the volumes of a notebook are in the file system of its steps.
struct MountPoints {
  /// The paths in their parts.
  private let paths: [[Substring]]

  /// The mount points of the volumes that steps mount. That of the root folder, which has no parts, is none.
  init(of analysis: NotebookAnalysis) {
    paths = analysis.configuration.configuration.volumes.lazy.filter(\.isMounted)
      .map { $0.mountPoint.split(separator: "/") }.filter { !$0.isEmpty }
  }

  /// Whether there are none.
  var isEmpty: Bool { paths.isEmpty }

  /// Whether a path leads to a volume. A relative path leads there as well where the image starts steps in the root folder.
  func cover(_ path: String) -> Bool {
    if paths.isEmpty { return false }
    let parts = path.split(separator: "/")
    return paths.contains { parts.starts(with: $0) }
  }
}
