import KaleAnalysis
import KaleRules
import NotebookModel
import Testing

@Suite struct TagLanguageTests {
  @Test(arguments: [
    ("skip", TagMeaning.special(.skip)), ("pipeline-metrics", .special(.pipelineMetrics)),
    ("step:load_data_2", .step("load_data_2")), ("step:_", .step("_")), ("step:", .step("")),
    ("prev:a", .previous("a")), ("notebook:", .notebook("")), ("skip\n", .noEffect),
    ("step:a\n", .step("a\n")),
    ("limit:nvidia.com/gpu:1", .limit(KeyedValue(key: "nvidia.com/gpu", value: "1"))),
    ("label:k:\u{301}", .label(KeyedValue(key: "k", value: "\u{301}"))),
    ("label:k:", .label(KeyedValue(key: "k", value: ""))),
    ("label:a.b/c-d:x y", .label(KeyedValue(key: "a.b/c-d", value: "x y"))),
    ("annotation:k:a:b", .annotation(KeyedValue(key: "k", value: "a:b"))),
    (
      "secret:db.x:pass_1:DB",
      .secret(SecretReference(secret: "db.x", key: "pass_1", environmentVariable: "DB"))
    ),
    ("image:python:3.12", .image("python:3.12")), ("cache:disabled", .cache(isEnabled: false)),
    ("report:enabled", .report(isEnabled: true)),
  ])
  func readsWhatKaleReads(tag: String, meaning: TagMeaning) {
    for release in KaleRelease.allKnown {
      let parsed = ParsedTag(tag, of: release)
      #expect(parsed.fault == nil, "\(release)")
      #expect(parsed.meaning == meaning, "\(release)")
    }
  }

  @Test(arguments: [
    "", "Skip", "skip ", " skip", "step", "step:A", "step:1", "step:a-b", "step:a b", "prev:", "prev:A",
    "imports\n\n",
    "limit:CPU:1", "limit:gpu", "limit:gpu:", "limit::1", "limit:gpu:1:2", "limit:gpu2:1", "label:k",
    "label:-k:v",
    "label:a/b/c:v", "label::v", "label:k:a\nb", "annotation:k", "secret:a:b", "secret:A:b:C",
    "secret:a:b:1C",
    "secret:a..b:c:D", "image:", "image:a\nb", "cache:on", "cache:", "report:Enabled", "block:a", "step:é",
    "üstep:a",
  ])
  func refusesWhatKaleRefuses(tag: String) {
    for release in KaleRelease.allKnown { #expect(ParsedTag(tag, of: release).fault != nil, "\(release)") }
  }

  @Test(arguments: [
    ("Step:load", "step:load"), ("step-load", "step:load"), ("step: Load Data", "step:load_data"),
    ("imprts", "imports"),
    ("import", "imports"), ("function", "functions"), ("stpe:load", "step:load"),
    ("previous:load", "prev:load"),
    ("pipeline-parameter", "pipeline-parameters"), ("SKIP", "skip"), ("skip ", "skip"),
    ("limits:nvidia.com/gpu:1", "limit:nvidia.com/gpu:1"),
  ])
  func suggestsTheTagThatWasMeant(tag: String, suggestion: String) {
    #expect(TagSuggestion.nearest(to: tag, in: .current) == suggestion)
  }

  @Test(arguments: [
    "hide-input", "foo", "export", "remove_cell", "x", "", "solution", "http://example.com", "🐍",
    "pre-processing",
    "image_preprocessing", "notebook-intro", "label_encoding", "after-lunch", "step by step", "slip",
    "steps-of-work",
  ])
  func suggestsNothingForOtherToolsTags(tag: String) {
    #expect(TagSuggestion.nearest(to: tag, in: .current) == nil)
  }

  @Test(arguments: [
    ("Load Data-2", "load_data_2"), ("TrainModel", "train_model"), ("2nd", "_2nd"), ("__x__", "x"),
    ("a", "a"),
    ("größe", "grosse"), ("---", nil), ("", nil),
  ])
  func makesValidNames(words: String, name: String?) {
    #expect(StepName.suggestion(for: words) == name)
    if let name { #expect(StepName.isValid(name, in: .current)) }
  }

  @Test(arguments: [
    (["step:a", "imports", "zzz"], CellTags.Role.special(.imports), [true, true, false]),
    (["notebook:x", "skip"], .notebook("x"), [true, true]), (["step:skip"], .special(.skip), [true]),
    (["step:"], .untagged, [true]), (["block:a"], .step("a"), [true]), (["limit:cpu:1"], .untagged, [true]),
  ])
  func readsFromLeftToRightUntilASpecialTag(tags: [String], role: CellTags.Role, read: [Bool]) {
    let cell = CellTags(TagArray(tags.map(NotebookTag.text)), of: .current)
    #expect(cell.role == role)
    #expect(cell.entries.map(\.isRead) == read)
  }

  @Test func aKeyGivenAgainKeepsItsPlaceAndTakesTheLaterValue() {
    let tags = ["step:a", "label:x:1", "label:y:2", "label:x:3"].map(NotebookTag.text)
    let expected = [KeyedValue(key: "x", value: "3"), KeyedValue(key: "y", value: "2")]
    #expect(CellTags(TagArray(tags), of: .current).configuration.labels == expected)
  }
}
