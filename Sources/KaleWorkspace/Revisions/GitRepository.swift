/// A Git repository, read by the person's own git. Nothing is written, and no hook runs.
struct GitRepository {
  /// The folder that the repository is in.
  let root: String
  private let git: String

  /// Finds the repository that a folder is in.
  ///
  /// - Throws: Why there is none.
  init(containing folder: String) throws(RevisionProblem) {
    guard let git = ProgramSearch.path(of: "git") else {
      throw RevisionProblem("No git found on the PATH. Pass two notebooks to compare files.")
    }
    self.git = git
    let (output, end) = Self.run(
      git, ["-C", folder, "rev-parse", "--show-toplevel"], keepsErrorsApart: false)
    let lines = String(decoding: output, as: UTF8.self).split(separator: "\n")
    guard end == .status(0), let last = lines.last else {
      if lines.first?.contains("not a git repository") ?? true {
        throw RevisionProblem("\(folder) is not in a Git repository. Pass two notebooks to compare files.")
      }
      // Git says why, and what to do.
      throw RevisionProblem(lines.joined(separator: "\n"))
    }
    root = String(last)
  }

  /// Reads a file at a revision.
  ///
  /// - Parameters:
  ///   - path: The path of the file, relative to the root.
  ///   - revision: The revision, as git names it.
  /// - Returns: The content; nil if the revision does not have the file.
  func content(of path: String, at revision: String) -> [UInt8]? {
    guard let name = identifier(of: "\(revision):\(path)"), kind(of: name) == "blob" else { return nil }
    return output(of: ["-C", root, "cat-file", "blob", name])
  }

  /// Whether a revision has a folder at a path.
  func hasFolder(_ path: String, at revision: String) -> Bool {
    identifier(of: "\(revision):\(path)").map { kind(of: $0) == "tree" } ?? false
  }

  /// What git calls the kind of an object.
  private func kind(of name: String) -> String? {
    output(of: ["-C", root, "cat-file", "-t", name]).map {
      String(decoding: $0.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    }
  }

  /// Whether there is a revision of this name. The empty one is what is staged.
  func has(revision: String) -> Bool { revision.isEmpty || identifier(of: revision + "^{commit}") != nil }

  private func identifier(of object: String) -> String? {
    // An option is not an object, whatever git makes of it.
    guard object.utf8.first != UInt8(ascii: "-"), !object.utf8.contains(0) else { return nil }
    let output = output(of: ["-C", root, "rev-parse", "--verify", "--quiet", object])
    return output.map { String(decoding: $0.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self) }
  }

  /// The output of git, whose messages go to standard error; nil if it fails.
  private func output(of arguments: [String]) -> [UInt8]? {
    let (bytes, end) = Self.run(git, arguments, keepsErrorsApart: true)
    return end == .status(0) ? bytes : nil
  }

  private static func run(
    _ git: String, _ arguments: [String], keepsErrorsApart: Bool
  ) -> (bytes: [UInt8], end: ProgramEnd) {
    let program = Program(
      path: git, arguments: arguments,
      // It only reads, and asks nobody.
      environment: ["GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"], input: [],
      keepsErrorsApart: keepsErrorsApart)
    guard let child = try? ChildProcess(program) else { return ([], .unknown) }
    return child.readAll()
  }
}

/// Why a state of a notebook cannot be read, in sentences that say what to do.
package struct RevisionProblem: Error, CustomStringConvertible {
  package let description: String

  init(_ description: String) { self.description = description }
}
