#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension FileSystem {
  /// Returns how many files are below a folder, and how many bytes they have. Symbolic links and hidden folders do
  /// not count, and the bytes of a file with several names count once.
  package static func size(below folder: String) -> (files: Int, bytes: Int) {
    let files = files(below: folder, endingIn: "").files
    var (seen, bytes) = (Set<FileIdentity>(), 0)
    for file in files {
      guard let identity = identity(of: file), seen.insert(identity).inserted else { continue }
      bytes += stamp(of: file)?.size ?? 0
    }
    return (files.count, bytes)
  }

  /// Removes a folder with all that is in it. One that does not exist is no error.
  ///
  /// - Throws: Why something cannot be removed.
  package static func clearFolder(_ path: String) throws(Failure) {
    guard kind(of: path) != nil else { return }
    do {
      try FileManager.default.removeItem(atPath: path)
    } catch {
      throw Failure(path: path, action: "removed", reason: reason(of: error))
    }
  }
}
