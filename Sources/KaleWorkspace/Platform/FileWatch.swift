#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Waits for changes of files, by looking at them again and again: that works in every file system and container.
package struct FileWatch {
  /// What all files were when they were looked at.
  private var state: [String: FileSystem.Stamp?]
  private let files: () -> [String]

  /// Looks at files for the first time.
  ///
  /// - Parameter files: Returns the paths of the files that there are. Files that this process's own output goes to are
  ///   not watched, since they change with each report.
  package init(_ files: @escaping () -> [String]) {
    self.files = files
    state = [:]
    state = look()
  }

  private func look() -> [String: FileSystem.Stamp?] {
    let outputs = FileSystem.outputs
    let found = files().lazy.filter { !outputs.hold($0) }.map { ($0, FileSystem.stamp(of: $0)) }
    return Dictionary(found, uniquingKeysWith: { first, _ in first })
  }

  /// Looks again until files that are being written are left alone for a moment; not for long, since some never are.
  private func settled(_ first: [String: FileSystem.Stamp?]) -> [String: FileSystem.Stamp?] {
    var last = first
    for _ in 0..<10 {
      usleep(50_000)
      let now = look()
      if now == last { break }
      last = now
    }
    return last
  }

  /// Waits until files have come, gone or changed since the last time.
  ///
  /// - Parameter isOver: Asked again and again whether to wait no longer.
  /// - Returns: Whether there is a change.
  @discardableResult
  package mutating func waitForChange(unless isOver: () -> Bool = { false }) -> Bool {
    while !isOver() {
      let start = ContinuousClock.now
      let now = look()
      if now != state {
        state = settled(now)
        return true
      }
      // Of a processor's time, at most a twentieth.
      let pause = max(.milliseconds(250), (ContinuousClock.now - start) * 20)
      usleep(UInt32(clamping: Int64(pause / .microseconds(1))))
    }
    return false
  }
}
