import PythonSyntax

extension CodeFacts {
  /// Returns whether a binding is that of one of several targets: another one follows it or precedes it, as in
  /// `head, *tail = rows`.
  package func unpacks(_ binding: Binding) -> Bool {
    let (start, end) = (binding.range.lowerBound, binding.range.upperBound)
    guard start >= 0, end <= source.count else { return false }
    let (space, comma, star) = (UInt8(ascii: " "), UInt8(ascii: ","), UInt8(ascii: "*"))
    let before = source[..<start].last { $0 != space }
    return before == comma || before == star || source[end...].first { $0 != space } == comma
  }

  /// Returns whether the value of a binding looks like a comprehension that selects elements: `[row for row in rows …]`.
  package func selects(_ binding: Binding) -> Bool {
    let rest = source[min(max(0, binding.range.upperBound), source.count)...].prefix(Self.longestStart)
    let value = rest.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "=") }
    guard let first = value.first, "[{(".utf8.contains(first) else { return false }
    return value.indices.contains { value[$0...].starts(with: " for ".utf8) }
  }

  /// A selection names its elements at once.
  private static let longestStart = 64
}
