import ArgumentParser
import KaleAnalysis
import KaleRules

/// The options that say which findings count, and how much.
package struct SelectionOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Use only these rules: names, codes or code prefixes (KALE2), separated by commas.", valueName: "rules"),
    completion: .list(RuleDocumentation.names), transform: Self.selectors)
  var select: [[RuleSelector]] = []

  @Option(
    help: ArgumentHelp("Ignore these rules; takes precedence over --select.", valueName: "rules"),
    completion: .list(RuleDocumentation.names), transform: Self.selectors)
  var ignore: [[RuleSelector]] = []

  @Flag(help: "Treat everything Kale would reject or get wrong as an error.")
  var strict = false

  @Option(
    help: "Runtime of the pipeline's steps: kale-lsp's own or Kale's. Defaults to the notebook's, then exact."
  )
  var runtime: PipelineRuntime?

  package init() {}

  /// What the options say.
  package var selection: FindingSelection {
    var selection = FindingSelection()
    selection.isStrict = strict
    selection.runtime.required = runtime
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

extension PipelineRuntime: ExpressibleByArgument {}
