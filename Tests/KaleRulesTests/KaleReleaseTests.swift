import JSONSyntax
import KaleRules
import KaleTestSupport
import NotebookModel
import SourceText
import Testing

@testable import KaleAnalysis

/// What holds of every release of Kale that is known.
@Suite struct KaleReleaseTests {
  /// One release, under its name.
  struct Named: CustomTestStringConvertible, Sendable {
    let release: KaleRelease
    var testDescription: String { release.description }
  }

  static let releases = KaleRelease.allKnown.map(Named.init)

  @Test func theCurrentReleaseIsTheNewest() {
    #expect(KaleRelease.current.name == KaleRelease.allKnown.first?.name)
    #expect(Set(KaleRelease.allKnown.map(\.name)).count == KaleRelease.allKnown.count)
  }

  @Test(arguments: releases) func aStepInstallsTheReleaseItself(_ named: Named) {
    let pins = named.release.runtime.requirements.compactMap { Requirement($0) }
    #expect(pins.count == named.release.runtime.requirements.count)
    #expect(pins.map(\.text).contains("kubeflow-kale==\(named.release.name)"))
  }

  /// The words that code has for tags are those that some release takes.
  @Test(arguments: releases) func theGrammarCoversTheTagsOfTheModel(_ named: Named) {
    #expect(named.release.tags.specialTags == Set(SpecialTag.allCases))
    #expect(named.release.tags.prefixes == Set(TagPrefix.allCases))
    #expect(TagPrefix(rawValue: named.release.tags.formerStepPrefix) == nil)
  }

  /// A release without a word takes no tag that begins with it.
  @Test func aGrammarWithoutAWordTakesNoTagOfIt() {
    let tags = KaleRelease.current.tags
    let smaller = TagGrammar(
      specialTags: [.skip], prefixes: [.step, .prev], formerStepPrefix: tags.formerStepPrefix,
      name: tags.name, temporaryStepName: tags.temporaryStepName,
      limitResource: tags.limitResource, limitValue: tags.limitValue, key: tags.key, keyEnd: tags.keyEnd,
      secretKey: tags.secretKey, environmentVariable: tags.environmentVariable,
      switchValues: tags.switchValues)
    let current = KaleRelease.current
    let release = KaleRelease(
      name: "0", tags: smaller, configuration: current.configuration, defaults: current.defaults,
      runtime: current.runtime, crashes: current.crashes, limits: current.limits,
      rejections: current.rejections,
      marshalling: current.marshalling)
    for tag in ["imports", "report:enabled", "limit:cpu:1"] {
      #expect(ParsedTag(tag, of: release).fault == .unknown)
      #expect(ParsedTag(tag, of: .current).fault == nil)
    }
    #expect(ParsedTag("step:a", of: release).meaning == .step("a"))
    // An analysis follows the release that its analyzer was given.
    let cells = [["imports"], ["step:a", "label:a:b"]].map { tags in
      NotebookCell(kind: .code, source: SourceText("x = 1"), tags: tags.map(NotebookTag.text))
    }
    var analyzer = PipelineAnalyzer(release: release)
    let faults = analyzer.analyze(Notebook(cells: cells)).tags.flatMap { $0.entries.map(\.parsed?.fault) }
    #expect(faults == [.unknown, nil, .unknown])
  }

  /// Every key is read without a fault of the kind that an unknown one has.
  @Test(arguments: releases) func theSchemaKnowsItsKeys(_ named: Named) {
    for key in named.release.configuration.keys {
      let check = ConfigurationCheck(.object([JSONMember(key: key.name, value: .null)]), of: named.release)
      #expect(!check.faults.contains { $0.kind == .unknown }, "\(key.name)")
    }
    let unknown = ConfigurationCheck(["no_such_key": 1], of: named.release)
    #expect(unknown.faults.contains { $0.kind == .unknown })
  }

  /// The sets of characters, by the patterns that Kale has for them.
  @Test(arguments: releases) func namesAreOfTheReleasesForm(_ named: Named) {
    let tags = named.release.tags
    for name in ["a", "_", "a1_b", "_9"] { #expect(tags.name.matches(name)) }
    for name in ["", "9", "A", "a-b", "é", "a\u{301}"] { #expect(!tags.name.matches(name)) }
    for name in ["A", "_a9"] { #expect(tags.environmentVariable.matches(name)) }
    for name in ["", "9A", "a-b"] { #expect(!tags.environmentVariable.matches(name)) }
  }

  @Test(arguments: releases) func aMetricsNameIsAsLongAsTheReleaseTakes(_ named: Named) {
    let longest = named.release.limits.longestMetricName
    for (length, isFault) in [(longest, false), (longest + 1, true)] {
      let text = """
        # %% tags=["step:a"]
        x = 1
        # %% tags=["pipeline-metrics"]
        print(\(String(repeating: "a", count: length)))
        """
      #expect(analysis(of: text).metrics.faults.isEmpty != isFault)
    }
  }

  @Test(arguments: releases) func messagesCallTheReleaseByItsName(_ named: Named) throws {
    let text = "# %% tags=[\"step:a\", \"label:a:b:c\"]\nx = 1"
    let finding = try #require(analysis(of: text).findings().first { $0.rule.name == "colon-in-value" })
    #expect(finding.message.contains(KaleRelease.current.description))
    #expect(named.release.description == "Kale \(named.release.name)")
  }
}
