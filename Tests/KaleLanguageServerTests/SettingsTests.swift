import JSONRPC
import JSONSyntax
import KaleLanguageServer
import KaleTestSupport
import Testing

/// Settings from `initialize`, from `workspace/configuration` and from `workspace/didChangeConfiguration`.
@Suite struct SettingsTests {
  private static let asksAndRegisters: JSONValue = [
    "workspace": ["configuration": true, "didChangeConfiguration": ["dynamicRegistration": true]]
  ]

  private func conversation(_ capabilities: JSONValue, options: JSONValue = .null) -> Conversation {
    let conversation = Conversation()
    conversation.request(
      "initialize", ["processId": nil, "capabilities": capabilities, "initializationOptions": options])
    _ = conversation.client.take()
    conversation.notify("initialized", [:])
    return conversation
  }

  /// Opens a notebook with a finding in each of two cells, and gives what is published.
  private func open(_ conversation: Conversation) -> [String] {
    conversation.openNotebook([(["hide-input", "step:a"], "x = 1"), (["step:b"], "print(missing)")])
    return published(conversation)
  }

  private func published(_ conversation: Conversation) -> [String] {
    conversation.takePublished().sorted { $0.key < $1.key }.flatMap(\.value)
  }

  private func requests(_ conversation: Conversation) -> [(id: RequestID, method: String)] {
    conversation.client.take().compactMap { sent in
      if case .request(let id, let method, _) = sent { return (id, method) }
      return nil
    }
  }

  @Test func theClientIsAskedOnceItIsReadyAndWheneverSettingsChange() throws {
    let conversation = conversation(Self.asksAndRegisters)
    let sent = requests(conversation)
    #expect(sent.map(\.method) == ["client/registerCapability", "workspace/configuration"])
    #expect(open(conversation) == ["KALE002", "KALE208"])
    conversation.respond(to: try #require(sent.last).id, [["rules": ["foreign-tag": "off"]]])
    #expect(conversation.takePublished() == ["c0": []])

    conversation.notify("workspace/didChangeConfiguration", ["settings": nil])
    let again = requests(conversation)
    #expect(again.map(\.method) == ["workspace/configuration"])
    conversation.respond(to: try #require(again.first).id, [nil])
    #expect(conversation.takePublished() == ["c0": ["KALE002"]])
  }

  @Test func aClientThatCannotBeAskedPushesThem() {
    let conversation = conversation([:])
    #expect(conversation.client.take().isEmpty)
    #expect(open(conversation) == ["KALE002", "KALE208"])
    conversation.notify(
      "workspace/didChangeConfiguration", ["settings": ["kale": ["rules": ["KALE2": "off"]]]])
    #expect(conversation.takePublished() == ["c1": []])
  }

  @Test(
    arguments: [
      ["rules": ["KALE2": "off"]], ["kale": ["rules": ["missing-name": "off"], "path": "x"]],
    ] as [JSONValue])
  func theOptionsOfInitializeCountFromTheStart(options: JSONValue) {
    #expect(open(conversation([:], options: options)) == ["KALE002"])
  }

  @Test func severitiesArePublished() {
    let conversation = conversation(
      [:], options: ["strict": true, "rules": ["missing-name": "information"]])
    conversation.openNotebook([(["hide-input", "step:a"], "x = 1"), (["step:b"], "print(missing)")])
    let severities = conversation.client.take().flatMap { sent -> [JSONValue] in
      guard case .notification(_, let params) = sent, case .array(let list) = params?["diagnostics"] else {
        return []
      }
      return list.compactMap { $0["severity"] }
    }
    #expect(severities == [1, 3])
  }

  @Test func aFaultIsToldOnceAndTheRestHolds() {
    let conversation = conversation([:])
    _ = conversation.client.take()
    let settings: JSONValue = [
      "settings": [
        "kale": [
          "strict": "yes", "trace": ["server": "off"],
          "rules": ["mising-name": "off", "missing-name": "warn", "foreign-tag": "off"],
        ]
      ]
    ]
    conversation.notify("workspace/didChangeConfiguration", settings)
    let told = conversation.client.take().compactMap { sent -> String? in
      guard case .notification("window/showMessage", let params) = sent,
        case .string(let message) = params?["message"]
      else { return nil }
      return message
    }
    #expect(
      told == [
        "The setting kale.strict must be true or false.",
        "In the setting kale.rules: Unknown rule mising-name. Did you mean missing-name?",
        "The setting kale.rules.missing-name must be one of off, error, warning, information, hint. "
          + "Did you mean warning?",
      ])
    conversation.notify("workspace/didChangeConfiguration", settings)
    #expect(conversation.client.take().isEmpty)
    #expect(open(conversation) == ["KALE208"])
  }

  @Test(arguments: [3, ["rules": 3], ["rules": ["KALE2": 3]], "x", ["kale": [1]]] as [JSONValue])
  func settingsOfAnyFormAreSurvived(settings: JSONValue) {
    let conversation = conversation([:])
    conversation.notify("workspace/didChangeConfiguration", ["settings": settings])
    #expect(conversation.client.take().count == 1)
    #expect(open(conversation) == ["KALE002", "KALE208"])
  }
}
