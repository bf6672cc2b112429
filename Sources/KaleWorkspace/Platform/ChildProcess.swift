#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif
import Dispatch
import Synchronization

/// A program that this one has started, in a process group of its own.
package final class ChildProcess: RunningProgram {
  /// How long a program that is to stop may take until it is made to.
  private static let patience = DispatchTimeInterval.seconds(8)

  private let identifier: pid_t
  private let output: FileDescriptor
  /// Whether the operating system still knows the program under its number.
  private let isRunning = Mutex(true)
  /// Writes to the program and closes the way to it, one after the other.
  private let writer = DispatchQueue(label: "kale-lsp.child.writer")
  private let input: Mutex<FileDescriptor?>
  private let ended = DispatchGroup()

  /// Starts a program, whose output and errors go into one stream, unless it says otherwise.
  ///
  /// - Parameter program: The program. It reads its `input`, after which the stream stays open until it has to stop.
  /// - Throws: Why the operating system does not start the program.
  package init(_ program: Program) throws(ProgramFailure) {
    var inputEnds: (read: Int32, write: Int32) = (-1, -1)
    var outputEnds: (read: Int32, write: Int32) = (-1, -1)
    defer { for end in [inputEnds.read, outputEnds.write] where end >= 0 { close(end) } }
    do {
      inputEnds = try Self.pipe()
      outputEnds = try Self.pipe()
      identifier = try Self.spawn(program, input: inputEnds.read, output: outputEnds.write)
    } catch {
      for end in [inputEnds.write, outputEnds.read] where end >= 0 { close(end) }
      throw ProgramFailure(path: program.path, reason: error.description)
    }
    input = Mutex(FileDescriptor(rawValue: inputEnds.write))
    output = FileDescriptor(rawValue: outputEnds.read)
    FileDescriptor.ignoreBrokenPipeSignal()
    ended.enter()
    send(program.input)
    DispatchQueue(label: "kale-lsp.child.end").async { [self] in waitUntilItEnds() }
  }

  deinit {
    close(output.rawValue)
    if let input = input.withLock({ $0 }) { close(input.rawValue) }
  }

  package func forEachLine(_ handle: ([UInt8]) -> Void) -> ProgramEnd {
    var splitter = LineSplitter()
    while let bytes = try? output.read(upTo: 1 << 16), !bytes.isEmpty {
      for line in splitter.feed(bytes) { handle(line) }
    }
    if let last = splitter.end() { handle(last) }
    return waitForEnd()
  }

  /// Reads all that the program writes.
  ///
  /// - Returns: What it wrote, and how it ended.
  func readAll() -> (bytes: [UInt8], end: ProgramEnd) {
    var all: [UInt8] = []
    while let bytes = try? output.read(upTo: 1 << 16), !bytes.isEmpty { all += bytes }
    return (all, waitForEnd())
  }

  private func waitForEnd() -> ProgramEnd {
    ended.wait()
    return isRunning.withLock { isRunning in
      var status: Int32 = 0
      guard isRunning, waitpid(identifier, &status, 0) == identifier else { return .unknown }
      isRunning = false
      let signal = status & 0x7F
      return signal == 0 ? .status(status >> 8 & 0xFF) : .signal(signal)
    }
  }

  package func send(_ bytes: [UInt8]) {
    // It may take its time to read, or never do.
    writer.async { [self] in
      let descriptor = input.withLock { $0 }
      try? descriptor?.writeAll(bytes)
    }
  }

  package func stop() {
    signal(SIGTERM, toGroup: false)
    DispatchQueue.global().asyncAfter(deadline: .now() + Self.patience) { [weak self] in
      self?.signal(SIGKILL, toGroup: true)
    }
  }

  /// Asks it to halt. A runner halts its steps, which are in groups of their own, and waits.
  func suspend() { signal(SIGTSTP, toGroup: false) }

  /// Has it go on.
  func resume() { signal(SIGCONT, toGroup: false) }

  package func waitUntilEnded(seconds: Int) {
    if ended.wait(timeout: .now() + .seconds(seconds)) == .timedOut { signal(SIGKILL, toGroup: true) }
  }

  private func signal(_ number: Int32, toGroup: Bool) {
    isRunning.withLock { isRunning in
      if isRunning { kill(toGroup ? -identifier : identifier, number) }
    }
  }

  /// Once the program has ended, what is left of its group is ended too. Until it has been asked how the program ended, the
  /// operating system keeps its number for it.
  private func waitUntilItEnds() {
    var information = siginfo_t()
    while waitid(P_PID, id_t(identifier), &information, WEXITED | WNOWAIT) != 0, errno == EINTR {}
    signal(SIGKILL, toGroup: true)
    ended.leave()
  }
}

// MARK: - Starting

extension ChildProcess {
  private static func pipe() throws(FileDescriptor.Failure) -> (read: Int32, write: Int32) {
    var ends: [Int32] = [-1, -1]
    guard systemPipe(&ends) == 0 else { throw FileDescriptor.Failure(code: errno) }
    // No other program is to keep them open.
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
  }

  private static func spawn(
    _ program: Program, input: Int32, output: Int32
  ) throws(FileDescriptor.Failure) -> pid_t {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #else
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, input, 0)
    posix_spawn_file_actions_adddup2(&actions, output, 1)
    if !program.keepsErrorsApart { posix_spawn_file_actions_adddup2(&actions, output, 2) }
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // A group of its own, so that Ctrl-C reaches it through this program alone; and what this program does with signals
    // is none of its business.
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    for signal in [SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGXFSZ, SIGTSTP, SIGCONT] {
      sigaddset(&signals, signal)
    }
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setpgroup(&attributes, 0)
    let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
    posix_spawnattr_setflags(&attributes, Int16(truncatingIfNeeded: Int(flags)))

    let environment = ProcessEnvironment.variables.merging(program.environment) { _, new in new }
    var identifier: pid_t = 0
    let code = withCStrings([program.path] + program.arguments) { arguments in
      withCStrings(environment.map { "\($0.key)=\($0.value)" }) { environment in
        posix_spawn(&identifier, program.path, &actions, &attributes, arguments, environment)
      }
    }
    guard code == 0 else { throw FileDescriptor.Failure(code: code) }
    return identifier
  }

  /// The texts as C has lists of them, for as long as `body` runs.
  private static func withCStrings<Result>(
    _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
  ) -> Result {
    let copies = texts.map { strdup($0) }
    defer { for copy in copies { free(copy) } }
    return body(copies + [nil])
  }
}

// Inside the type the name `pipe` is its own.
private func systemPipe(_ ends: UnsafeMutablePointer<Int32>) -> Int32 { pipe(ends) }
