import KaleAnalysis
import KaleRules
import KaleTestSupport
import KaleWorkspace
import NotebookModel
import SourceText
import Testing

@testable import KaleCommandLine

/// What a person sees of findings.
@Suite struct FullFormatTests {
  private func file(_ text: String, as name: String = "n.ipynb") -> NotebookFile {
    let text = SourceText(RenderedNotebook(ExampleNotebook(text).notebook, as: .ipynb).texts[0])
    return NotebookFile(path: name, document: IpynbDocument(text))
  }

  private func report(
    _ text: String, _ rules: [String], _ format: ReportFormat = .full, width: Int? = nil
  ) throws -> String {
    var selection = FindingSelection()
    selection.select(try rules.map { try RuleSelector($0) })
    var style = ReportStyle.plain
    style.width = width
    var report = CheckReport(selection, as: format, style: style)
    report.add(file(text))
    return report.text
  }

  private static let notebook = """
    # %% tags=["pipeline-parameters"]
    rate = 1
    # %% tags=["step:load"]
    data = [rate]
    # %% tags=["step:train", "prev:laod"]
    import os


    \tmodel = dta
    """

  @Test func aTagIsShownAmongTheTagsOfItsCell() throws {
    #expect(
      try report(Self.notebook, ["KALE103"]) == """
        KALE103 [*] Step `train` depends on `laod`, which does not exist. Did you mean `prev:load`? \
        (unknown-previous-step)
         --> n.ipynb:cell 3:1:1
          |
          | tags: step:train, prev:laod
          |                   ^^^^^^^^^
        1 | import os
        2 |
          |
        help: Change to `prev:load`
         ::: cell 3
          - tags: step:train, prev:laod
          + tags: step:train, prev:load

        Found 1 error in 1 notebook.
        [*] 1 fixable with `--fix`.

        """)
  }

  @Test(arguments: [40, 60, 80, 100]) func aDifferenceIsShownHoweverFarToTheRightItIs(width: Int) throws {
    let tags = [
      "step:train", "label:team_name:research_group", "annotation:owner:somebody_else", "limit:cpu:4",
      "prev:laod",
    ]
    let text = """
      # %% tags=["step:load"]
      data = 1
      # %% tags=\(tags)
      print(1)
      """
    let lines = try report(text, ["KALE103"], width: width).split(separator: "\n")
    let changed = lines.filter { $0.hasPrefix("  - ") || $0.hasPrefix("  + ") }
    #expect(changed.count == 2)
    #expect(changed.first?.hasSuffix("prev:laod") == true && changed.last?.hasSuffix("prev:load") == true)
    #expect(lines.allSatisfy { $0.count <= width })
  }

  @Test func theConciseFormHasALineForEachFinding() throws {
    #expect(
      try report(Self.notebook, ["KALE103"], .concise) == """
        n.ipynb:cell 3:1:1: KALE103 [*] Step `train` depends on `laod`, which does not exist. Did you mean \
        `prev:load`? (unknown-previous-step)
        Found 1 error in 1 notebook.
        [*] 1 fixable with `--fix`.

        """)
  }

  @Test(arguments: [60, 80, 100]) func aTerminalGetsNoLineThatIsTooWide(width: Int) throws {
    let text = try report(Self.notebook, ["KALE"], width: width)
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= width }, "\(text)")
  }

  @Test func colorsAreCodesAroundTheSameText() throws {
    var selection = FindingSelection()
    selection.select([try RuleSelector("KALE1")])
    var colored = ReportStyle.plain
    colored.hasColors = true
    var (plain, color) = (
      CheckReport(selection, as: .full), CheckReport(selection, as: .full, style: colored)
    )
    plain.add(file(Self.notebook))
    color.add(file(Self.notebook))
    #expect(color.text.contains("\u{1B}[1;91mKALE103\u{1B}[0m"))
    #expect(color.text.replacing(/\u{1B}\[[0-9;]*m/, with: "") == plain.text)
  }

  @Test(arguments: ["step:a\u{1B}[31m", "step:\u{7}", "a\nb", "\u{2028}", "\u{9B}x"])
  func tagsDoNothingToATerminal(tag: String) throws {
    let cell = NotebookCell(kind: .code, source: SourceText("x = 1\u{1B}[2J"), tags: [.text(tag)])
    let notebook = Notebook(cells: [cell])
    let path = "n\u{1B}.ipynb"
    let document = IpynbDocument(SourceText(RenderedNotebook(notebook, as: .ipynb).texts[0]))
    for format in [ReportFormat.full, .concise] {
      var report = CheckReport(FindingSelection(), as: format)
      report.add(NotebookFile(path: path, document: document))
      let controls = report.text.unicodeScalars.filter { Terminal.isControl($0) && $0 != "\n" }
      #expect(controls.isEmpty, "\(report.text)")
    }
  }
}

