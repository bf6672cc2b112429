import KaleAnalysis
import NotebookModel
import PythonSyntax

/// IPython syntax, for which Kale refuses the notebook.
enum IPythonSyntax: CellRule {
  static let description = RuleDescription(
    code: "KALE202", name: "ipython-syntax", severity: .warning, fix: .sometimesSafe,
    summary: "A cell uses IPython syntax, which Kale does not read.",
    rationale: """
      Magics (`%time`), shell commands (`!pip install x`) and help requests (`x?`) are not Python. They work in \
      Jupyter, and in the steps of a pipeline that `kale-lsp compile` makes, since these run in a Jupyter kernel too; \
      \(KaleRelease.current) refuses the notebook with a bare SyntaxError.
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

  static func check(_ cell: Int, in analysis: NotebookAnalysis) -> [Finding] {
    guard analysis.readsCode(of: cell), analysis.outline.assignments[cell] != .block(.pipelineParameters),
      !analysis.splitCells.contains(cell)
    else { return [] }
    return analysis.facts[cell].facts.escapes.map { escape in
      let remedy = Remedy(for: escape)
      return Finding(
        description, kale: .refused, at: .source(cell: cell, range: escape.range),
        "\(noun(for: escape)) is not Python. \(KaleRelease.current) refuses the whole notebook for it; the pipeline of "
          + "`kale-lsp compile` runs it. To compile with Kale, \(remedy.sentence).",
        fixes: remedy.fix(of: escape, cell: cell, analysis).map { [$0] } ?? [])
    }
  }

  private static func noun(for escape: IPythonEscape) -> String {
    switch escape.kind {
    case .lineMagic, .cellMagic: "An IPython magic"
    case .shell: "A shell command"
    case .assignment: "An assignment from a shell command or magic"
    case .help: "A help request"
    }
  }

  /// How to do without a piece of IPython syntax.
  private enum Remedy {
    /// What it does is of use to the person at the notebook alone: a cell that the pipeline skips can do it.
    case skip
    /// The magic stands in front of a statement that runs as well without it; the statement is no part of the escape.
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
      case .skip: "move it to a cell of its own and tag that `skip`"
      case .unwrap: "write the statement without the magic"
      case .remove: "remove it"
      case .subprocess: "use Python's `subprocess.run`"
      }
    }

    func fix(of escape: IPythonEscape, cell: Int, _ analysis: NotebookAnalysis) -> Fix? {
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
        // A skipped cell is passed over, so that the cells around it belong where they did.
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
