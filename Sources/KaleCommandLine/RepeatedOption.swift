import JSONSyntax

/// An option with one value that a command line gives twice: the parser would take the last without a word.
package enum RepeatedOption {
  /// Looks for one.
  ///
  /// - Parameters:
  ///   - arguments: The command line.
  ///   - help: The definition of its command, as the argument parser writes it. It takes longer to write than most
  ///     commands run, and is asked for where an option is repeated.
  /// - Returns: The option's name with its dashes.
  package static func first(in arguments: [String], help: () -> String) -> String? {
    let names = arguments.prefix { $0 != "--" }.filter { $0.hasPrefix("--") }
      .map { String($0.prefix { $0 != "=" }) }
    var seen: Set<String> = []
    let repeated = names.filter { !seen.insert($0).inserted }
    guard !repeated.isEmpty else { return nil }
    let arguments = JSONTree(parsing: Array(help().utf8)).root?["command"]?["arguments"]
    let single = Set((arguments?.elements.map(\.self) ?? []).filter(hasOneValue).flatMap(names(of:)))
    return repeated.first(where: single.contains)
  }

  private static func hasOneValue(_ argument: JSONNode) -> Bool {
    argument["kind"]?.string == "option" && argument["isRepeating"]?.bool != true
  }

  private static func names(of argument: JSONNode) -> [String] {
    (argument["names"]?.elements.map(\.self) ?? []).compactMap { $0["name"]?.string.map { "--" + $0 } }
  }
}
