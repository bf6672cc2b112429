import ArgumentParser
import KaleLanguageServer

struct Rules: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "List every rule.")

  func run() {
    print(RuleDocumentation.index, terminator: "")
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

  @Argument(help: "The rule's name or code.", completion: .list(RuleDocumentation.names))
  var name: String

  func run() throws {
    guard let page = RuleDocumentation.page(of: name) else {
      throw ExitStatus.stop("there is no rule \(name); `kale-lsp rules` lists them")
    }
    print(page, terminator: "")
  }
}
