/// Your folder for files that programs can write again at any time.
package enum CacheFolder {
  /// The folder that this process's environment names; nil if it names none.
  package static var current: String? { path(ProcessEnvironment.value) }

  /// Returns the folder that an environment names.
  ///
  /// - Parameter variable: The value of an environment variable; nil if it is not set.
  /// - Returns: An absolute path; nil without a home folder.
  package static func path(_ variable: (String) -> String?) -> String? {
    // The XDG specification has programs ignore relative paths.
    if let path = variable("XDG_CACHE_HOME"), path.hasPrefix("/") { return path }
    guard let home = variable("HOME"), home.hasPrefix("/") else { return nil }
    #if os(macOS)
      return FileSystem.join(home, "Library/Caches")
    #else
      return FileSystem.join(home, ".cache")
    #endif
  }
}
