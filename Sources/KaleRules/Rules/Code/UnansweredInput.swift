import KaleAnalysis
import NotebookModel
import PythonSyntax

/// Code that asks the person who runs it, where nobody answers.
enum UnansweredInput: CellRule {
  static let description = RuleDescription(
    code: "KALE243", name: "unanswered-input", severity: .error,
    summary: "A step asks for input, and nobody can answer.",
    rationale: """
      A step runs without a terminal. `input` and `getpass.getpass` raise an exception there, and so does the debugger \
      that `breakpoint` starts.
      """,
    whyNoFix: "The answer may become a pipeline parameter, a secret or a constant.",
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:load"]
        year = int(«input»("Year: "))
        """,
        """
        # %% tags=["imports"]
        from getpass import getpass
        # %% tags=["step:load"]
        token = «getpass»("Token: ")
        """,
      ],
      nonTriggering: [
        """
        # %% tags=["pipeline-parameters"]
        year = 2024
        # %% tags=["step:load"]
        print(year)
        """,
        """
        # %% tags=["step:load"]
        input = [1, 2]
        print(input)
        """,
      ]))

  static let traits: CellTraits = .interaction

  static func check(_ cell: CellIndex, in analysis: NotebookAnalysis) -> [Finding] {
    guard analysis.outline.isRun(cell) else { return [] }
    return analysis.facts[cell].facts.reads.compactMap { use in
      guard let path = interactivePath(use.name),
        isCalled(path, by: use, in: analysis.notebook.cells[cell].source.utf8),
        isOriginal(use.name, path, in: cell, analysis)
      else { return nil }
      let remedy = path == "breakpoint" ? "Remove it." : "Use a pipeline parameter or a secret instead."
      return Finding(
        description, severity: use.isConditional ? .warning : .error, kale: .accepted,
        at: .source(cell: cell, range: use.range),
        "`\(path)` fails in a step, where nobody can answer. \(remedy)")
    }
  }

  /// The function that a name may stand for, with its module.
  private static func interactivePath(_ name: String) -> String? {
    switch name {
    case "input", "breakpoint": name
    case "getpass": "getpass.getpass"
    default: nil
    }
  }

  /// Whether the code goes on with a call: of the name itself, or of the function of that name in the module.
  private static func isCalled(_ path: String, by use: NameUse, in source: [UInt8]) -> Bool {
    let rest = source[min(use.range.upperBound, source.count)...]
    return rest.first == UInt8(ascii: "(") || path != use.name && rest.starts(with: ".getpass(".utf8)
  }

  /// Whether the notebook means Python's function, and not what it has called so.
  private static func isOriginal(
    _ name: String, _ path: String, in cell: CellIndex, _ analysis: NotebookAnalysis
  ) -> Bool {
    let cells = analysis.cellsBinding([name])[name] ?? []
    guard name != path else { return cells.isEmpty }
    return !cells.isEmpty
      && cells.allSatisfy { other in
        analysis.importedPath(of: name, in: other).map { path.hasPrefix($0) } ?? false
      }
  }
}
