/// Your folder for what programs keep of you, which nothing can write again.
package enum DataFolder {
  /// The folder that this process's environment names; nil if it names none.
  package static var current: String? { path(ProcessEnvironment.value) }

  /// Returns the folder that an environment names.
  ///
  /// - Parameter variable: The value of an environment variable; nil if it is not set.
  /// - Returns: An absolute path; nil without a home folder.
  package static func path(_ variable: (String) -> String?) -> String? {
    // The XDG specification has programs ignore relative paths.
    if let path = variable("XDG_DATA_HOME"), path.hasPrefix("/") { return path }
    guard let home = variable("HOME"), home.hasPrefix("/") else { return nil }
    #if os(macOS)
      return FileSystem.join(home, "Library/Application Support")
    #else
      return FileSystem.join(home, ".local/share")
    #endif
  }
}
