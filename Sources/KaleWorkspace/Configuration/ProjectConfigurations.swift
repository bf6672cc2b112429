import KaleSettings

/// The configuration files that count for notebooks: for each folder the nearest one upward.
///
/// A folder is looked at once, until ``forget()`` is called: an edit of a notebook costs nothing.
package final class ProjectConfigurations: Sendable {
  private struct State {
    var isTrusted: Bool
    /// The nearest file of each folder that was asked about; nil if there is none.
    var files: [String: ConfigurationFile?] = [:]
    /// The last state of each file that was valid.
    var lastValid: [String: ConfigurationFile] = [:]
  }

  /// Where configuration files are.
  package enum Place: Sendable {
    /// In the notebook's folder or above.
    case nearest
    /// One file counts for all notebooks.
    case file(String)
    case nowhere
  }

  private let state: Monitor<State>
  private let place: Place
  private let rules: SettingsReading.Rules

  /// Creates configurations of which nothing has been read.
  ///
  /// - Parameters:
  ///   - place: Where the files are.
  ///   - isTrusted: Whether settings that name images, package indexes or hosts count.
  ///   - rules: What is known of rules.
  package init(
    _ place: Place = .nearest, isTrusted: Bool = true, rules: SettingsReading.Rules = .unverified
  ) {
    self.place = place
    state = Monitor(State(isTrusted: isTrusted))
    self.rules = rules
  }

  /// Returns the configuration file that counts in a folder; nil if there is none.
  package func file(inFolder folder: String) -> ConfigurationFile? {
    state.withLock { state -> ConfigurationFile? in
      switch place {
      case .nearest: return find(FileSystem.normalized(folder), &state)
      case .file(let path): return theOne(path, &state)
      case .nowhere: return nil
      }
    }
  }

  /// Returns the configuration file that counts for the notebook at a path; nil if there is none, or for a notebook that
  /// is not a file.
  package func file(forNotebookAt path: String?) -> ConfigurationFile? {
    path.flatMap { file(inFolder: FileSystem.folder(of: FileSystem.normalized($0))) }
  }

  /// The files that count for some notebook, by path.
  package var knownFiles: [ConfigurationFile] {
    state.withLock { state -> [ConfigurationFile] in
      let files = state.files.values.compactMap(\.self)
      return Dictionary(files.map { ($0.path, $0) }) { first, _ in first }.values.sorted { $0.path < $1.path }
    }
  }

  /// Has all files looked for and read again when they are asked for.
  package func forget() { state.withLock { $0.files = [:] } }

  /// Says whether settings that name images, package indexes or hosts count from now on.
  package func setTrusted(_ isTrusted: Bool) {
    state.withLock { state in
      if state.isTrusted == isTrusted { return }
      state = State(isTrusted: isTrusted)
    }
  }

  /// Whether a file at a path can be a configuration file.
  package static func isConfigurationFile(_ path: String) -> Bool {
    ConfigurationFile.names.contains(FileSystem.name(of: path))
  }

  private func theOne(_ path: String, _ state: inout State) -> ConfigurationFile? {
    if let known = state.files[path] { return known }
    // One that a person names is meant to have settings, and may be a pipe.
    let file =
      read(path, isTrusted: state.isTrusted, isNamed: true)
      ?? ConfigurationFile(unusable: path, "The file has no section [tool.kale-lsp].")
    state.files.updateValue(file, forKey: path)
    return file
  }

  private func find(_ folder: String, _ state: inout State) -> ConfigurationFile? {
    if let known = state.files[folder] { return known }
    var searched = [folder]
    var found = read(in: folder, &state)
    while found == nil, let last = searched.last, last != "/" {
      let outer = FileSystem.folder(of: last)
      if let known = state.files[outer] {
        found = known
        break
      }
      searched.append(outer)
      found = read(in: outer, &state)
    }
    for folder in searched { state.files.updateValue(found, forKey: folder) }
    return found
  }

  /// Reads the configuration file that is in a folder.
  private func read(in folder: String, _ state: inout State) -> ConfigurationFile? {
    for name in ConfigurationFile.names {
      let path = FileSystem.join(folder, name)
      guard FileSystem.kind(of: path) == .file, let file = read(path, isTrusted: state.isTrusted) else {
        continue
      }
      if !file.isBroken {
        state.lastValid[path] = file
      } else if let earlier = state.lastValid[path] {
        return file.keepingSettings(of: earlier)
      }
      return file
    }
    return nil
  }

  private func read(_ path: String, isTrusted: Bool, isNamed: Bool = false) -> ConfigurationFile? {
    do throws(FileSystem.Failure) {
      guard isNamed || !FileSystem.isSpecialFile(path) else { return nil }
      let bytes = try FileSystem.read(path)
      // Most projects have the file, and few a section in it.
      let isShared = FileSystem.name(of: path) == ConfigurationFile.projectFileName
      if isShared, !["kale", "Kale", "KALE"].contains(where: bytes.contains) { return nil }
      return ConfigurationFile(path: path, bytes: bytes, rules: rules, isTrusted: isTrusted)
    } catch {
      return ConfigurationFile(unusable: path, "The file cannot be read: \(error.reason).")
    }
  }
}

extension [UInt8] {
  /// Whether the bytes of a word, which is not empty, are somewhere in these.
  fileprivate func contains(_ word: String) -> Bool {
    let word = Array(word.utf8)
    var rest = self[...]
    while let start = rest.firstIndex(of: word[0]) {
      if rest[start...].starts(with: word) { return true }
      rest = rest[(start + 1)...]
    }
    return false
  }
}
