import NotebookModel

/// A file that imports or functions cells write from the start in every step, so that later steps do not see what a step
/// has written.
package struct EmptiedFile: Sendable {
  /// The path, as in a message.
  package let description: String
  /// The place that writes it from the start.
  package let place: StatePlace
  /// The first step that writes to it.
  package let writer: UnitIndex
  /// The first step behind it that reads it, or goes on writing.
  package let reader: UnitIndex
  /// Whether it is a log.
  package let isLog: Bool

  /// Finds the files that several steps use, among those that shared cells write from the start.
  static func all(in effects: SharedEffects, _ uses: UnitArray<StateUse>) -> [EmptiedFile] {
    effects.files.compactMap { file, place in
      // What opens a log makes the steps write to it that log something.
      let isLog = effects.logOutputs.contains { $0.cell == place.cell && $0.statement == place.statement }
      func logs(_ unit: UnitIndex) -> Bool { isLog && uses[unit].reads.contains(.options(.logOutput)) }
      guard file.isExact,
        let writer = uses.indices.first(where: { logs($0) || uses[$0].write(file) }),
        let reader = uses.indices.first(where: { $0 > writer && (logs($0) || uses[$0].read(file)) })
      else { return nil }
      return EmptiedFile(
        description: file.description, place: place, writer: writer, reader: reader, isLog: isLog)
    }
  }
}

extension StateUse {
  fileprivate func write(_ file: PathPattern) -> Bool { changes.contains { $0.isFile(file) } }

  fileprivate func read(_ file: PathPattern) -> Bool { reads.contains { $0.isFile(file) } }
}

extension StateItem {
  /// Whether it is the file with a known path.
  fileprivate func isFile(_ file: PathPattern) -> Bool {
    guard case .file(let other) = self else { return false }
    return other.isExact && !other.isFolder && other.prefix == file.prefix
  }
}
