import NotebookModel

/// Where results of steps are kept between runs on this machine.
package struct RunStore: Sendable, Equatable {
  /// The folder with an entry for each result.
  package let folder: String
  /// The file with your key, which authenticates the entries.
  package let key: String
  /// How many bytes the entries may take; the oldest are removed first.
  package let limit: Int

  /// Creates the store in your folders.
  ///
  /// - Parameters:
  ///   - cacheFolder: Your folder for files that can be written again.
  ///   - dataFolder: Your folder for what cannot.
  ///   - limit: How many bytes the entries may take.
  package init(cacheFolder: String, dataFolder: String, limit: Int = 5_000_000_000) {
    folder = FileSystem.join(cacheFolder, "kale-lsp/runs")
    key = FileSystem.join(dataFolder, "kale-lsp/cache-key")
    self.limit = limit
  }

  /// The store that this process's environment names; nil if it names no folders.
  package static var current: RunStore? {
    guard let cache = CacheFolder.current, let data = DataFolder.current else { return nil }
    return RunStore(cacheFolder: cache, dataFolder: data)
  }

  /// How many files the entries have, and how many bytes, in words.
  package var sizeText: String {
    let size = FileSystem.size(below: folder)
    return "\(size.files) \(size.files == 1 ? "file" : "files"), \(ByteCount.text(size.bytes))"
  }

  /// Why results are not removed.
  package enum ClearingFailure: Error, CustomStringConvertible {
    /// A run reads and writes them.
    case inUse
    /// The operating system does not remove one.
    case notRemoved(FileSystem.Failure)

    package var description: String {
      switch self {
      case .inUse: "A run uses the results. Stop it, or wait until it has ended."
      case .notRemoved(let failure): failure.description
      }
    }
  }

  /// Removes all entries, unless a run uses them. The key stays.
  ///
  /// - Throws: Why they are not removed.
  package func clear() throws(ClearingFailure) {
    let file = FileSystem.join(folder, "lock")  // which runs share: see results.py
    let lock = FileLock(exclusiveOn: file)
    if lock == nil, FileSystem.kind(of: file) != nil { throw .inUse }
    do {
      try FileSystem.clearFolder(folder)
    } catch {
      throw .notRemoved(error)
    }
  }
}
