import PythonSyntax

extension CodeFacts {
  /// Returns whether a binding is that of one of several targets: another one follows it or precedes it, as in
  /// `head, tail = pair`.
  package func unpacks(_ binding: Binding) -> Bool {
    let (start, end) = (binding.range.lowerBound, binding.range.upperBound)
    guard start >= 0, end <= source.count else { return false }
    let (space, comma) = (UInt8(ascii: " "), UInt8(ascii: ","))
    return source[end...].first { $0 != space } == comma || source[..<start].last { $0 != space } == comma
  }
}
