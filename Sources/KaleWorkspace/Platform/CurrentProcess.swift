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
  package static func exit(_ status: Int32) -> Never { endProcess(status) }
}

// Inside the type the name `exit` is its own.
private func endProcess(_ status: Int32) -> Never { exit(status) }
