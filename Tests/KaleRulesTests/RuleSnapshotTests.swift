import KaleTestSupport
import KaleAnalysis
import KaleRules
import NotebookModel
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What the rules say of their examples, word by word: a line a finding in `Tests/Snapshots/rule-findings.txt`.
///
/// `KALE_RENEW=1 swift test --filter RuleSnapshotTests` writes the file; read what has changed before you commit it.
@Suite struct RuleSnapshotTests {
  private static let file =
    #filePath.split(separator: "/").dropLast(2).reduce("") { $0 + "/" + $1 } + "/Snapshots/rule-findings.txt"

  private static let isRenewing = ProcessInfo.processInfo.environment["KALE_RENEW"] != nil

  @Test func everyExampleIsToldAsItWas() throws {
    let lines = RuleCatalogue.rules.flatMap(lines)
    if Self.isRenewing {
      try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(filePath: Self.file))
    }
    let text = String(decoding: try Data(contentsOf: URL(filePath: Self.file)), as: UTF8.self)
    let expected = text.split(separator: "\n").map(String.init)
    for change in lines.difference(from: expected) {
      switch change {
      case .insert(_, let line, _): Issue.record("is said, and not in the snapshot: \(line)")
      case .remove(_, let line, _): Issue.record("is in the snapshot, and not said: \(line)")
      }
    }
  }

  private func lines(of rule: any Rule.Type) -> [String] {
    let examples = rule.description.examples
    return (examples.triggering + examples.fixes.map(\.before)).enumerated().flatMap { number, text in
      analysis(of: text).findings().filter { $0.rule == rule.description }.map { finding in
        let head = "\(rule.description.code) \(rule.description.name), example \(number + 1)"
        let fixes = finding.fixes.map { " [\($0.title)\(grade(of: $0))]" }.joined()
        let related = finding.related.map { " {\(words(for: $0.place)): \($0.message)}" }.joined()
        let kale = "\(finding.kale)\(finding.isHandled ? ", handled" : "")"
        let line =
          "\(head): \(finding.severity), \(kale), at \(words(for: finding.place)): \(finding.message)\(related)\(fixes)"
        // A line a finding, whatever a notebook has in its names.
        return line.unicodeScalars.map { $0.value < 0x20 ? $0.escaped(asASCII: true) : String($0) }.joined()
      }
    }
  }

  /// The grade of a fix, where it is not the usual one.
  private func grade(of fix: Fix) -> String {
    fix.applicability == .suggested ? "" : ", \(fix.applicability.rawValue)"
  }

  private func words(for place: NotebookPlace) -> String {
    switch place {
    case .notebook: "the notebook"
    case .file(let range): "bytes \(range) of the file"
    case .metadata(let path): "value of \(path.joined(separator: "."))"
    case .metadataKey(let path): "key \(path.joined(separator: "."))"
    case .cell(let cell): "cell \(cell.number)"
    case .tag(let cell, let index): "cell \(cell.number), tag \(index.number)"
    case .source(let cell, let range): "cell \(cell.number), bytes \(range)"
    }
  }
}
