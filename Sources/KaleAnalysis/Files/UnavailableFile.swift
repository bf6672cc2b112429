import NotebookModel

/// A file that a step reads, and that the step's container does not have.
package struct UnavailableFile: Sendable {
  /// Why the notebook finds the file, and the step does not.
  package enum Source: Sendable {
    /// An earlier step writes it, in another container.
    case step(UnitIndex)
    /// A cell that no step runs writes it.
    case skippedCell(CellIndex)
    /// It is on the computer that the notebook is on. The size is in bytes.
    case besideNotebook(size: Int)
    /// By its path, it is elsewhere on the computer that the notebook is on: `/home/ada/sales.csv`.
    case elsewhere
  }

  /// The place where it is read.
  package let use: FileUse
  /// The reason why the notebook finds the file, and the step does not.
  package let source: Source
  /// All places that use the file, if the whole path is known, in the order of the code.
  package let uses: [FileUse]

  /// The path; of one that is known in part, what it begins with.
  package var path: String { use.file.prefix }
  /// The path in a message.
  package var description: String { use.file.description }
  /// Whether the whole path of the file is known at each place that uses it.
  package var isNamedEverywhere: Bool {
    guard case .step(let writer) = source else { return isExact }
    return isExact && uses.contains { $0.purpose == .write && $0.unit == writer }
  }
  /// The cell in which the earlier step writes the file last; nil if it is not known.
  package var writingCell: CellIndex? {
    guard case .step(let writer) = source, isExact else { return nil }
    return uses.last { $0.purpose == .write && $0.unit == writer }?.cell
  }
  /// Whether the whole path is known.
  package var isExact: Bool { use.file.isExact }
}

extension UnavailableFile {
  /// Whether the pipeline can ship the file with those that it ships already: it is in the notebook's folder, small and not
  /// a secret by its name.
  package func canBeShipped(by analysis: NotebookAnalysis) -> Bool {
    guard case .besideNotebook(let size) = source, (try? FilePattern(path, at: 0)) != nil,
      !path.contains(where: { "*?[".contains($0) })
    else { return false }
    let name = path.split(separator: "/").last.map { $0.lowercased() } ?? ""
    guard !KeyFileTable.patterns.contains(where: { FileNamePattern($0).matches(name) }) else { return false }
    let steps = analysis.outline.units.count { !$0.isNotebook }
    // As base64, in each step.
    let encoded = (size + 2) / 3 * 4
    return size <= ShippedFiles.byteLimit
      && (analysis.shippedFiles.encodedByteCount + encoded) * max(1, steps) <= ShippedFiles.byteLimit
  }
}

extension NotebookAnalysis {
  /// Finds the files that steps read and do not have.
  ///
  /// - Parameter shipsFiles: Whether the pipeline ships files of the notebook's folder.
  /// - Returns: The files, each once for each step, in the order of the code.
  package func unavailableFiles(shipsFiles: Bool) -> [UnavailableFile] {
    fileUses.uses.isEmpty ? [] : UnavailableFileSearch(self, shipsFiles: shipsFiles).files
  }
}

extension NotebookAnalysis {
  /// Whether the code of the notebook writes a module of this name.
  package func writes(module: String) -> Bool { fileUses.writes(module: module) }

  /// Returns whether a cell may write a module of this name, also into a folder.
  package func mayWrite(module: String) -> Bool { fileUses.mayWrite(module: module) }
}

/// Finds the files that steps read and do not have.
private struct UnavailableFileSearch {
  private struct Key: Hashable {
    let unit: UnitIndex?
    let file: PathPattern
  }

  private let analysis: NotebookAnalysis
  private let shipped: Set<String>
  /// The files that cells write which no step runs.
  private let skipped: [String: CellIndex]
  private let mounts: MountPoints
  /// For each exact path the places where units write it, in order.
  private var writers: [PathPattern: [FileUse]] = [:]
  /// What is written of which the path is known in part.
  private var vagueWriters: [FileUse] = []
  /// For each unit what is known of the files that it has: what it, or a shared cell, wrote or asked about before.
  private var known: [UnitIndex?: Known] = [:]
  private var vagueReads = 0
  private var seen: Set<Key> = []
  private(set) var files: [UnavailableFile] = []

  private struct Known {
    var files: Set<PathPattern> = []
    /// It may have files that are not known.
    var isOpen = false
    /// It has run a program, downloaded or unpacked something.
    var createsAny = false
    var hasOtherFolder = false
  }

  /// The largest number of partly known paths that are compared with others.
  private static let mostVague = 64

  init(_ analysis: NotebookAnalysis, shipsFiles: Bool) {
    self.analysis = analysis
    let entries = analysis.configuration.configuration.files.map { PathPattern.normalized($0.text) }
    shipped = shipsFiles ? Set(analysis.shippedFiles.files.map(\.path) + entries) : []
    skipped = analysis.filesWrittenBySkippedCells
    mounts = MountPoints(of: analysis)
    let uses = analysis.fileUses.uses
    // To ask about a file anywhere in a step is to know what to do without it.
    for use in uses where use.purpose == .probe { known[use.unit, default: Known()].files.insert(use.file) }
    for use in uses { visit(use) }
    addUses(from: uses)
  }

