import KaleWorkspace

/// A path as reports for other programs have it: from the folder of the project.
struct ReportedPath {
  /// The path from the folder of the project, if it is below it; else as it was given.
  let relative: String
  /// Whether it is below the folder of the project.
  let isInProject: Bool

  /// Creates the path of a notebook.
  init(_ path: String) {
    let inner = FileSystem.relative(path, to: ProjectFolder.path)
    relative = inner ?? path
    isInProject = inner != nil
  }

  /// The path as a URI, relative if it is below the folder of the project.
  var uri: String { isInProject ? Self.encoded(relative) : Self.fileURI(relative) }

  /// Returns the URI of a file.
  static func fileURI(_ path: String) -> String { "file://" + encoded(FileSystem.normalized(path)) }

  private static func encoded(_ path: String) -> String {
    var result = ""
    for byte in path.utf8 {
      if plain.contains(byte) {
        result.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        let digits = String(byte, radix: 16, uppercase: true)
        result += "%" + (digits.utf8.count < 2 ? "0" : "") + digits
      }
    }
    return result
  }

  private static let plain = Set(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/".utf8)
}
