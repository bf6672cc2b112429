/// What the `.gitignore` files of a folder and of those above it ignore in it, as far as its repository reaches.
final class IgnoreScope: Sendable {
  private let list: IgnoreList
  private let outer: IgnoreScope?

  private init(_ list: IgnoreList, in outer: IgnoreScope?) {
    self.list = list
    self.outer = outer
  }

  /// Reads the ignore files of a folder and of those above it, up to the root of its repository. Outside of repositories only
  /// those of the folder and of folders below it count.
  ///
  /// - Parameter folder: The absolute path of a folder.
  /// - Returns: The scope; nil if nothing is ignored.
  static func scope(ofFolder folder: String) -> IgnoreScope? {
    var folders = [folder]
    while let last = folders.last, last != "/", !isRepository(last) {
      folders.append(FileSystem.folder(of: last))
    }
    if let last = folders.last, !isRepository(last) { folders = [folder] }
    return folders.reversed().reduce(nil) { scope, folder in
      Self.scope(ofFolder: folder, isRepository: isRepository(folder), in: scope)
    }
  }

  /// Reads the ignore file of a folder in the scope of the one above it.
  ///
  /// - Parameters:
  ///   - folder: The absolute path of the folder.
  ///   - isRepository: Whether it is the root of a repository, to which nothing above it counts.
  ///   - hasIgnoreFile: Whether there is a `.gitignore` file in it, as far as that is known.
  ///   - outer: The scope of the folder above.
  /// - Returns: The scope; nil if nothing is ignored.
  static func scope(
    ofFolder folder: String, isRepository: Bool, hasIgnoreFile: Bool = true, in outer: IgnoreScope?
  ) -> IgnoreScope? {
    var scope = outer
    if isRepository {
      scope = GitExcludes.userFile.flatMap { extend(nil, with: $0, in: folder) }
      scope = extend(scope, with: FileSystem.join(folder, ".git/info/exclude"), in: folder)
    }
    return hasIgnoreFile ? extend(scope, with: FileSystem.join(folder, ".gitignore"), in: folder) : scope
  }

  private static func extend(_ scope: IgnoreScope?, with file: String, in folder: String) -> IgnoreScope? {
    guard FileSystem.kind(of: file) == .file, !FileSystem.isSpecialFile(file),
      let text = try? FileSystem.read(file)
    else { return scope }
    let list = IgnoreList(text: text, in: folder)
    return list.isEmpty ? scope : IgnoreScope(list, in: scope)
  }

  private static func isRepository(_ folder: String) -> Bool {
    FileSystem.kind(of: FileSystem.join(folder, ".git")) != nil
  }

  /// Whether a file or folder in the folder is ignored; nil if no pattern is about it.
  func ignores(_ path: [UInt8], isFolder: Bool) -> Bool? {
    var scope: IgnoreScope? = self
    while let current = scope {
      if let answer = current.list.ignores(path, isFolder: isFolder) { return answer }
      scope = current.outer
    }
    return nil
  }
}

/// The user's own list of what git ignores everywhere.
enum GitExcludes {
  /// The path of the list; nil if there is none.
  static let userFile: String? = {
    let home = ProcessEnvironment.value(of: "HOME")
    let settings = ProcessEnvironment.value(of: "XDG_CONFIG_HOME") ?? home.map { $0 + "/.config" }
    let configured =
      home.flatMap { excludesFile(inConfiguration: $0 + "/.gitconfig", home: $0) }
      ?? settings.flatMap { excludesFile(inConfiguration: $0 + "/git/config", home: home ?? "") }
    let path = configured ?? settings.map { $0 + "/git/ignore" }
    return path.flatMap { FileSystem.kind(of: $0) == .file ? $0 : nil }
  }()

  /// Returns what a configuration of git sets `core.excludesFile` to.
  private static func excludesFile(inConfiguration path: String, home: String) -> String? {
    guard FileSystem.kind(of: path) == .file, let text = try? FileSystem.read(path) else { return nil }
    return excludesFile(inText: String(decoding: text, as: UTF8.self), home: home)
  }

  /// Returns what the text of a configuration of git sets `core.excludesFile` to.
  static func excludesFile(inText text: String, home: String) -> String? {
    var section = ""
    var found: String?
    for line in text.split(whereSeparator: \.isNewline) {
      let words = line.split(separator: "=", maxSplits: 1).map { $0.trimmed }
      if let name = words.first, name.hasPrefix("["), name.hasSuffix("]") {
        section = name.lowercased()
      } else if section == "[core]", words.count == 2, words[0].lowercased() == "excludesfile" {
        found = words[1].filter { $0 != "\"" }
      }
    }
    return found.map { $0.hasPrefix("~/") ? home + $0.dropFirst() : $0 }
  }
}

extension Substring {
  fileprivate var trimmed: Substring {
    let start = drop(while: \.isWhitespace)
    let end = start.lastIndex { !$0.isWhitespace }
    return end.map { start[...$0] } ?? ""
  }
}
