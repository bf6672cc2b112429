import JSONSyntax
import KaleAnalysis
import NotebookModel

/// Moves files to a volume that the steps mount which write and read them: adds the volume if necessary, and changes the
/// paths in the code.
struct FileMove {
  private let files: [UnavailableFile]
  private let analysis: NotebookAnalysis

  /// The volume of a notebook that has none.
  private static let volume = Volume(name: "files", mountPoint: "/files", type: .claim)

  init(_ files: [UnavailableFile], _ analysis: NotebookAnalysis) {
    (self.files, self.analysis) = (files, analysis)
  }

  /// The fix; none if the code names no file in a single string at each place.
  var fixes: [Fix] {
    guard case .object? = analysis.notebook.kaleMetadata else { return [] }
    let mounted = analysis.configuration.configuration.volumes.first {
      $0.isMounted && $0.mountPoint.hasPrefix("/") && $0.mountPoint.count > 1
    }
    let folder = (mounted ?? Self.volume).mountPoint
    var edits: [NotebookEdit] = []
    var moved: [String] = []
    var names: Set<String> = []
    for file in files where file.isNamedEverywhere {
      guard let name = file.path.split(separator: "/").last, name != "..",
        // Two files of one name would become one.
        names.insert(String(name)).inserted,
        let renaming = renaming(file, to: folder.hasSuffix("/") ? folder + name : folder + "/" + name)
      else { continue }
      edits += renaming
      moved.append(file.description)
    }
    guard let first = moved.first else { return [] }
    let what = moved.count == 1 ? first : "\(moved.count) files"
    let title = "Keep \(what) in `\(folder)`"
    // The notebook needs the folder too.
    if let mounted { return [Fix("\(title), on volume `\(mounted.name)`", .choice, edits)] }
    return [Fix("\(title), on new volume `\(Self.volume.name)`", .choice, edits + [addition])]
  }

  private var addition: NotebookEdit {
    let volume = JSONValue(present: [
      "name": .string(Self.volume.name), "mount_point": .string(Self.volume.mountPoint),
      "type": .string(Self.volume.type.rawValue),
    ])
    guard case .array(let volumes)? = analysis.notebook.kaleMetadata?["volumes"] else {
      return .setConfiguration(path: ["volumes"], to: .array([volume]))
    }
    return .setConfiguration(path: ["volumes", "\(volumes.count)"], to: volume)
  }

  /// The edits that change the path of the file everywhere; nil if it is not a single string at each place.
  private func renaming(_ file: UnavailableFile, to path: String) -> [NotebookEdit]? {
    var edits: [NotebookEdit] = []
    var places: Set<NotebookPlace> = []
    for use in file.uses {
      let texts = analysis.texts(naming: file.path, in: use)
      guard !texts.isEmpty, texts.allSatisfy({ $0.isWhole && !$0.isJoined }) else { return nil }
      for text in texts where places.insert(.source(cell: use.cell, range: text.bytes)).inserted {
        edits.append(.replaceSource(cell: use.cell, range: text.bytes, with: path))
      }
    }
    return edits.isEmpty ? nil : edits
  }
}
