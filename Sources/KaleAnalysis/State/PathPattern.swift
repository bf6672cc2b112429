/// The files that a path may refer to, as far as the code shows.
package struct PathPattern: Sendable, Hashable {
  /// What the path begins with, up to the first part that is unknown; all of an exact path.
  package let prefix: String
  /// The end of the path, after the last unknown part.
  package let suffix: String
  /// Whether the whole path is known.
  package let isExact: Bool
  /// Whether it is a folder that is created, rather than what is in it.
  package let isFolder: Bool
  /// The kind of file, from the extension or else from the function that reads or writes it; nil if that is any.
  package let family: String?

  init(_ path: PathText, family: String?, isFolder: Bool) {
    let (prefix, suffix) = path.ends
    isExact = path.exact != nil
    self.prefix = isExact ? Self.normalized(prefix) : Self.withoutCurrentFolder(prefix)
    self.suffix = isExact ? "" : suffix
    self.isFolder = isFolder
    self.family = Self.family(ofPath: isExact ? prefix : suffix) ?? (isExact ? nil : family)
  }

  /// Whether nothing of the path is known.
  var isBlank: Bool { !isExact && prefix.isEmpty && suffix.isEmpty }

  /// The path as far as its file has a known name: `*/report.py` in an unknown folder; nil for other files.
  var pathOfKnownFile: String? { isExact ? prefix : suffix.hasPrefix("/") ? "*" + suffix : nil }

  /// The path in a message: `subset.csv`, `out/*.csv`.
  var description: String {
    if isBlank { return family.map { "files (\($0))" } ?? "files" }
    if isFolder { return StateItem.quoted(prefix + "/") }
    return StateItem.quoted(isExact ? prefix : "\(prefix)*\(suffix)")
  }

  // MARK: Matching

  /// Whether what is written under this pattern may be what `other` reads.
  ///
  /// Two known paths must be equal. Where a part is unknown, the known parts must fit. A path of which nothing is known
  /// fits those of its kind (`read_csv(path)` what `to_csv` or a `.csv` was written to); to read an unknown file of no
  /// kind (`open(name)`) may be to read any, but what is written to one is not taken for an input that has a name.
  func mayProvide(_ other: PathPattern) -> Bool {
    guard isFolder == other.isFolder else { return false }
    switch (isExact, other.isExact) {
    case (true, true): return prefix == other.prefix
    case (true, false):
      return other.isBlank
        ? Self.fit(family, other.family) : other.covers(prefix) && Self.fit(family, other.family)
    case (false, true):
      return isBlank ? family != nil && family == other.family : covers(other.prefix)
    case (false, false):
      return Self.fit(family, other.family) && Self.agree(prefix, other.prefix, String.hasPrefix)
        && Self.agree(suffix, other.suffix, String.hasSuffix)
    }
  }

  private func covers(_ path: String) -> Bool {
    path.utf8.count >= prefix.utf8.count + suffix.utf8.count && path.hasPrefix(prefix)
      && path.hasSuffix(suffix)
  }

  private static func fit(_ one: String?, _ other: String?) -> Bool {
    one == nil || other == nil || one == other
  }

  private static func agree(_ one: String, _ other: String, _ has: (String) -> (String) -> Bool) -> Bool {
    has(one)(other) || has(other)(one)
  }

  // MARK: Reading

  private static func family(ofPath path: String) -> String? {
    guard let dot = path.lastIndex(of: ".") else { return nil }
    var name = path[path.index(after: dot)...].lowercased()
    if name == "gz" || name == "zip" || name == "bz2" {
      let inner = path[..<dot].split(separator: ".")
      name = inner.count > 1 ? inner[inner.count - 1].lowercased() : name
    }
    return FileFamilyTable.families[name]
  }

  private static func withoutCurrentFolder(_ path: String) -> String {
    path.hasPrefix("./") ? String(path.dropFirst(2)) : path
  }

  /// A path without `.`, doubled slashes and the `..` that follow a folder.
  package static func normalized(_ path: String) -> String {
    guard path.utf8.contains(UInt8(ascii: "/")) else { return path == "." ? "" : path }
    if path.hasScheme { return path }
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part == "..", let last = parts.last, last != ".." { parts.removeLast() } else { parts.append(part) }
    }
    return (path.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
  }
}

extension String {
  /// Whether the path is an address: `s3://bucket/rows.csv`. Hardly any path has the colon.
  var hasScheme: Bool { utf8.contains(UInt8(ascii: ":")) && contains("://") }
}

/// A string of which parts may be unknown.
struct PathText: Sendable, Hashable {
  enum Piece: Sendable, Hashable {
    case text(String)
    /// The argument of a parameter.
    case argument(String)
    case unknown
  }

  private(set) var pieces: [Piece]

  static let unknown = PathText(pieces: [.unknown])

  init(_ text: String) { pieces = [.text(text)] }

  init(argument: String) { pieces = [.argument(argument)] }

  private init(pieces: [Piece]) { self.pieces = pieces }

  /// Texts one after the other.
  init(joining texts: [PathText]) {
    pieces = []
    for piece in texts.flatMap(\.pieces) { append(piece) }
  }

  private mutating func append(_ piece: Piece) {
    switch (pieces.last, piece) {
    case (.text(let left), .text(let right)): pieces[pieces.count - 1] = .text(left + right)
    case (.unknown, .unknown): break
    // What follows so many parts hardly matters.
    case _ where pieces.count >= 16: pieces[pieces.count - 1] = .unknown
    default: pieces.append(piece)
    }
  }

  /// The whole string; nil if a part is unknown.
  var exact: String? {
    guard pieces.count <= 1 else { return nil }
    switch pieces.first {
    case nil: return ""
    case .text(let text): return text
    case .argument, .unknown: return nil
    }
  }

  /// Whether a part is known.
  var isPartlyKnown: Bool { pieces.contains { if case .text = $0 { true } else { false } } }

  /// Whether a part is what a function is given.
  var hasArguments: Bool { pieces.contains { if case .argument = $0 { true } else { false } } }

  /// The known start and end of the string.
  var ends: (prefix: String, suffix: String) {
    var ends = (prefix: "", suffix: "")
    if case .text(let text) = pieces.first { ends.prefix = text }
    if case .text(let text) = pieces.last { ends.suffix = text }
    return ends
  }

  /// The path of `other` below this one.
  func appending(_ other: PathText) -> PathText {
    if case .text(let text) = other.pieces.first, text.hasPrefix("/") { return other }
    if exact == "" { return other }
    return PathText(joining: [self, PathText("/"), other])
  }

  /// The folder that the path is in; nil where that is unknown, or the working directory.
  var parent: PathText? {
    guard let exact else { return nil }
    let path = PathPattern.normalized(exact)
    guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return nil }
    return PathText(String(path[..<slash]))
  }

  /// The string with the arguments of a call in the place of parameters.
  func replacingArguments(_ text: (String) -> PathText) -> PathText {
    guard hasArguments else { return self }
    return PathText(
      joining: pieces.map { piece in
        if case .argument(let name) = piece { return text(name) }
        return PathText(pieces: [piece])
      })
  }
}
