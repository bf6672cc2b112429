/// The arguments of a command where they can be read in one way only: options that are written out, each at most once and
/// followed by a value, and operands, none of which looks like an option.
package struct PlainArguments {
  /// What is neither an option nor the value of one.
  package private(set) var operands: [String] = []
  /// The values of the options that are given.
  package private(set) var values: [String: String] = [:]
  /// The options without a value that are given.
  package private(set) var flags: Set<String> = []

  /// Reads arguments; nil where they hold anything else: another option, a short one, a value after `=`.
  ///
  /// - Parameters:
  ///   - arguments: What follows the command's name.
  ///   - options: The names of options that take a value.
  ///   - flags: The names of options that take none.
  package init?(_ arguments: some Sequence<String>, options: Set<String>, flags: Set<String>) {
    var iterator = arguments.makeIterator()
    while let argument = iterator.next() {
      if argument.utf8.first != UInt8(ascii: "-") {
        operands.append(argument)
      } else if flags.contains(argument) {
        guard self.flags.insert(argument).inserted else { return nil }
      } else {
        guard options.contains(argument), values[argument] == nil, let value = iterator.next(),
          value.utf8.first != UInt8(ascii: "-")
        else { return nil }
        values[argument] = value
      }
    }
  }
}
