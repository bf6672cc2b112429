#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The environment that the process was started in.
enum ProcessEnvironment {
  /// A variable's value without blanks around it; nil where it is not set or empty.
  static func value(of variable: String) -> String? {
    let value = (ProcessInfo.processInfo.environment[variable] ?? "").drop(while: \.isWhitespace)
    let end = value.lastIndex { !$0.isWhitespace }
    return end.map { String(value[...$0]) }
  }
}
