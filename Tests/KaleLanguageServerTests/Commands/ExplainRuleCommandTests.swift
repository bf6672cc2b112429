import JSONRPC
import JSONSyntax
import KaleLanguageServer
import KaleRules
import KaleTestSupport
import LanguageServerProtocol
import Testing

/// `kale.explainRule`, and the code action that leads to it
@Suite struct ExplainRuleCommandTests {
  private static let showsDocuments: JSONValue = ["window": ["showDocument": ["support": true]]]
  private static let page =
    RuleCatalogue.rule(named: "unknown-tag").map { RulePage(of: $0.description).standaloneText } ?? ""

  private func explain(_ conversation: Conversation, _ argument: JSONValue) -> Result<
    JSONValue, ResponseError
  >? {
    conversation.request(
      "workspace/executeCommand", ["command": "kale.explainRule", "arguments": [argument]], id: 7)
  }

  @Test func theTextIsTheSameOnEveryShape() {
    onEveryShape(of: "# %% tags=[\"step:a\"]\nx = 1", sourceLocation: #_sourceLocation) { editor in
      let answer = editor.request(
        "workspace/executeCommand", ["command": "kale.explainRule", "arguments": [["rule": "unknown-tag"]]])
      #expect(answer?["text"] == .string(Self.page), "\(editor.name)")
    }
  }

  @Test(arguments: ["unknown-tag", "KALE001", "kale001"])
  func aClientThatShowsNoDocumentsGetsTheText(rule: String) {
    let conversation = Conversation.running()
    #expect(
      explain(conversation, ["rule": .string(rule)]) == .success(["text": .string(Self.page), "path": nil]))
  }

  @Test(arguments: [true, false]) func thePageIsOpened(isShown: Bool) throws {
    let folder = try TemporaryFolder()
    let conversation = Conversation.running(Self.showsDocuments, cacheFolder: folder.path)
    // Twice: the page is there the second time.
    for _ in 0..<2 {
      _ = conversation.client.take()
      #expect(explain(conversation, ["rule": "unknown-tag"]) == nil)
      guard case .request(let id, "window/showDocument", let params)? = conversation.client.sent.last else {
        Issue.record("\(conversation.client.sent)")
        return
      }
      let path = try #require(params?["uri"]?.asString.flatMap { DocumentURI($0).filePath })
      #expect(path.hasPrefix(folder.path) && path.hasSuffix("/rules/unknown-tag.md"))
      #expect(try folder.text(String(path.dropFirst(folder.path.count + 1))) == Self.page)
      conversation.respond(to: id, ["success": .bool(isShown)])
      #expect(
        conversation.answer(to: 7)
          == .success(["text": .string(Self.page), "path": isShown ? .string(path) : nil]))
    }
  }

  @Test func withoutAPlaceForThePageTheClientGetsTheText() throws {
    let folder = try TemporaryFolder()
    try folder.write("", "file")
    for cache in [nil, folder.path("file")] {
      let conversation = Conversation.running(Self.showsDocuments, cacheFolder: cache)
      #expect(
        explain(conversation, ["rule": "unknown-tag"]) == .success(["text": .string(Self.page), "path": nil]))
    }
  }

  @Test(
    arguments: [[:], ["rule": 7], ["rule": "unknown-tags"], ["rule": "../unknown-tag"], "unknown-tag"]
      as [JSONValue])
  func whatIsNoRuleIsAnError(argument: JSONValue) {
    guard case .failure(let error)? = explain(Conversation.running(Self.showsDocuments), argument) else {
      Issue.record("\(argument) is answered")
      return
    }
    #expect(error.code == .invalidParams)
  }

  @Test(
    arguments: [
      (nil, nil, true), (1, nil, true), (2, nil, false), (1, "quickfix", true), (1, "refactor", false),
      (1, "quickfix.kale.explain", true),
    ] as [(Int?, String?, Bool)])
  func theActionIsOfferedToThoseWhoAsk(trigger: Int?, kind: String?, isOffered: Bool) {
    assertExplains(trigger: trigger, only: kind, isOffered: isOffered)
  }

  @Test func theActionIsOfferedWherePagesCanBeShown() {
    assertExplains(trigger: 1, only: nil, showsDocuments: false, isOffered: false)
  }

  /// Asks for code actions where a rule reports two problems, and follows the one that explains it.
  private func assertExplains(
    trigger: Int?, only kind: String?, showsDocuments: Bool = true, isOffered: Bool
  ) {
    let text = """
      # %% tags=["step:load"]
      houses = 1
      # %% tags=["step:split", «"prev:laod"», «"prev:loda"»]
      print(houses)
      """
    onEveryShape(of: text, showsDocuments: showsDocuments, sourceLocation: #_sourceLocation) { editor in
      guard let first = editor.location(ofMark: 0), let last = editor.location(ofMark: 1) else { return }
      var context: [JSONMember] = [JSONMember(key: "diagnostics", value: [])]
      if let trigger { context.append(JSONMember(key: "triggerKind", value: .integer(trigger))) }
      if let kind { context.append(JSONMember(key: "only", value: [.string(kind)])) }
      let range = PositionRange(start: first.range.start, end: last.range.end)
      let actions =
        editor.request(
          "textDocument/codeAction",
          [
            "textDocument": ["uri": .string(first.uri.description)], "range": range.json,
            "context": .object(context),
          ])?.elements ?? []
      let explaining = actions.filter { $0["kind"] == "quickfix.kale.explain" }
      let titles = explaining.compactMap { $0["title"]?.asString }
      #expect(
        titles == (isOffered ? ["Explain rule `unknown-previous-step`"] : []), "\(editor.name): \(titles)")
      #expect(explaining.allSatisfy { $0["command"]?["command"] == "kale.explainRule" && $0["edit"] == nil })
      #expect(explaining.allSatisfy { $0["isPreferred"] == nil && $0["diagnostics"]?.elements.count == 1 })
    }
  }
}
