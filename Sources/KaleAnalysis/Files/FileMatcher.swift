import NotebookModel

/// Finds the files of a folder that patterns match. All patterns are followed in one walk, so that no folder is listed
/// twice, and a folder in which only whole names are looked for is not listed at all.
struct FileMatcher {
  /// A file that a pattern matches.
  struct Match {
    var size: Int
    /// The position of the entry that matches first.
    var entry: Int
  }

  /// A part of a pattern that the names in a folder are compared with.
  private struct Place: Hashable {
    var pattern: Int
    var part: Int
  }

  /// How often a name may be compared with a part of a pattern.
  private static let effortLimit = 20_000
  /// The depth of folders that are searched.
  private static let depthLimit = 64
  private static let keys = KeyFileTable.patterns.map { FileNamePattern($0) }

  private let patterns: [FilePattern]
  private var effort = 0
  /// The files that match, by path.
  private(set) var matches: [String: Match] = [:]
  /// The problems that have been found, at most a few for an entry.
  private(set) var problems: [ShippedFiles.Problem] = []
  private var problemCounts: [Int: Int] = [:]
  private var matched: Set<Int> = []

  /// How many problems of an entry are kept.
  private static let mostProblems = 3

  init(_ patterns: [FilePattern]) { self.patterns = patterns }

  /// Looks through a folder.
  mutating func search(_ tree: inout some FileTree) {
    guard !patterns.isEmpty else { return }
    // Of nested calls there would be as many as folders are deep; the order of a list is that of the names.
    var folders = [(path: "", places: patterns.indices.map { Place(pattern: $0, part: 0) })]
    while let (path, places) = folders.popLast() {
      let inner = visit(path, closure(places), &tree)
      folders += inner.sorted { $1.path < $0.path }
    }
    for (index, pattern) in patterns.enumerated() where !matched.contains(index) {
      report(.noMatch, pattern.text, pattern: index)
    }
    problems = patterns.indices.flatMap { index in
      problems.filter { $0.origin == .entry(patterns[index].index) }
    }
  }

  /// The places with those after `**`, which may stand for no folder at all.
  private func closure(_ places: [Place]) -> [Place] {
    var all: Set<Place> = []
    for var place in places {
      while all.insert(place).inserted, patterns[place.pattern].parts[place.part] == .folders {
        place.part += 1
      }
    }
    return all.sorted { ($0.pattern, $0.part) < ($1.pattern, $1.part) }
  }

  /// Compares what is in a folder with parts of patterns; returns the folders to look into, each with its parts.
  private mutating func visit(
    _ folder: String, _ places: [Place], _ tree: inout some FileTree
  ) -> [(path: String, places: [Place])] {
    var literals: [String: [Place]] = [:]
    var wild: [Place] = []
    for place in places {
      if case .name(let name) = patterns[place.pattern].parts[place.part], let literal = name.literal {
        literals[literal, default: []].append(place)
      } else {
        wild.append(place)
      }
    }
    var targets: [String: [Place]] = [:]
    for (name, places) in literals { targets[name, default: []] += places }
    if !wild.isEmpty {
      for name in names(in: folder, for: wild, &tree) where Self.isVisible(name) {
        let reached = wild.filter { accepts(name, at: $0) }
        if !reached.isEmpty { targets[name, default: []] += reached }
      }
    }
    return follow(targets, in: folder, &tree)
  }

  /// The names in a folder; none, and a problem of each pattern, if they cannot be compared with some places.
  private mutating func names(
    in folder: String, for places: [Place], _ tree: inout some FileTree
  ) -> [String] {
    let patterns = Set(places.map(\.pattern)).sorted()
    do throws(FileTreeFailure) {
      if let names = try tree.names(in: folder, upTo: (Self.effortLimit - effort) / places.count) {
        effort += names.count * places.count
        return names
      }
      for pattern in patterns { report(.tooMany, self.patterns[pattern].text, pattern: pattern) }
    } catch {
      for pattern in patterns {
        report(.unreadable(error.reason), folder.isEmpty ? "." : folder, pattern: pattern)
      }
    }
    return []
  }

  /// Whether patterns match a name: not that of a hidden file, nor of Python's own cache.
  private static func isVisible(_ name: String) -> Bool {
    name.utf8.first != UInt8(ascii: ".") && name != "__pycache__"
  }

  private func accepts(_ name: String, at place: Place) -> Bool {
    switch patterns[place.pattern].parts[place.part] {
    case .folders: true
    case .name(let pattern): pattern.matches(name)
    }
  }

  /// Takes the files among some names, and returns the folders.
  private mutating func follow(
    _ targets: [String: [Place]], in folder: String, _ tree: inout some FileTree
  ) -> [(path: String, places: [Place])] {
    var folders: [(path: String, places: [Place])] = []
    for (name, places) in targets.sorted(by: { $0.key < $1.key }) {
      let path = folder.isEmpty ? name : folder + "/" + name
      let final = places.filter { $0.part == patterns[$0.pattern].parts.count - 1 }
      let inner = places.compactMap { place -> Place? in
        if patterns[place.pattern].parts[place.part] == .folders { return place }
        let isLast = place.part == patterns[place.pattern].parts.count - 1
        return isLast ? nil : Place(pattern: place.pattern, part: place.part + 1)
      }
      switch tree.entry(at: path) {
      case nil: break
      case .file(let size): for place in final { take(path, name, size: size, place) }
      case .folder:
        for place in final where isLiteral(place) { report(.folder, path, pattern: place.pattern) }
        let isTooDeep = path.utf8.count { $0 == UInt8(ascii: "/") } >= Self.depthLimit
        if !inner.isEmpty, !isTooDeep { folders.append((path, inner)) }
      case .link(let isFolder):
        for place in final + (isFolder ? inner : []) { report(.symbolicLink, path, pattern: place.pattern) }
      case .other: for place in final { report(.notRegular, path, pattern: place.pattern) }
      }
    }
    return folders
  }

  private func isLiteral(_ place: Place) -> Bool {
    if case .name(let name) = patterns[place.pattern].parts[place.part] { return name.literal != nil }
    return false
  }

  private mutating func take(_ path: String, _ name: String, size: Int, _ place: Place) {
    let lowercased = name.lowercased()
    if lowercased.hasSuffix(".pyc") { return }
    if ModuleFile.isCompiled(lowercased) {
      report(.compiledExtension, path, pattern: place.pattern)
    } else if !isLiteral(place), Self.keys.contains(where: { $0.matches(lowercased) }) {
      report(.key, path, pattern: place.pattern)
    } else {
      matched.insert(place.pattern)
      let entry = min(patterns[place.pattern].index, matches[path]?.entry ?? .max)
      matches[path] = Match(size: size, entry: entry)
    }
  }

  private mutating func report(_ kind: ShippedFiles.Problem.Kind, _ path: String, pattern: Int) {
    matched.insert(pattern)
    problemCounts[pattern, default: 0] += 1
    let problem = ShippedFiles.Problem(kind, path, .entry(patterns[pattern].index))
    guard problemCounts[pattern, default: 0] <= Self.mostProblems, !problems.contains(problem) else { return }
    problems.append(problem)
  }
}
