import KaleSettings

extension FileExclusions {
  /// Leaves out what settings say. The patterns of a configuration file count from its folder, those of an option from the
  /// working folder.
  package init(settings: Settings) {
    self.init(settingsOfFolders: [settings])
  }

  /// Leaves out in each of several folders what its settings say.
  package init(settingsOfFolders settings: [Settings]) {
    let excluded = settings.flatMap { $0[.exclude].suffix(1) }
    let usual = excluded.count < settings.count || settings.isEmpty
    let entries = excluded + settings.flatMap { $0[.extendExclude] }
    self.init(usual ? FileExclusions().lists : [])
    lists += entries.compactMap { entry in
      guard case .words(let patterns) = entry.content else { return nil }
      return IgnoreList(patterns, in: Self.folder(of: entry.source))
    }
    respectsGitignore = settings.isEmpty || settings.contains { $0.flag(.respectGitignore) ?? true }
  }

  /// Returns what is left out, with what is left out instead in folders with a configuration file of their own.
  ///
  /// - Parameter settings: Returns what counts in a folder, given by its absolute path.
  /// - Returns: The exclusions of the folder and of all below it.
  package func replaced(
    inConfiguredFolders settings: @escaping @Sendable (_ folder: String) -> Settings
  ) -> FileExclusions {
    var result = self
    result.configurationNames = Set(ConfigurationFile.names)
    result.inConfiguredFolder = {
      FileExclusions(settings: settings($0)).replaced(inConfiguredFolders: settings)
    }
    return result
  }

  private static func folder(of source: SettingSource) -> String {
    if case .file(let path, _, _) = source { return FileSystem.normalized(FileSystem.folder(of: path)) }
    return FileSystem.normalized(".")
  }
}
