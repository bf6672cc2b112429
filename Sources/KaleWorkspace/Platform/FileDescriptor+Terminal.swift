#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension FileDescriptor {
  /// Whether the descriptor is that of a terminal.
  package var isTerminal: Bool { isatty(rawValue) == 1 }
}
