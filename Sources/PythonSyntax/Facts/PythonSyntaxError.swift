/// A place where CPython would refuse the code.
public struct PythonSyntaxError: Error, Sendable, Hashable {
  /// CPython's words, or better ones: `'(' was never closed`.
  public var message: String
  /// The bytes at fault; may be empty.
  public var range: Range<Int>

  /// An error at `range`.
  public init(message: String, range: Range<Int>) {
    self.message = message
    self.range = range
  }
}