  private mutating func visit(_ use: FileUse) {
    switch use.purpose {
    case .read, .listing, .imports: read(use)
    case .write:
      known[use.unit, default: Known()].files.insert(use.file)
      guard use.unit != nil else { return }
      if use.file.isExact {
        writers[use.file, default: []].append(use)
      } else {
        known[use.unit, default: Known()].isOpen = true
        // A path that may end in anything says too little.
        if vagueWriters.count < Self.mostVague, !use.file.suffix.isEmpty { vagueWriters.append(use) }
      }
    case .unseenWrite: known[use.unit, default: Known()].isOpen = true
    case .creation:
      known[use.unit, default: Known()].isOpen = true
      known[use.unit, default: Known()].createsAny = true
    case .changeOfFolder: known[use.unit, default: Known()].hasOtherFolder = true
    case .probe: break
    }
  }

  private mutating func read(_ use: FileUse) {
    guard !use.file.prefix.isEmpty || use.purpose == .listing, !isKnown(use), !isCovered(use.file.prefix),
      !seen.contains(Key(unit: use.unit, file: use.file))
    else { return }
    defer { seen.insert(Key(unit: use.unit, file: use.file)) }
    if let unit = use.unit, let writer = writer(of: use.file, before: unit) {
      files.append(UnavailableFile(use: use, source: .step(writer), uses: []))
    } else if let cell = skipped[use.file.prefix], use.unit != nil, use.file.isExact, !isOpen(use) {
      files.append(UnavailableFile(use: use, source: .skippedCell(cell), uses: []))
    } else if use.purpose == .read, use.file.isExact, !isOpen(use),
      let size = analysis.folder.dataFiles[use.file.prefix]
    {
      files.append(UnavailableFile(use: use, source: .besideNotebook(size: size), uses: []))
    } else if use.purpose != .imports, isOnComputer(use.file.prefix), !isOpen(use) {
      files.append(UnavailableFile(use: use, source: .elsewhere, uses: []))
    }
  }

  /// Whether the step itself may have written the file, or asked for it.
  private func isKnown(_ use: FileUse) -> Bool {
    let isRelative = !use.file.prefix.hasPrefix("/")
    return [use.unit, nil].contains { unit in
      guard let known = known[unit] else { return false }
      if known.createsAny { return true }
      if isRelative && known.hasOtherFolder || known.files.contains(use.file) { return true }
      return !use.file.isExact && known.files.contains { $0.mayProvide(use.file) }
    }
  }

  /// Whether the step itself may have written files that nobody can see.
  private func isOpen(_ use: FileUse) -> Bool {
    known[use.unit]?.isOpen == true || known[nil]?.isOpen == true
  }

  /// The last unit that has written a file before another reads it.
  private mutating func writer(of file: PathPattern, before unit: UnitIndex) -> UnitIndex? {
    if file.isExact {
      return writers[file]?.last { $0.unit != unit }?.unit
        ?? vagueWriters.last { $0.unit != unit && !$0.file.prefix.isEmpty && $0.file.mayProvide(file) }?.unit
    }
    guard vagueReads < Self.mostVague else { return nil }
    vagueReads += 1
    return writers.lazy.filter { $0.key.mayProvide(file) }.flatMap(\.value)
      .compactMap(\.unit).filter { $0 != unit }.max()
      ?? vagueWriters.last { writer in
        writer.unit != unit && !writer.file.prefix.isEmpty && writer.file.mayProvide(file)
      }?.unit
  }

  private func isCovered(_ path: String) -> Bool {
    path.contains("://") || shipped.contains(path) || mounts.cover(path)
  }

  /// Whether a path leads to where people keep their files, or services that run notebooks: no container has these.
  private func isOnComputer(_ path: String) -> Bool {
    let drive = Array(path.utf8.prefix(3))
    let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
    let isOnDrive =
      drive.count == 3 && letters.contains(drive[0] | 0x20) && drive[1] == UInt8(ascii: ":")
      && (drive[2] == UInt8(ascii: "\\") || drive[2] == UInt8(ascii: "/"))
    return isOnDrive || Self.foldersOfPeople.contains(where: path.hasPrefix)
  }

  private static let foldersOfPeople = [
    "/content/", "/home/", "/kaggle/", "/media/", "/root/", "/Users/", "/Volumes/", "~/",
  ]

  /// Gives each file all the places that use it.
  private mutating func addUses(from uses: [FileUse]) {
    let wanted = Set(files.lazy.filter(\.isExact).map(\.use.file))
    guard !wanted.isEmpty else { return }
    let places = Dictionary(grouping: uses.lazy.filter { wanted.contains($0.file) }, by: \.file)
    files = files.map { UnavailableFile(use: $0.use, source: $0.source, uses: places[$0.use.file] ?? []) }
  }
}
