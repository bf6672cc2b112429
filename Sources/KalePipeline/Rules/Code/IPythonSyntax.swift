import PythonSyntax

/// IPython syntax, for which Kale refuses the notebook.
enum IPythonSyntax: Rule {
  static let description = RuleDescription(
    code: "KALE202", name: "ipython-syntax", severity: .warning,
    summary: "A cell uses IPython syntax, which Kale does not read.",
    rationale: """
      Magics (`%time`), shell commands (`!pip install x`) and help requests (`x?`) are not Python. They work in \
      Jupyter, and in the steps of a pipeline that `kale-lsp compile` makes, since these run in a Jupyter kernel too; \
      Kale 2.3.0 refuses the notebook with a bare SyntaxError.
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
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    analysis.cellsThatKaleReads.flatMap { cell -> [Finding] in
      guard analysis.outline.assignments[cell] != .block(.pipelineParameters),
        !analysis.splitCells.contains(cell)
      else { return [] }
      return analysis.facts[cell].facts.escapes.map { escape in
        let (noun, remedy) = description(of: escape)
        return Finding(
          description, kale: .refused, at: .source(cell: cell, range: escape.range),
          "\(noun) is not Python. Kale 2.3.0 refuses the whole notebook for it; the pipeline of `kale-lsp compile` runs "
            + "it. To compile with Kale, \(remedy).")
      }
    }
  }

  private static func description(of escape: IPythonEscape) -> (noun: String, remedy: String) {
    let skip = "put it in a cell of its own and tag that `skip`"
    let word = escape.text.prefix { $0 != " " && $0 != "\t" }
    switch escape.kind {
    case .lineMagic where codeMagics.contains(String(word)):
      return ("The magic `%\(word)`", "write the statement without it")
    case .lineMagic: return ("An IPython magic", skip)
    case .cellMagic where codeMagics.contains(String(word)):
      return ("The magic `%%\(word)`", "remove the line")
    case .cellMagic: return ("An IPython magic", skip)
    case .shell where isInstallation(escape.text):
      return ("A shell command", "\(skip): a step installs what the imports cells import")
    case .shell: return ("A shell command", "\(skip), or run it with `subprocess.run`")
    case .assignment:
      return (
        "An assignment from a shell command or magic", "use Python's `subprocess.run(…).stdout` in its place"
      )
    case .help: return ("A help request", "remove it")
    }
  }

  /// Magics with a statement behind them that runs as it would without them.
  private static let codeMagics: Set<String> = ["time", "timeit", "capture", "prun"]

  private static func isInstallation(_ command: String) -> Bool {
    let words = command.split(separator: " ")
    return words.contains("install") && words.contains { $0.hasPrefix("pip") || $0 == "conda" || $0 == "uv" }
  }
}