@Suite struct DisplayedLineTests {
  private func shown(_ text: String, _ range: Range<Int>?, width: Int = 80) -> (String, Range<Int>?) {
    let line = DisplayedLine(Array(text.utf8)[...], marking: range, width: width)
    return (line.text, line.mark)
  }

  @Test func theMarkCountsColumns() {
    #expect(shown("a = b", 4..<5) == ("a = b", 4..<5))
    #expect(shown("\ta = b", 1..<2) == ("    a = b", 4..<5))
    #expect(shown("é = b", 5..<6) == ("é = b", 4..<5))
    #expect(shown("日 = b", 6..<7) == ("日 = b", 5..<6))
    #expect(shown("a", 1..<1) == ("a", 1..<1))
    #expect(shown("\u{1B}b", 1..<2) == ("\\u{1B}b", 6..<7))
  }

  @Test(arguments: [0, 50, 500, 990]) func aLongLineIsCutAroundTheMark(start: Int) throws {
    let text = String(repeating: "0123456789", count: 100)
    let (line, mark) = shown(text, start..<start + 5, width: 40)
    #expect(line.count <= 40)
    let columns = try #require(mark)
    let letters = Array(line)
    #expect(String(letters[columns]) == String(Array(text)[start..<start + 5]))
  }
}

@Suite struct LineChangesTests {
  private func rows(_ old: String, _ new: String) -> [String] {
    LineChanges(from: SourceText(old), to: SourceText(new)).rows.map { row in
      let mark =
        switch row.kind {
        case .removed: "-"
        case .added: "+"
        case .kept: " "
        case .gap: "…"
        }
      return mark + row.text
    }
  }

  @Test func onlyWhatDiffersIsShownWithALineAroundIt() {
    #expect(rows("a\nb\nc\nd", "a\nb\nx\nd") == [" b", "-c", "+x", " d"])
    #expect(rows("a", "a") == [])
    #expect(rows("", "x") == ["-", "+x"])
    #expect(rows("a\nb\nc\nd\ne\nf\ng", "A\nb\nc\nd\ne\nf\nG") == ["-a", "+A", " b", "…", " f", "-g", "+G"])
  }

  /// The rows of the new text are those of a text that was made by hand from the old one.
  @Test(arguments: 1...40 as ClosedRange<UInt64>) func theRowsLeadFromOneTextToTheOther(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let words = ["a", "b", "c"]
    func text() -> [String] {
      (0..<Int.random(in: 1...12, using: &generator)).map { _ in words.randomElement(using: &generator) ?? ""
      }
    }
    let (old, new) = (text(), text())
    let rows = LineChanges(
      from: SourceText(old.joined(separator: "\n")), to: SourceText(new.joined(separator: "\n"))
    ).rows
    for row in rows where row.kind == .added || row.kind == .kept { #expect(new[row.number - 1] == row.text) }
    for row in rows where row.kind == .removed { #expect(old[row.number - 1] == row.text) }
    let removed = Set(rows.filter { $0.kind == .removed }.map { $0.number - 1 })
    let added = Set(rows.filter { $0.kind == .added }.map { $0.number - 1 })
    let keptOld = old.indices.filter { !removed.contains($0) }.map { old[$0] }
    let keptNew = new.indices.filter { !added.contains($0) }.map { new[$0] }
    #expect(keptOld == keptNew)
  }
}
