import JSONRPC
import JSONSyntax
import KaleRules
import KaleWorkspace
import LanguageServerProtocol

/// `{rule}` → `{text, path}`: has the client open the page of a rule, which is part of the binary and needs no network.
enum ExplainRuleCommand: ServerCommand {
  static let name = "kale.explainRule"

  static func execute(_ invocation: CommandInvocation, in session: Session) throws -> Reply {
    guard case .string(let name) = invocation.arguments.first?["rule"] else {
      throw ResponseError(
        .invalidParams, "`kale.explainRule` takes one argument: an object with `rule`, a name or code.")
    }
    guard let rule = RuleCatalogue.rule(named: name) else {
      throw ResponseError(.invalidParams, RuleSelector.unknown(name).message)
    }
    let page = RulePage(of: rule.description)
    guard session.abilities.showsDocuments, let path = session.write(page, named: rule.description.name)
    else { return .now(answer(page, path: nil)) }
    session.show(path, takesFocus: true) { isShown in
      session.finish(invocation.request, with: .success(answer(page, path: isShown ? path : nil)))
    }
    return .later
  }

  private static func answer(_ page: RulePage, path: String?) -> JSONValue {
    ["text": .string(page.standaloneText), "path": path.map(JSONValue.string) ?? .null]
  }
}

extension Session {
  /// Writes a rule's page into the cache folder, since clients show files and nothing else; returns its path, or nil if
  /// that is impossible.
  fileprivate func write(_ page: RulePage, named name: String) -> String? {
    guard let cache = environment.cacheFolder() else { return nil }
    let folder = FileSystem.join(cache, "kale-lsp/\(KaleLSPVersion.current)/rules")
    let path = FileSystem.join(folder, "\(name).md")
    do {
      try FileSystem.write(page.standaloneText, to: path)
      return path
    } catch {
      log(.warning, "\(error)")
      return nil
    }
  }

  /// Offers to explain the rules of some findings: to clients that can show the page, and only if you ask for actions, not
  /// each time the cursor moves.
  func explainActions(
    _ findings: [(finding: Finding, location: Location)], _ context: CodeActionContext,
    _ notebook: OpenNotebook
  ) -> [CodeAction] {
    guard abilities.showsDocuments, context.triggerKind != .automatic, context.wants(.quickFixKaleExplain)
    else { return [] }
    var explained: Set<RuleDescription> = []
    return findings.compactMap { finding, location in
      guard explained.insert(finding.rule).inserted else { return nil }
      let title = "Explain rule `\(finding.rule.name)`"
      let command = Command(
        title: title, command: ExplainRuleCommand.name, arguments: [["rule": .string(finding.rule.name)]])
      return CodeAction(
        title: title, kind: .quickFixKaleExplain,
        diagnostics: diagnostics(of: finding, at: location, in: notebook, knownTo: context), command: command)
    }
  }
}

extension CodeActionKind {
  /// Opening the page of a rule. It is shown with the fixes of a problem, but changes nothing.
  static let quickFixKaleExplain = CodeActionKind(rawValue: "quickfix.kale.explain")
}
