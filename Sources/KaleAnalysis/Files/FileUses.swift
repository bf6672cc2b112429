import NotebookModel

/// Which files the code of a notebook uses, as far as it names them.
package struct FileUses: Sendable {
  /// The uses, shared cells first, then in the order of the notebook.
  let uses: [FileUse]
  /// The functions of the notebook that may use files.
  private let functions: Set<String>

  /// No known uses.
  package static let none = FileUses(uses: [], functions: [])

  /// The largest number of files that are looked up in the notebook's folder.
  private static let mostPaths = 64

  /// The names of the modules that cells write, whether or not a step runs them.
  private let writtenModules: Set<String>

  /// `files`: those that cells write with a magic.
  private init(uses: [FileUse], functions: Set<String>, files: [String] = []) {
    (self.uses, self.functions) = (uses, functions)
    let written = uses.lazy.filter { $0.purpose == .write }.compactMap(\.file.pathOfKnownFile) + files
    writtenModules = Set(written.filter { $0.hasSuffix(".py") }.map { String($0.dropLast(3)) })
  }

  /// Reads the cells that may concern files, as the notebook runs them.
  init(_ outline: NotebookOutline, _ readings: ChunkedCellArray<CellReading>, _ traits: NotebookTraits) {
    let callers = traits.cells.indices(with: .fileCalls)
    let names = Set(callers.flatMap { readings[$0].facts.facts.definitions.map(\.name) })
    let isUsed = !callers.isEmpty && !traits.cells.indices(with: .fileNames).isEmpty
    self.init(
      uses: isUsed ? Self.uses(outline, readings, names) : [], functions: names,
      files: traits.cells.indices(with: .escapes).compactMap { readings[$0].facts.fileWrittenByMagic })
  }

  private static func uses(
    _ outline: NotebookOutline, _ readings: ChunkedCellArray<CellReading>, _ functions: Set<String>
  ) -> [FileUse] {
    let world = StateWorld(unitCount: outline.units.count, keepsOperations: false, logsFiles: true)
    // A parameter is a constant like another, as far as a path is concerned.
    for cell in outline.cells(of: .pipelineParameters) + outline.sharedCells {
      world.readFiles(readings[cell].facts, in: cell, of: nil)
    }
    for (cell, assignment) in outline.assignments.indexed {
      guard case .step(let unit) = assignment, concernsFiles(readings[cell], functions) else { continue }
      world.readFiles(readings[cell].facts, in: cell, of: unit)
    }
    return world.fileUses
  }

  private static func concernsFiles(_ reading: CellReading, _ functions: Set<String>) -> Bool {
    !reading.traits.isDisjoint(with: [.fileCalls, .fileNames, .imports])
      || !functions.isEmpty && reading.facts.facts.calls.contains(where: functions.contains)
  }

  /// Whether a cell may write a module of this name: `lib/report.py` is `report` where `lib` is on the path, and part of the
  /// package `lib`. The folder may be unknown: `Path(tempfile.mkdtemp(), "report.py")`.
  func mayWrite(module: String) -> Bool {
    writtenModules.contains { path in
      let parts = path.split(separator: "/")
      return parts.first.map(String.init) == module || parts.last.map(String.init) == module
    }
  }

  /// Whether a cell writes a module of this name.
  func writes(module: String) -> Bool {
    !writtenModules.isEmpty && writtenModules.contains(module)
  }

  /// Whether the code uses a file in a folder.
  package func reach(below folder: String) -> Bool {
    let parts = folder.split(separator: "/")
    return !parts.isEmpty && uses.contains { $0.file.prefix.split(separator: "/").starts(with: parts) }
  }

  /// Whether the uses may be others if a cell is added, changed or removed.
  func depend(on reading: CellReading) -> Bool { Self.concernsFiles(reading, functions) }

  /// The files that the code reads and that a notebook's folder may contain, as relative paths.
  package var pathsBesideNotebook: Set<String> {
    var paths: Set<String> = []
    for use in uses where use.purpose == .read && use.file.isExact && paths.count < Self.mostPaths {
      let path = use.file.prefix
      // Nobody asks kale-lsp to look outside the folder.
      let leavesFolder = path.split(separator: "/").contains("..")
      if !path.hasPrefix("/"), !path.hasPrefix("~"), !path.hasScheme, !leavesFolder {
        paths.insert(path)
      }
    }
    return paths
  }
}
