import KaleAnalysis
import KaleRules
import KaleTestSupport
import Testing

/// The form of every text of a rule: short sentences in the terms of the field.
@Suite struct MessageFormTests {
  @Test(arguments: RuleExampleTests.rules)
  func textsHaveTheForm(_ named: RuleExampleTests.Named) {
    let faults = MessageForm.faults(of: named.rule)
    #expect(faults.isEmpty, "\(faults.joined(separator: "\n"))")
  }

  /// Faults that the examples of the rules do not have.
  @Test(arguments: [
    #"limit::1"#, "limit:a:1:2", "limit:a:1%", "label::x", "label:a//b:x", "label:a%:x", #"label:a:x\ny"#,
    "label:/a:x",
    "secret:a:b c:D", "secret:a:b", #"image:a\nb"#, "cache:", "step:", "notebook:", "step", "prev:",
    "step:1 a", "block:", "block:%",
    "notebook:1a", "step:_tmp", #"annotation:a:\\n"#, "step:a", "keep_output", "other",
  ])
  func tagsGetMessagesOfTheForm(_ tag: String) {
    checkForm("# %% tags=[\"step:a\", \"\(tag)\"]\nx = 1\n# %% tags=[\"\(tag)\"]\ny = 2")
  }

  @Test(arguments: [
    #""pipeline_name": "A""#, #""pipeline_name": """#, #""volumes": [1]"#, #""volumes": [{"name": "a_b"}]"#,
    #""volumes": [{"name": "a.b", "type": "x", "mount_point": ""}]"#,
    #""volumes": [{"name": "a", "type": "pvc", "mount_point": "a:b", "annotations": [1]}]"#,
    #""output_path": "/a""#, #""output_path": "../a""#, #""volume_access_mode": "x""#, #""timeout": 0"#,
    #""timeout": true"#, #""timeout": 99999999999"#, #""enable_caching": 7"#,
    #""steps_defaults": ["limit:cpu:1x", 1]"#,
    #""steps_defaults": {"labels": 1, "limits": 1, "x": 1, "secrets": {"a": 1}}"#,
    #""steps_defaults": {"labels": {"/": "x"}}"#,
    #""security_context": {"run_as_user": true, "run_as_group": -1}"#,
    #""storage_class_name": "a_b""#, #""unknown": 1"#,
    #""volumes": [{"name": "a", "type": "pvc", "mount_point": "/a", "expose_as_env_var": true}, {"name": "a", "type": "pvc", "mount_point": "/b", "expose_as_env_var": true}]"#,
  ])
  func configurationsGetMessagesOfTheForm(_ member: String) {
    let names = member.contains("pipeline_name") ? "" : #""pipeline_name": "p", "#
    checkForm(
      "# kubeflow_notebook: {\(names)\"experiment_name\": \"e\", \(member)}\n# %% tags=[\"step:a\"]\nx = 1")
  }

  @Test(arguments: [
    #"{"step_timeout": 0, "retries": {"backoff_factor": 0}}"#,
    #"{"retries": 1, "packages": 1, "requirements": 1}"#,
    #"{"requirements": [1], "package_names": {"a": 1}}"#, #"{"package_names": 1, "retrys": 1, "other": 1}"#,
    "1",
  ])
  func settingsGetMessagesOfTheForm(_ settings: String) {
    checkForm(
      """
      # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e"}
      # kale_lsp: \(settings)
      # %% tags=["step:a"]
      x = 1
      """)
  }

  @Test(arguments: [
    "{", "[1]", "{}", #"{"nbformat": 5}"#, #"{"nbformat": 3}"#, #"{"nbformat": "4", "nbformat_minor": "5"}"#,
    #"{"nbformat": 4, "metadata": 1, "cells": 1}"#, #"{"nbformat": 4, "cells": [1, {"cell_type": 1}, {}]}"#,
    #"{"nbformat": 4, "cells": [{"cell_type": "code"}, {"cell_type": "code", "source": 1, "outputs": 1}]}"#,
    #"{"nbformat": 4, "cells": [{"cell_type": "code", "source": [1], "outputs": [1], "metadata": {"tags": 1}}]}"#,
  ])
  func documentsGetMessagesOfTheForm(_ text: String) {
    checkForm(text)
  }

  private func checkForm(_ text: String) {
    // Other rules have tests of their own.
    for finding in analysis(of: text).findings() {
      let faults = MessageForm.faults(of: finding)
      #expect(faults.isEmpty, "\(faults.joined(separator: "\n")), in\n\(text)")
    }
  }

