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

  /// Waits until files have come, gone or changed since the last time.
  package mutating func waitForChange() {
    while true {
      let start = ContinuousClock.now
      let now = look()
      if now != state {
        state = now
        return
      }
      // Of a processor's time, at most a twentieth.
      let pause = max(.milliseconds(250), (ContinuousClock.now - start) * 20)
      usleep(UInt32(clamping: Int64(pause / .microseconds(1))))
    }
  }
}
