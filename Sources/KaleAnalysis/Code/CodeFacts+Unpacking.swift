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

  /// Returns whether the value of a binding looks like a choice, or like a collection with the elements of others:
  /// `[row for row in rows …]`, `{**defaults, …}`, `rows or []`.
  package func selects(_ binding: Binding) -> Bool {
    let value = source[min(max(0, binding.range.upperBound), source.count)...].prefix(Self.longestStart)
    return value.indices.contains { place in
      Self.selectingWords.contains { value[place...].starts(with: $0.utf8) }
    }
  }

  private static let selectingWords = [" for ", " or ", " if ", "{**", "[*", ", **", ", *"]

  /// A selection names its elements at once.
  private static let longestStart = 64

  /// Returns whether code changes what an element holds rather than the object itself: `settings["model"]["depth"] = 9`.
  package func changesElement(_ change: ChangeFact) -> Bool {
    let target = source[change.range.clamped(to: 0..<source.count)]
    return zip(target, target.dropFirst()).contains { one, next in
      one == UInt8(ascii: "]") && (next == UInt8(ascii: "[") || next == UInt8(ascii: "."))
    }
  }
}
