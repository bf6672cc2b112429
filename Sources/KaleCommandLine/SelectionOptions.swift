import KaleAnalysis
import ArgumentParser
import KaleRules

/// The options that say which findings count, and how much.
package struct SelectionOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Only these rules: names, codes or fronts of codes (KALE2), separated by commas.", valueName: "rules"),
    completion: .list(RuleDocumentation.names), transform: Self.selectors)
  var select: [[RuleSelector]] = []

  @Option(
    help: ArgumentHelp("Not these rules; this counts more than --select.", valueName: "rules"),
    completion: .list(RuleDocumentation.names), transform: Self.selectors)
  var ignore: [[RuleSelector]] = []

  @Flag(help: "Take what \(KaleRelease.current) refuses for an error, though kale-lsp compiles it.")
  var strict = false

  package init() {}

  /// What the options say.
  package var selection: FindingSelection {
    var selection = FindingSelection()
    selection.isStrict = strict
    for selectors in select { selection.select(selectors) }
    for selectors in ignore { selection.ignore(selectors) }
    return selection
  }

  private static func selectors(_ list: String) throws -> [RuleSelector] {
    do {
      return try list.split(separator: ",").map { part throws(UnknownRule) in
        try RuleSelector(part.filter { $0 != " " })
      }
    } catch {
      throw ValidationError(error.message)
    }
  }
}
