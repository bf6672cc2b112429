import KaleAnalysis
import KaleRules
import KaleTestSupport
import NotebookModel
import SourceText
import Testing

/// Notebooks with more findings of one rule than somebody reads.
@Suite struct ManyFindingsTests {
  private static func cell(_ source: String, _ tags: String...) -> NotebookCell {
    NotebookCell(kind: .code, source: SourceText(source), tags: tags.map(NotebookTag.text))
  }

  private func notebook(_ lines: [String]) -> Notebook {
    Notebook(
      cells: [Self.cell(lines.joined(separator: "\n"), "step:a")],
      kaleMetadata: ["pipeline_name": "p", "experiment_name": "e"])
  }

  @Test(arguments: [1000, 1001, 4000])
  func oneFindingStandsForThoseThatAreLeftOut(count: Int) {
    let analysis = analysis(of: notebook((0..<count).map { "print(missing\($0))" }))
    let findings = FindingSelection().findings(in: analysis)
    #expect(analysis.findings().count == count)
    #expect(findings.count == 1000)
    let isShortened = findings.last?.message.hasSuffix(
      "Not shown: \(count - 1000) more of KALE208.")
    #expect(isShortened == (count > 1000))
  }

  /// An error that is left out would make a broken notebook a sound one.
  @Test func theGravestOfThoseThatAreLeftOutIsShown() throws {
    let lines = (0..<1500).map { "if __debug__:\n  print(missing\($0))" } + ["print(last)"]
    let findings = FindingSelection().findings(in: analysis(of: notebook(["import os"] + lines.reversed())))
    let later = FindingSelection().findings(in: analysis(of: notebook(["import os"] + lines)))
    for found in [findings, later] {
      #expect(found.filter { $0.severity == .error }.count == 1)
      #expect(found.count == 1000)
    }
    #expect(try #require(later.last).message.hasPrefix("`last` "))
  }

  /// A tag on the cell resolves all of them.
  @Test(arguments: ["import numpy as np\nimport pandas as pd", "np = pd = 1"])
  func aDroppedCellSpeaksForTheNamesThatItDefines(_ dropped: String) {
    let cells = [
      Self.cell(dropped), Self.cell("if __debug__:\n  np.zeros(1)", "step:a"),
      Self.cell("pd.DataFrame()\nnp.ones(1)", "step:b"),
    ]
    let findings = analysis(of: Notebook(cells: cells)).findings().filter { $0.severity == .error }
    #expect(findings.map(\.rule.name) == ["dropped-code"])
    #expect(findings.first?.related.map(\.place.cell) == [1, 2])
  }
}
