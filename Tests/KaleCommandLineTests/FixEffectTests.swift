import KaleAnalysis
import KaleRules
import KaleWorkspace
import NotebookModel
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What each fix does to a whole notebook, applied to its file alone.
///
/// The notebooks are those of the repository; `KALE_TEST_NOTEBOOKS` names folders of others, with colons between them.
@Suite struct FixEffectTests {
  /// A notebook under its path, so that a failure says which.
  struct Sample: CustomTestStringConvertible, Sendable {
    let path: String
    var testDescription: String { path.split(separator: "/").suffix(2).joined(separator: "/") }
  }

  private static let fixtures =
    #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 } + "/protocol-fixtures"

  static let samples: [Sample] = {
    let others = ProcessInfo.processInfo.environment["KALE_TEST_NOTEBOOKS"] ?? ""
    return ([fixtures] + others.split(separator: ":").map(String.init)).flatMap { folder in
      FileSystem.files(below: folder, endingIn: ".ipynb").files.map(Sample.init)
    }
  }()

  /// Rules of which a fix may bring findings, by the rule that the fix is of, with the reason.
  private static let consequences: [String: [String: String]] = [
    // Tags that make a notebook, a cell or a step part of the pipeline bring the findings about its code.
    "no-step": ["*": "the code becomes a pipeline"],
    "dropped-code": ["*": "the code becomes part of the pipeline"],
    "old-block-tag": ["*": "the whole notebook becomes one for this release"],
    "unknown-tag": ["*": "the cell gets a role"],
    "ignored-tag": ["*": "the cell gets another role"],
    "tag-without-step": ["*": "the tags count in the step that gets them"],
    "quoted-tag": ["*": "the tag counts"],
    "multiple-steps": ["*": "the cell gets another role"],
    "invalid-step-name": ["*": "the tag counts"],
    "empty-name": ["*": "the cell gets another role"],
    "duplicate-name": ["*": "the steps are no longer one"],
    "orphaned-code": ["*": "the code becomes part of the pipeline"],
    // What was left open while a tag was wrong is known then.
    "unknown-previous-step": ["missing-name": "the step depends on no other, and lacks its names"],
    "cycle": [
      "missing-name": "the step no longer takes anything from that one",
      "previous-step-later": "without the cycle, the order of the cells counts",
    ],
    "reserved-step-name": ["missing-name": "the cell is a step, with the names that a step has"],
    "malformed-limit": ["limit-without-effect": "the limit counts"],
  ]

  /// Rules with a finding for each kind of thing, whose fix is of one of several: the next one has the same message.
  private static let repeated: Set<String> = ["lost-process-state"]

  @Test(arguments: samples)
  func eachFixRemovesItsFindingAndBringsNoOther(_ sample: Sample) throws {
    let file = try NotebookFile(path: sample.path)
    let selection = FindingSelection()
    let before = selection.findings(in: file.analysis)
    for finding in before {
      for fix in finding.fixes {
        let edits = file.document.sourceEdits(for: fix.edits)
        guard !edits.isEmpty else { continue }
        let text = file.document.text.applying(edits)
        let fixed = NotebookFile(path: sample.path, document: file.document.replacing(text))
        let isSame =
          fixed.document.notebook.cells.map(\.source)
          == file.document.notebook.applying(fix.edits).cells.map(\.source)
        #expect(isSame, "\(finding.rule.name), \(fix.title): the file is not the fixed notebook")
        let after = selection.findings(in: fixed.analysis)
        let isLike = { (other: Finding) in other.rule == finding.rule && other.message == finding.message }
        let (left, earlier) = (after.filter(isLike).count, before.filter(isLike).count)
        #expect(
          left < earlier || Self.repeated.contains(finding.rule.name),
          "\(finding.rule.name), \(fix.title): the finding is still there")
        let new = Self.newRules(in: after, since: before).filter { rule in
          let allowed = Self.consequences[finding.rule.name] ?? [:]
          return rule != finding.rule.name && allowed["*"] == nil && allowed[rule] == nil
        }
        #expect(new.isEmpty, "\(finding.rule.name), \(fix.title): brings \(new)")
      }
    }
  }

  /// The rules of which there are more errors and warnings than there were.
  private static func newRules(in after: [Finding], since before: [Finding]) -> [String] {
    func counts(_ findings: [Finding]) -> [String: Int] {
      findings.filter { $0.severity <= .warning }.reduce(into: [:]) { $0[$1.rule.name, default: 0] += 1 }
    }
    let earlier = counts(before)
    return counts(after).filter { $0.value > earlier[$0.key] ?? 0 }.keys.sorted()
  }
}
