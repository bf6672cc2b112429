/// The `.ipynb` files below the workspace's folders, but for those that `check` leaves out: found and read a part at a
/// time, so that no request waits for a large workspace, and each read again only when it, or a notebook it refers to, has
/// changed.
package final class WorkspaceNotebooks<Content> {
  /// How much is done for one request.
  private enum Limit {
    static var entries: Int { 5_000 }
    static var files: Int { 100 }
    static var bytes: Int { 8 << 20 }
    /// A larger file is passed over.
    static var bytesAFile: Int { 32 << 20 }
  }

  private struct Reading {
    let stamp: FileSystem.Stamp
    /// The notebooks that it refers to, as they were.
    let references: [String: FileSystem.Stamp?]
    let content: Content
  }

  /// The folders' paths.
  package private(set) var folders: [String] = []
  /// What is left out.
  private var exclusions = FileExclusions()
  private var walk = NotebookSearch.walk(below: [], leavingOut: FileExclusions())
  private var found: [String] = []
  private var readings: [String: Reading] = [:]
  /// Files that have to be looked at in this round.
  private var left: ArraySlice<String> = []
  /// Whether `found` is all there is.
  private var isListComplete = false

  /// Knows no folder before it is given some.
  package init() {}

  /// Looks for notebooks in other folders from now on, but for what is left out.
  package func setFolders(_ folders: [String], leavingOut exclusions: FileExclusions = FileExclusions()) {
    self.folders = folders
    self.exclusions = exclusions
    walk = NotebookSearch.walk(below: folders, leavingOut: exclusions)
    (found, left) = ([], [])
    readings = [:]
  }

  /// Has the next round look for files that have come or gone.
  package func lookAgain() {
    if walk.isFinished { walk = NotebookSearch.walk(below: folders, leavingOut: exclusions) }
  }

  /// Forgets what was read, since it would be read in another way now.
  package func forgetContents() { readings = [:] }

  /// Forgets what was read of the files that are in some folders themselves, since what is beside them has changed.
  package func forgetContents(in folders: Set<String>) {
    if folders.isEmpty { return }
    readings = readings.filter { !folders.contains(FileSystem.folder(of: $0.key)) }
  }

  /// Forgets what was read of the files that refer to a notebook, since it is another in the editor now.
  ///
  /// - Returns: Whether there were any.
  package func forgetContents(referringTo path: String) -> Bool {
    let outdated = readings.filter { $0.value.references.keys.contains(path) }.map(\.key)
    for path in outdated { readings[path] = nil }
    return !outdated.isEmpty
  }

  /// What is known of each file, by its path, in order.
  package var contents: [(path: String, content: Content)] {
    found.compactMap { path in readings[path].map { (path, $0.content) } }
  }

  /// Does a part of the work; gives whether nothing is left to do. `read` reads a file and names those that it refers to,
  /// nil for one that cannot be read.
  package func update(read: (_ path: String) -> (content: Content, references: [String])?) -> Bool {
    var entries = 0
    while !walk.isFinished, entries < Limit.entries { entries += walk.visitFolder() }
    if left.isEmpty {
      // What was there before is taken to be there until all has been looked at.
      let files = walk.found.files
      found = walk.isFinished ? files.sorted() : Set(found).union(files).sorted()
      isListComplete = walk.isFinished
      left = found[...]
    }
    var (files, bytes) = (0, 0)
    while let path = left.first, files < Limit.files, bytes < Limit.bytes {
      left.removeFirst()
      guard let stamp = FileSystem.stamp(of: path), stamp.size <= Limit.bytesAFile else {
        readings[path] = nil
        continue
      }
      if let known = readings[path], known.stamp == stamp, isCurrent(known) { continue }
      readings[path] = read(path).map { content, references in
        let stamps = references.map { ($0, FileSystem.stamp(of: $0)) }
        return Reading(
          stamp: stamp, references: Dictionary(stamps, uniquingKeysWith: { first, _ in first }),
          content: content)
      }
      files += 1
      bytes += stamp.size
    }
    return left.isEmpty && isListComplete
  }

  private func isCurrent(_ reading: Reading) -> Bool {
    reading.references.allSatisfy { FileSystem.stamp(of: $0.key) == $0.value }
  }
}
