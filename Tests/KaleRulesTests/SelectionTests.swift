import KaleTestSupport
import KaleAnalysis
import KaleRules
import NotebookModel
import Testing

/// Which findings are shown, and how grave they are.
@Suite struct SelectionTests {
  /// Has a foreign tag, a warning that Kale refuses; another warning, and two errors.
  private static let notebook = """
    # %% tags=["hide-input", "step:load", "prev:load", "label:a:b", "label:a:b"]
    data = 1
    # %% tags=["step:train"]
    print(data)
    """

  private func shown(_ change: (inout FindingSelection) throws -> Void) rethrows -> [String: Finding.Severity]
  {
    var selection = FindingSelection()
    try change(&selection)
    let findings = selection.findings(in: analysis(of: Self.notebook))
    return Dictionary(findings.map { ($0.rule.name, $0.severity) }, uniquingKeysWith: { first, _ in first })
  }

  @Test func everythingIsShownAsGraveAsTheRulesSay() {
    #expect(
      shown { _ in } == [
        "foreign-tag": .warning, "duplicate-tag": .warning, "self-dependency": .error, "missing-name": .error,
      ])
  }

  @Test func strictMakesErrorsOfWhatKaleRefuses() {
    let severities = shown { $0.isStrict = true }
    #expect(severities["foreign-tag"] == .error)
    #expect(severities["duplicate-tag"] == .warning)
  }

  @Test(arguments: [
    (["KALE208"], [], ["missing-name"]), (["kale2"], [], ["missing-name"]),
    (["KALE"], ["KALE0", "missing-name"], ["self-dependency"]),
    ([], ["foreign-tag", "KALE009"], ["missing-name", "self-dependency"]),
    (["foreign-tag", "KALE101"], ["KALE101"], ["foreign-tag"]),
  ])
  func rulesAreSelectedAndIgnored(select: [String], ignore: [String], names: [String]) throws {
    let severities = try shown { selection in
      selection.select(try select.map(RuleSelector.init))
      selection.ignore(try ignore.map(RuleSelector.init))
    }
    #expect(severities.keys.sorted() == names)
  }

  @Test func theMoreExactLevelCounts() throws {
    let severities = try shown { selection in
      selection.setLevels([
        (try RuleSelector("missing-name"), .severity(.hint)), (try RuleSelector("KALE2"), .severity(.error)),
        (try RuleSelector("KALE"), .off), (try RuleSelector("KALE002"), .severity(.information)),
      ])
    }
    #expect(severities == ["missing-name": .hint, "foreign-tag": .information])
  }

  @Test func aLevelCountsMoreThanStrict() throws {
    let severities = try shown { selection in
      selection.isStrict = true
      selection.setLevels([(try RuleSelector("foreign-tag"), .severity(.hint))])
    }
    #expect(severities["foreign-tag"] == .hint)
  }

  @Test(arguments: [
    ("mising-name", ["missing-name"]), ("foreign-tags", ["foreign-tag"]), ("nothing-like-it", []),
    ("malformed-limel", ["malformed-limit", "malformed-label"]), ("KALE9", []), ("", []), ("K", []),
  ])
  func unknownRulesAreToldWithWhatWasMeant(text: String, suggestions: [String]) {
    #expect(throws: RuleSelector.unknown(text)) { try RuleSelector(text) }
    #expect(RuleSelector.unknown(text).suggestions == suggestions)
    #expect(RuleSelector.unknown(text).message.contains("`\(text)`"))
  }

  @Test func messagesOfWhatOnlyKaleRefusesSayBoth() {
    for rule in RuleCatalogue.rules {
      for example in rule.description.examples.triggering {
        for finding in analysis(of: example).findings()
        where finding.kale == .refused && finding.severity != .error && finding.severity != .hint {
          #expect(finding.message.contains("Kale"), "\(finding.message)")
          #expect(finding.message.contains("`kale-lsp"), "\(finding.message)")
        }
      }
    }
  }
}

/// Comments that take findings back.
@Suite struct IgnoreCommentTests {
  private func shown(_ text: String) -> [String] {
    FindingSelection().findings(in: analysis(of: text)).map(\.rule.name)
  }

  /// What is shown of a cell with a finding at a tag, one in line 2 and one in line 3.
  private func cell(_ first: String, _ second: String = "") -> [String] {
    shown(
      """
      # %% tags=["step:train", "label:a:b", "label:a:b"]
      \(first)
      print(model)\(second)
      print(score)
      """)
  }

  private static let all = ["duplicate-tag", "missing-name", "missing-name"]

  @Test(arguments: [
    ("# kale: ignore", []), ("# kale: ignore[missing-name]", ["duplicate-tag"]),
    ("# kale:ignore[ KALE208 , duplicate-tag ] why", []), ("#kale: ignore[KALE2]", ["duplicate-tag"]),
    ("if model:\n    # kale: ignore [Missing-Name]\n    pass", ["duplicate-tag"]),
    ("x = 1  # kale: ignore", ["missing-name", "missing-name"]),
    ("x = 1  # noqa: E501 # kale: ignore[duplicate-tag]", ["missing-name", "missing-name"]),
    ("# kale: ignored", all), ("# kale ignore", all), ("'# kale: ignore'", all),
    ("!echo # kale: ignore", all),
    ("# kale: ignore[nothing]", ["duplicate-tag", "unknown-ignored-rule", "missing-name", "missing-name"]),
    ("# kale: ignore[missing-name", ["duplicate-tag"]),
  ])
  func aCommentHoldsForItsCellOrItsLine(comment: String, left: [String]) {
    #expect(cell(comment).filter { $0 != "ipython-syntax" } == left)
  }

  @Test func behindCodeItHoldsForThatLineAlone() {
    #expect(cell("x = 1", "  # kale: ignore[missing-name]") == ["duplicate-tag", "missing-name"])
    #expect(cell("x = 1", "  # kale: ignore[duplicate-tag]") == Self.all)
  }

  @Test func otherCellsAreNotConcerned() {
    let text = """
      # %% tags=["step:load"]
      # kale: ignore
      print(a)
      # %% tags=["step:train"]
      print(b)
      """
    #expect(shown(text) == ["missing-name"])
  }

  @Test func aFindingOverSeveralLinesIsTakenBackAtAnyOfThem() {
    let text = """
      # %% tags=["pipeline-parameters"]
      offset = (
          [1,
           2])  # kale: ignore[invalid-parameter]
      # %% tags=["step:train"]
      print(1)
      """
    #expect(shown(text).isEmpty)
  }
}
