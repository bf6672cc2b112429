/// A version of Python, as far as code depends on it.
package struct PythonVersion: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// `3` of 3.12.
  package let major: Int
  /// `12` of 3.12.
  package let minor: Int

  /// Creates the version `major.minor`.
  package init(_ major: Int, _ minor: Int) { (self.major, self.minor) = (major, minor) }

  /// Reads the version at the start of a string, `3.12` in `3.12-slim`; nil if the string does not start with one.
  init?(_ text: some StringProtocol) {
    let parts = text.split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count > 1, let major = Int(parts[0]), (2...3).contains(major),
      let minor = Int(parts[1].prefix { $0.isNumber }), minor < 100
    else { return nil }
    self.init(major, minor)
  }

  /// The version in an image; nil if the reference does not say it, and no table knows the image.
  ///
  /// - Parameter image: The reference, `python:3.12-slim`.
  package init?(ofImage image: String) {
    let reference =
      Self.official.first { image.hasPrefix($0) }.map { image.dropFirst($0.count) } ?? image[...]
    if reference.hasPrefix("python:") {
      self.init(reference.dropFirst("python:".count))
      return
    }
    let known = ImageTable.versionsByPrefix.filter { Self.begins(reference, with: $0.key) }
    guard let text = known.max(by: { $0.key.count < $1.key.count })?.value else { return nil }
    self.init(text)
  }

  private static func begins(_ reference: Substring, with start: String) -> Bool {
    let parts = start.split(separator: "*", maxSplits: 1)
    guard parts.count == 2 else { return reference.hasPrefix(start) }
    guard reference.hasPrefix(parts[0]), let colon = reference.lastIndex(of: ":") else { return false }
    return reference[colon...].hasPrefix(parts[1])
  }

  /// What may precede the name of an image of Docker Hub.
  private static let official = ["docker.io/library/", "docker.io/", "index.docker.io/library/", "library/"]

  package static func < (left: PythonVersion, right: PythonVersion) -> Bool {
    (left.major, left.minor) < (right.major, right.minor)
  }

  package var description: String { "Python \(major).\(minor)" }

  /// Whether only some versions of Python have a module of the standard library.
  package static func isInSomeVersionsOnly(_ module: String) -> Bool {
    ModuleVersionTable.removals[module] != nil || ModuleVersionTable.additions[module] != nil
  }

  /// Returns the minor versions of Python 3 that brought a module of the standard library and that removed it; nil for
  /// one that is older than those that run steps, or still there.
  package static func versions(ofModule module: String) -> (first: Int?, end: Int?) {
    (ModuleVersionTable.additions[module], ModuleVersionTable.removals[module])
  }

  /// Returns whether the reference of an image says its version itself, rather than a table, whose rows may not hold for a
  /// newer build.
  package static func isNamed(inImage image: String) -> Bool {
    image.contains("python:") || image.contains(":python-")
  }

  /// Returns why the version does not have a module of the standard library; nil if it has it.
  package func lacks(_ module: String) -> ModuleAbsence? {
    guard major == 3 else { return nil }
    if let removal = ModuleVersionTable.removals[module], minor >= removal {
      return .removed(in: .init(3, removal))
    }
    if let addition = ModuleVersionTable.additions[module], minor < addition {
      return .added(in: .init(3, addition))
    }
    return nil
  }

  /// Why a version of Python does not have a module.
  package enum ModuleAbsence: Sendable, Hashable {
    /// A later version added it.
    case added(in: PythonVersion)
    /// An earlier version removed it.
    case removed(in: PythonVersion)
  }
}

extension PipelineRuntime {
  /// The oldest Python that steps run with.
  package var oldestPython: PythonVersion {
    switch self {
    case .exact: PythonVersion(3, 9)
    case .kale: PythonVersion(3, 11)
    }
  }
}
