extension Set<String> {
  /// The names that are not in another set. Costs as much as this set has names, however large the other is.
  package func excluding(_ other: Set<String>) -> Set<String> {
    if isEmpty || other.isEmpty { return self }
    return filter { !other.contains($0) }
  }
}
