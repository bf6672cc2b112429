#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Threads of the operating system.
package enum Threads {
  /// The room that a thread has for its calls: as much as the main thread has, since the same code runs on both. Some
  /// systems give other threads far less.
  private static let stackSize = 8 << 20

  /// The number of processors that the process may use: those of its affinity mask, where the system has such masks.
  package static var processorCount: Int {
    // Swift sees only what POSIX has of the C library, and POSIX has no affinity.
    let status = (try? FileSystem.read("/proc/self/status")) ?? []
    return allowedProcessorCount(inStatus: status) ?? max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
  }

  /// The number of processors that the text of `/proc/self/status` allows; nil where it says nothing of them.
  static func allowedProcessorCount(inStatus status: [UInt8]) -> Int? {
    let lines = status.split(separator: UInt8(ascii: "\n"))
    guard let line = lines.first(where: { $0.starts(with: "Cpus_allowed:".utf8) }) else { return nil }
    // Hexadecimal digits, with commas between groups of them.
    let mask = line.drop { $0 != UInt8(ascii: ":") }
    let count = mask.reduce(0) { $0 + (Character(Unicode.Scalar($1)).hexDigitValue?.nonzeroBitCount ?? 0) }
    return count > 0 ? count : nil
  }

  /// Starts a thread.
  ///
  /// - Returns: Whether the system has allowed another one.
  static func start(_ body: @escaping @Sendable () -> Void) -> Bool {
    let context = Unmanaged.passRetained(ThreadBody(body))
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, stackSize)
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    #if canImport(Darwin)
      var thread: pthread_t?
      let code = pthread_create(&thread, &attributes, { runThread($0) }, context.toOpaque())
    #else
      var thread = pthread_t()
      let code = pthread_create(&thread, &attributes, { runThread($0) }, context.toOpaque())
    #endif
    if code != 0 { context.release() }
    return code == 0
  }
}

/// What a thread does, as an object that a pointer can lead to.
private final class ThreadBody: Sendable {
  let run: @Sendable () -> Void

  init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}

private func runThread(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  if let context { Unmanaged<ThreadBody>.fromOpaque(context).takeRetainedValue().run() }
  return nil
}
