#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension FileSystem {
  /// Returns how many files are below a folder, and how many bytes they have. Links and hidden folders do not count.
  package static func size(below folder: String) -> (files: Int, bytes: Int) {
    let files = files(below: folder, endingIn: "").files
    return (files.count, files.reduce(0) { $0 + (stamp(of: $1)?.size ?? 0) })
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
