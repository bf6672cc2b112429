extension String {
  /// A message for what shows text as it is: without the backticks around code.
  package var withoutBackticks: String { filter { $0 != "`" } }
}
