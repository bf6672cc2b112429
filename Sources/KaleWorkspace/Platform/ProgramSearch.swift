/// Programs on the PATH.
enum ProgramSearch {
  /// The path of the program that a shell would start; nil if there is none.
  ///
  /// A folder that the PATH names by a path relative to the working directory does not count: a repository may bring such a
  /// folder.
  static func path(
    of name: String, _ environment: [String: String] = ProcessEnvironment.variables
  ) -> String? {
    let folders = (environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":")
    return folders.lazy.map(String.init).filter(isAbsolute).map { FileSystem.join($0, name) }
      .first(where: FileSystem.isProgram)
  }

  /// Whether a path does not depend on the working directory.
  static func isAbsolute(_ path: String) -> Bool { path.utf8.first == UInt8(ascii: "/") }
}