  @Test(arguments: [
    ("Tag `a: b. c` is not valid. Remove it.", true), ("Is `a` not a tag?", true),
    ("Steps form a cycle: `a` → `b`.", true),
    ("no capital.", false), ("No period", false), ("Names follow:", false), ("Tag `a is not valid.", false),
    ("Kale refuses it.", false), ("`a` is no tag.", false), ("Use one, such as `a`.", false),
    ("It fails as well.", false),
    (String(repeating: "a", count: 120) + ".", false),
  ])
  func messagesThatLackTheFormAreFound(_ message: String, _ hasForm: Bool) {
    #expect(MessageForm.faults(ofMessage: message).isEmpty == hasForm)
  }
}

/// Finds what is wrong with the form of a text.
enum MessageForm {
  /// The longest first sentence, which says what is wrong.
  private static let longestSentence = 120

  /// The first words of fix titles.
  private static let verbs: Set<String> = [
    "Add", "Change", "Keep", "Migrate", "Move", "Remove", "Rename", "Replace", "Set",
  ]

  /// Words for which the field has better ones, in lowercase. A space stands for the start or end of a word.
  private static let banned = [
    "refuse", "hand on", "hands on", " hands ", " handed", "put right", "puts right", "put it right",
    "such as",
    " is no ", " are no ", " is none of ", "anew", "behind", "a person", "somebody", "is not there",
    "nothing makes",
    "no cell makes", "is made by", "something new of", "circle", "as well", "take back", "takes back",
    "is said",
    "passes over", "passed over", "pass over", "without a word", " is to ", " are to ", " grave",
    "counts more",
    "whole number", "of kale's", "one of kale's", "lower-case", "upper-case", " stands ", "has not the",
    "has no place", "no room", "in its place", "does not come to", "amount of", " hears ", " told ",
  ]

  /// What is wrong with the texts of a rule, in its description and in the findings of its examples.
  static func faults(of rule: any Rule.Type) -> [String] {
    let description = rule.description
    let examples = description.examples.triggering + description.examples.fixes.map(\.before)
    let findings = examples.flatMap { analysis(of: $0).findings() }.filter { $0.rule == description }
    return faults(ofSentences: description.summary) + faults(ofSentences: description.rationale)
      + (description.whyNoFix.map(faults(ofSentences:)) ?? [])
      + findings.flatMap(faults)
  }

  static func faults(of finding: Finding) -> [String] {
    faults(ofMessage: finding.message) + finding.related.flatMap { faults(ofSentences: $0.message) }
      + finding.fixes.flatMap { faults(ofTitle: $0.title) }
  }

  static func faults(ofMessage message: String) -> [String] {
    let length = firstSentence(of: message).count
    let isLong = length > longestSentence
    return faults(ofSentences: message)
      + (isLong ? ["\(length) characters in the first sentence: \(message)"] : [])
  }

  private static func faults(ofSentences text: String) -> [String] {
    var faults = faults(ofWords: text)
    if text.last != "." && text.last != "?" { faults.append("ends without a period: \(text)") }
    if text.first?.isLowercase ?? true { faults.append("starts in lowercase: \(text)") }
    return faults
  }

  private static func faults(ofTitle title: String) -> [String] {
    let verb = String(title.prefix { $0 != " " })
    var faults = faults(ofWords: title)
    if !verbs.contains(verb) { faults.append("starts with none of the verbs: \(title)") }
    if title.last == "." { faults.append("ends with a period: \(title)") }
    return faults
  }

  private static func faults(ofWords text: String) -> [String] {
    let pieces = text.split(separator: "`", omittingEmptySubsequences: false)
    guard pieces.count % 2 == 1 else { return ["backticks do not match: \(text)"] }
    let words = pieces.enumerated().map { $0.offset % 2 == 0 ? $0.element : "x" }.joined()
    var padded = " " + words.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ") + " "
    padded.replace("there is no ", with: "")
    return banned.filter(padded.contains).map { "“\($0)” in: \(text)" }
  }

  /// The text up to the first period or question mark that ends a sentence, outside of backticks.
  private static func firstSentence(of text: String) -> Substring {
    var isQuoted = false
    var index = text.startIndex
    while index < text.endIndex {
      let next = text.index(after: index)
      if text[index] == "`" { isQuoted.toggle() }
      let isEnd = next == text.endIndex || text[next] == " "
      if !isQuoted, isEnd, text[index] == "." || text[index] == "?" { return text[..<next] }
      index = next
    }
    return text[...]
  }
}
