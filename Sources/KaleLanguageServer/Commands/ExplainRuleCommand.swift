import JSONRPC
import JSONSyntax
import KaleRules
import KaleWorkspace
import LanguageServerProtocol

/// `{rule}` → `{text, path}`: has the client open the page of a rule, which is part of the binary and needs no network.
enum ExplainRuleCommand: ServerCommand {
  static let name = "kale.explainRule"

  struct Argument: JSONDecodable, JSONEncodable {
    /// The rule's name or code.
    let rule: String

    init(rule: String) { self.rule = rule }

    init(json: JSONNode) throws(JSONDecodingError) { rule = try json.required("rule") }

    var json: JSONValue { ["rule": rule.json] }
  }

  struct Answer: JSONEncodable {
    /// The page, as Markdown.
    let text: String
    /// The file that the client has opened; nil if it opened none.
    let path: String?

    var json: JSONValue { ["text": text.json, "path": path.json] }
  }

  static func execute(
    _ argument: Argument, for call: CommandCall<Answer>, in session: Session
  ) throws -> Reply<Answer> {
    guard let rule = RuleCatalogue.rule(named: argument.rule) else {
      throw ResponseError(.invalidParams, RuleSelector.unknown(argument.rule).message)
    }
    let page = RulePage(of: rule.description)
    guard session.abilities.showsDocuments, let path = session.write(page, named: rule.description.name)
    else { return .now(Answer(text: page.standaloneText, path: nil)) }
    session.show(path, takesFocus: true) { isShown in
      call.finish(with: .success(Answer(text: page.standaloneText, path: isShown ? path : nil)))
    }
    return .later
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
      let command = ExplainRuleCommand.command(
        title: title, ExplainRuleCommand.Argument(rule: finding.rule.name))
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
