import NotebookModel

/// A file on a volume that two steps use, at least one of them to write it, though neither waits for the other.
package struct UnorderedFile: Sendable {
  /// What the steps do, the earlier one in the notebook first.
  package enum Conflict: Sendable {
    case writtenThenRead, readThenWritten, writtenTwice
  }

  /// What the steps do.
  package let conflict: Conflict
  /// The use that comes first in the notebook.
  package let earlier: FileUse
  /// The use that comes later.
  package let later: FileUse
  /// The step of the earlier use.
  package let first: UnitIndex
  /// The step of the later use.
  package let second: UnitIndex
  /// Whether the steps are in order in the pipeline that kale-lsp compiles, and only in Kale's they are not.
  package let isOrderedHere: Bool
  /// Whether `prev:` tags put the steps in order, which Kale has dropped.
  package let isTagged: Bool

  /// The path in a message.
  package var description: String { (earlier.file.isExact ? earlier : later).file.description }
}

extension NotebookAnalysis {
  /// Returns the files on volumes that steps use in no order, in the order of the later uses.
  package func unorderedFiles(by runtime: PipelineRuntime) -> [UnorderedFile] {
    let mounts = MountPoints(of: self)
    guard !mounts.isEmpty, !fileUses.uses.isEmpty else { return [] }
    var search = UnorderedFileSearch(self, mounts, runtime)
    search.run()
    return search.found
  }
}

/// Goes through the uses of files in the order of the notebook.
private struct UnorderedFileSearch {
  /// What has been done to a file so far.
  private struct History {
    var write: FileUse?
    /// The uses since then that read it.
    var reads: [FileUse] = []
    /// Pairs of uses that write it. They matter if a step reads the file afterwards.
    var writes: [(earlier: FileUse, later: FileUse)] = []
  }

  private let analysis: NotebookAnalysis
  private let mounts: MountPoints
  private var order: RunOrder
  private var taggedOrder: RunOrder
  private var kalesOrder: RunOrder
  private var histories: [PathPattern: History] = [:]
  /// What has been written of which the path is known in part.
  private var vagueWrites: [FileUse] = []
  /// The files that a step asks about, and so knows how to do without.
  private var probed: Set<FileOfUnit> = []
  /// The files that a step has written itself.
  private var own: Set<FileOfUnit> = []
  private var vagueReads = 0
  private(set) var found: [UnorderedFile] = []

  private struct FileOfUnit: Hashable {
    let unit: UnitIndex
    let file: PathPattern
  }

  /// The largest number of partly known paths that are compared with others, and of readers of a file.
  private static let most = 64

  init(_ analysis: NotebookAnalysis, _ mounts: MountPoints, _ runtime: PipelineRuntime) {
    self.analysis = analysis
    self.mounts = mounts
    order = .compiled(analysis, by: runtime)
    taggedOrder = .tagged(analysis)
    kalesOrder = .kales(analysis)
  }

  mutating func run() {
    let uses = analysis.fileUses.uses.filter { $0.unit != nil && isOnVolume($0.file) }
    for use in uses where use.purpose == .probe {
      if let unit = use.unit { probed.insert(FileOfUnit(unit: unit, file: use.file)) }
    }
    for use in uses {
      guard let unit = use.unit else { continue }
      switch use.purpose {
      case .read, .listing: read(use, in: unit)
      case .write: write(use, in: unit)
      default: break
      }
    }
  }

  private func isOnVolume(_ file: PathPattern) -> Bool {
    file.prefix.hasPrefix("/") && !file.isFolder && mounts.cover(file.prefix)
  }

  private mutating func read(_ use: FileUse, in unit: UnitIndex) {
    let key = FileOfUnit(unit: unit, file: use.file)
    if probed.contains(key) || own.contains(key) { return }
    if use.file.isExact {
      for writes in histories[use.file]?.writes ?? [] { note(.writtenTwice, writes.earlier, writes.later) }
      histories[use.file]?.writes = []
      if let write = histories[use.file]?.write { note(.writtenThenRead, write, use) }
      if histories[use.file]?.reads.count ?? 0 < Self.most {
        histories[use.file, default: History()].reads.append(use)
      }
      return
    }
    guard vagueReads < Self.most else { return }
    vagueReads += 1
    let written =
      histories.lazy.filter { $0.key.mayProvide(use.file) }.compactMap(\.value.write)
      + vagueWrites
      .filter { $0.file.mayProvide(use.file) && !$0.file.suffix.isEmpty }
    for write in written.sorted(by: { ($0.unit ?? unit) < ($1.unit ?? unit) }) where write.unit != unit {
      note(.writtenThenRead, write, use)
    }
  }

  private mutating func write(_ use: FileUse, in unit: UnitIndex) {
    own.insert(FileOfUnit(unit: unit, file: use.file))
    guard use.file.isExact else {
      if vagueWrites.count < Self.most { vagueWrites.append(use) }
      return
    }
    var writes = histories[use.file]?.writes ?? []
    if let history = histories[use.file] {
      if let write = history.write, write.unit != unit, writes.count < Self.most {
        writes.append((write, use))
      }
      for read in history.reads { note(.readThenWritten, read, use) }
    }
    histories[use.file] = History(write: use, writes: writes)
  }

  /// Notes two uses unless one step waits for the other.
  private mutating func note(_ conflict: UnorderedFile.Conflict, _ earlier: FileUse, _ later: FileUse) {
    guard let first = earlier.unit, let second = later.unit, first != second,
      taggedOrder.runs(first, after: second) == false
    else { return }
    // What is not known counts as ordered.
    let isOrderedHere = order.runs(second, after: first) != false
    if isOrderedHere, kalesOrder.runs(second, after: first) != false { return }
    let isTagged = taggedOrder.runs(second, after: first) != false
    // What a tag for this file brings in order is not said again.
    if !isTagged {
      order.suppose(second, runsAfter: first)
      kalesOrder.suppose(second, runsAfter: first)
    }
    found.append(
      UnorderedFile(
        conflict: conflict, earlier: earlier, later: later, first: first, second: second,
        isOrderedHere: isOrderedHere, isTagged: isTagged))
  }
}
