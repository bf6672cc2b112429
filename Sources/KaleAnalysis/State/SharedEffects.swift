/// What imports and functions cells do again in every step.
package struct SharedEffects: Sendable {
  /// The files that they write from the start, each with the place that does so.
  private(set) var files: [(file: PathPattern, place: StatePlace)] = []
  /// Where they say to which files or objects records of logs go.
  private(set) var logOutputs: [StatePlace] = []
  /// Where they make a value that nothing else has: an identifier, a new folder.
  package private(set) var uniqueValues: [StatePlace] = []
  /// Where they call for the time: each step measures it from its own start.
  package private(set) var clocks: [StatePlace] = []

  /// The file that was read last.
  private var lastRead: (file: PathPattern, place: StatePlace)?

  /// The largest number of places of each kind.
  private static let limit = 64

  mutating func note(_ effect: Effect, at place: StatePlace) {
    switch effect.target {
    case .file(let path, let family, isFolder: false):
      let file = PathPattern(path, family: family, isFolder: false)
      if effect.access == .read { lastRead = (file, place) }
      // Code that goes on writing, or asks for the file first, reads it.
      guard files.count < Self.limit, effect.access.isChange,
        lastRead?.file != file || lastRead?.place != place
      else { return }
      files.append((file, place))
    case .item(.options(.logOutput)):
      if logOutputs.count < Self.limit, effect.access.isChange { logOutputs.append(place) }
    default: break
    }
  }

  mutating func noteUniqueValue(at place: StatePlace) {
    if uniqueValues.count < Self.limit { uniqueValues.append(place) }
  }

  /// Takes back that a place calls for the time: it needs no more than the day.
  mutating func forgetTime(at place: StatePlace) {
    if clocks.last?.cell == place.cell, clocks.last?.statement == place.statement { clocks.removeLast() }
  }

  mutating func noteTime(at place: StatePlace) {
    if clocks.count < Self.limit { clocks.append(place) }
  }
}
