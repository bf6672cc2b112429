/// The folder that reports for other programs name files from.
package enum ProjectFolder {
  /// The folder's path: where GitLab or GitHub has checked out the project, if the process works in it; else the working
  /// directory.
  package static let path: String = {
    let working = FileSystem.workingFolder
    let candidates = ["CI_PROJECT_DIR", "GITHUB_WORKSPACE"].compactMap(ProcessEnvironment.value)
    return candidates.first { $0 == working || FileSystem.relative(working, to: $0) != nil } ?? working
  }()
}
