import ArgumentParser
import KaleCommandLine
import KaleRules
import KaleWorkspace

struct Rules: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules",
    abstract: "List all rules.",
    discussion: """
      Examples:
        kale-lsp rules
        kale-lsp rules --output-format json
        kale-lsp rules --output docs/rules   write a page for each rule
      """)

  @Option(help: "Format of the list: text by default on a terminal, Markdown elsewhere.")
  var outputFormat: RuleList.Format?

  @Option(
    help: "Write the list, a page for each rule and the schemas of the settings to this folder.",
    completion: .directory)
  var output: String?

  func validate() throws {
    if output != nil, outputFormat != nil {
      throw ValidationError("--output-format cannot be combined with --output.")
    }
  }

  func run() throws {
    guard let output else {
      StandardOutput.append(RuleList.text(outputFormat, .ofOutput), terminator: "")
      return
    }
    do {
      for (name, text) in RuleDocumentation.files {
        try FileSystem.write(text, to: FileSystem.join(output, name))
      }
    } catch {
      throw ExitStatus.stop(error.description)
    }
  }
}

struct RulePage: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rule", abstract: "Explain a rule.",
    discussion: """
      Examples:
        kale-lsp rule unknown-tag
        kale-lsp rule KALE001
      """)

  @Argument(help: "Name or code of the rule.", completion: .list(RuleDocumentation.names))
  var name: String

  func run() throws {
    guard let page = RuleDocumentation.page(of: name) else {
      throw ExitStatus.stop(RuleSelector.unknown(name).message)
    }
    StandardOutput.append(page, terminator: "")
  }
}

extension RuleList.Format: ExpressibleByArgument {}
