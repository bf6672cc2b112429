#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The environment that the process was started in.
enum ProcessEnvironment {
  /// Every variable that is set.
  static var variables: [String: String] { ProcessInfo.processInfo.environment }

  /// A variable's value without blanks around it; nil where it is not set or empty.
  static func value(of variable: String) -> String? {
    guard let start = getenv(variable) else { return nil }
    let value = String(cString: start).drop(while: \.isWhitespace)
    let end = value.lastIndex { !$0.isWhitespace }
    return end.map { String(value[...$0]) }
  }
}
