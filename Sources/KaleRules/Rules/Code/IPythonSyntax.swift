import KaleAnalysis
import NotebookModel
import PythonSyntax

/// IPython syntax, which Kale rejects.
enum IPythonSyntax: CellRule {
  static let description = RuleDescription(
    code: "KALE202", name: "ipython-syntax", severity: .warning, fix: .sometimesSafe,
    summary: "A cell uses IPython syntax, which Kale rejects.",
    rationale: """
      Magics (`%time`), shell commands (`!pip install x`) and help requests (`x?`) are not Python. They work in \
      Jupyter, and in pipelines that `kale-lsp compile` creates, because their steps run in a Jupyter kernel. \
      \(KaleRelease.current) rejects the notebook with a bare SyntaxError.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:load"]
        «!pip install pandas»
        data = 1
        """
      ],
      nonTriggering: [
        """
        # %% tags=["step:load"]
        data = 1
        # %% tags=["skip"]
        !pip install pandas
        """
      ],
      fixes: [
        (
          before: """
          # %% tags=["step:load"]
          %time data = 1
          """,
          after: """
          # %% tags=["step:load"]
          data = 1
          """
        ),
        (
          before: """
          # %% tags=["step:load"]
          !pip install pandas
          data = 1
          """,
          after: """
          # %% tags=["skip"]
          !pip install pandas
          # %% tags=["step:load"]
          data = 1
          """
        ),
      ]))

  static let traits: CellTraits = .escapes

  static func check(_ cell: CellIndex, in analysis: NotebookAnalysis) -> [Finding] {
    guard analysis.readsCode(of: cell), analysis.outline.assignments[cell] != .block(.pipelineParameters),
      !analysis.splitCells.contains(cell)
    else { return [] }
    return analysis.facts[cell].facts.escapes.map { escape in
      let remedy = Remedy(for: escape)
      return Finding(
        description, kale: .refused, at: .source(cell: cell, range: escape.range),
        "Kale rejects notebooks with \(noun(for: escape)); "
          + "`kale-lsp` runs them. For Kale, \(remedy.sentence).",
        fixes: remedy.fix(of: escape, cell: cell, analysis).map { [$0] } ?? [])
    }
  }

  private static func noun(for escape: IPythonEscape) -> String {
    switch escape.kind {
    case .lineMagic, .cellMagic: "IPython magics"
    case .shell: "shell commands"
    case .assignment: "assignments from shell commands or magics"
    case .help: "help requests"
    }
  }

  /// How to replace a piece of IPython syntax.
  private enum Remedy {
    /// It is only useful in the notebook: a cell that the pipeline skips can do it.
    case skip
    /// The magic precedes a statement that also runs without it; the statement is not part of the escape.
    case unwrap
    case remove
    case subprocess

    init(for escape: IPythonEscape) {
      let word = escape.text.prefix { $0 != " " && $0 != "\t" }
      switch escape.kind {
      case .lineMagic where word == "time" || word == "timeit": self = .unwrap
      case .cellMagic where ["time", "timeit", "capture"].contains(word): self = .remove
      case .shell where !Self.preparesNotebook(escape.text): self = .subprocess
      case .lineMagic, .cellMagic, .shell: self = .skip
      case .assignment: self = .subprocess
      case .help: self = .remove
      }
    }

    /// Whether a command installs packages; a step installs what the imports cells import.
    private static func preparesNotebook(_ command: String) -> Bool {
      let words = command.split(separator: " ")
      return words.contains("install")
        && words.contains { $0.hasPrefix("pip") || $0 == "conda" || $0 == "uv" }
    }

    var sentence: String {
      switch self {
      case .skip: "move this code to a cell tagged `skip`"
      case .unwrap: "remove the magic"
      case .remove: "remove this line"
      case .subprocess: "use `subprocess.run`"
      }
    }

    func fix(of escape: IPythonEscape, cell: CellIndex, _ analysis: NotebookAnalysis) -> Fix? {
      let line = analysis.text(of: escape.range, in: cell)
      switch self {
      case .unwrap:
        let edit = NotebookEdit.replaceSource(cell: cell, range: escape.range, with: "")
        return Fix("Remove `\(line)`", .safe, [edit])
      case .remove:
        return analysis.removal(ofLines: escape.range, in: cell).map {
          Fix("Remove `\(line)`", .safe, [$0])
        }
      case .skip where escape.kind != .cellMagic:
        // Kale ignores a skipped cell, so the cells around it keep their steps.
        return analysis.removal(ofLines: escape.range, in: cell).map { removal in
          Fix(
            "Move `\(line)` to a skipped cell",
            [.insertCell(before: cell, source: line, tags: ["skip"]), removal])
        }
      case .skip, .subprocess: return nil
      }
    }
  }
}
