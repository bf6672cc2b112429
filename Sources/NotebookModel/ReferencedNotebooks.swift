/// A notebook that another refers to. While its file and what it uses of its folder stay the same it is the same object.
package final class ReferencedNotebook: Sendable {
  /// The notebook in the file.
  package let notebook: Notebook
  /// What the notebook's own folder contains of what it uses.
  package let folder: NotebookFolder

  /// Creates a new object, which is not identical to an earlier one for the same file.
  package init(_ notebook: Notebook, beside folder: NotebookFolder = .unknown) {
    self.notebook = notebook
    self.folder = folder
  }
}

/// The notebooks that a notebook refers to, directly and through others: the analysis reads no files.
package struct ReferencedNotebooks: Sendable {
  /// What stands at a path.
  package enum File: Sendable {
    /// A file that is a notebook.
    case notebook(ReferencedNotebook)
    /// A file that cannot be read; the reason follows a colon and has no period.
    case unreadable(String)
    /// Nobody has looked: too far, or too much.
    case unknown
  }

  /// All that can be reached from a notebook: equal where nothing of it has changed.
  package struct Content: Equatable {
    fileprivate var notebooks: [String: ReferencedNotebook] = [:]
    fileprivate var reasons: [String: String] = [:]

    package static func == (left: Content, right: Content) -> Bool {
      left.reasons == right.reasons && left.notebooks.count == right.notebooks.count
        && left.notebooks.allSatisfy { right.notebooks[$0.key] === $0.value }
    }
  }

  /// The path of the notebook itself; nil for one that is no file, so that its references lead nowhere yet.
  private var root: String?
  private var files: [String: File] = [:]
  /// For each file the paths in its references, as written, and the files they lead to.
  private var targets: [String: [String: String]] = [:]

  /// Nothing is known of the notebooks that a notebook refers to.
  package static let unknown = ReferencedNotebooks(root: nil)

  /// Creates a set without notebooks; ``add(_:at:)`` adds them.
  ///
  /// - Parameter root: The path of the notebook itself. Two paths are one file where they are equal.
  package init(root: String?) {
    self.root = root
  }

  /// Says what stands at a path.
  package mutating func add(_ file: File, at path: String) { files[path] = file }

  /// Says which file a path in a notebook leads to.
  package mutating func addReference(in path: String, as written: String, to target: String) {
    targets[path, default: [:]][written] = target
  }

  /// What a path in the notebook itself leads to.
  package func file(_ written: String) -> File {
    guard let path = path(written) else { return .unknown }
    return files[path] ?? .unknown
  }

  /// The same notebooks, seen from the one that a path in the notebook itself leads to.
  package func rooted(at written: String) -> ReferencedNotebooks {
    var result = self
    result.root = path(written)
    return result
  }

  /// What the notebook and all it refers to are now.
  package var content: Content {
    var content = Content()
    var queue = root.map { [$0] } ?? []
    var seen = Set(queue)
    while let path = queue.popLast() {
      switch files[path] {
      case .notebook(let notebook): content.notebooks[path] = notebook
      case .unreadable(let reason): content.reasons[path] = reason
      case .unknown, nil: break
      }
      queue += (targets[path] ?? [:]).values.filter { seen.insert($0).inserted }
    }
    return content
  }

  /// Whether the notebook itself refers to any other.
  package var refersToOthers: Bool { root.flatMap { targets[$0] }?.isEmpty == false }

  /// The names of the files on the shortest way from the notebook itself along one of its references back to it; nil
  /// where that leads nowhere back.
  package func cycle(through written: String) -> [String]? {
    guard let root, let start = path(written) else { return nil }
    var cameFrom: [String: String] = [start: root]
    var queue = [start]
    var head = 0
    while head < queue.count, cameFrom[root] == nil {
      for target in (targets[queue[head]] ?? [:]).values.sorted() where cameFrom[target] == nil {
        cameFrom[target] = queue[head]
        queue.append(target)
      }
      head += 1
    }
    guard var path = cameFrom[root] else { return nil }
    var chain = [root]
    while path != root {
      chain.append(path)
      path = cameFrom[path] ?? root
    }
    return (chain + [root]).reversed().map(Self.name)
  }

  /// The paths of all files that are known.
  package var paths: some Collection<String> { files.keys }

  private func path(_ written: String) -> String? { root.flatMap { targets[$0]?[written] } }

  /// The last part of a path.
  package static func name(of path: String) -> String {
    path.utf8.split(separator: UInt8(ascii: "/")).last.map { String(Substring($0)) } ?? path
  }
}
