import JSONSyntax

/// Reads `files` of `metadata.kale_lsp`.
struct FileSettingsReading {
  private(set) var patterns: [FilePattern] = []
  private(set) var faults: [NotebookSettingFault] = []

  /// The largest number of entries, since each is compared with many names.
  private static let limit = 100

  init(_ metadata: JSONValue) {
    switch metadata["files"] {
    case nil, .null: break
    case .array(let elements) where elements.count > Self.limit:
      report([], "`files` must have at most \(Self.limit) entries. Use patterns, for example `data/*.csv`")
    case .array(let elements):
      for (index, element) in elements.enumerated() { read(element, at: index) }
    default: report([], "`files` must be a list of paths, for example `[\"data/*.csv\"]`")
    }
  }

  private mutating func read(_ element: JSONValue, at index: Int) {
    guard case .string(let text) = element else {
      return report(["\(index)"], "this is not a path. Use a string, for example `\"data/*.csv\"`")
    }
    do throws(FilePattern.Fault) {
      patterns.append(try FilePattern(text, at: index))
    } catch {
      let quoted = text.utf8.contains(UInt8(ascii: "`")) ? "This" : "`\(text)`"
      switch error {
      case .malformed: report(["\(index)"], "this is not a path. Use one, for example `\"data/*.csv\"`")
      case .absolute:
        report(["\(index)"], "\(quoted) is an absolute path. Use a path relative to the notebook's folder")
      case .outside:
        report(
          ["\(index)"], "\(quoted) leads out of the notebook's folder. Copy what it names into the folder")
      case .hidden:
        report(["\(index)"], "\(quoted) names a hidden file or folder, which is not shipped. Rename it")
      }
    }
  }

  private mutating func report(_ path: [String], _ reason: String) {
    faults.append(NotebookSettingFault(path: ["files"] + path, reason: reason))
  }
}
