#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The process that this code runs in.
package enum CurrentProcess {
  /// Ends the process, once what has been printed is written.
  package static func exit(_ status: Int32) -> Never {
    StandardOutput.flush()
    endProcess(status)
  }

  /// Replaces the process by another program, which gets its terminal and its environment.
  ///
  /// - Parameters:
  ///   - path: The path of the executable file.
  ///   - arguments: The arguments, without the name of the program.
  /// - Throws: Why the operating system does not start the program.
  package static func become(_ path: String, arguments: [String]) throws(ProgramFailure) -> Never {
    StandardOutput.flush()
    // What this program ignores, the other one would ignore too; and Ctrl-C is meant for it from now on.
    for number in [SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGXFSZ] { _ = signal(number, SIG_DFL) }
    var signals = sigset_t()
    sigemptyset(&signals)
    sigprocmask(SIG_SETMASK, &signals, nil)
    let words = ([path] + arguments).map { strdup($0) }
    execv(path, words + [nil])
    let code = errno
    for word in words { free(word) }
    throw ProgramFailure(path: path, reason: FileDescriptor.Failure(code: code).description)
  }
}

// Inside the type the name `exit` is its own.
private func endProcess(_ status: Int32) -> Never { exit(status) }
