import KaleAnalysis
import NotebookModel
import PythonSyntax

/// A magic without its `%`.
enum AutomagicLine: NotebookRule {
  static let description = RuleDescription(
    code: "KALE242", name: "automagic-line", severity: .error, fix: .sometimesSafe,
    summary: "A line is a magic without its `%`.",
    rationale: """
      IPython runs a line like `pip install pandas` or `ls -la` as a magic even without the `%`, but only if the line \
      is all that a cell contains and no variable has the name of the magic. Older releases did so for every line. \
      Anywhere else, the line is a syntax error or an expression of undefined names, and the step fails.

      The finding is an error where the line fails, a warning where IPython runs it but Kale rejects the notebook, and \
      information where both run it.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:load"]
        «pip install pandas»
        import pandas as pd
        """,
        """
        # %% tags=["step:load"]
        «ls -la»
        """,
        """
        # %% tags=["step:load"]
        import os
        «who»
        «cd /tmp»
        «time data = os.listdir()»
        """,
      ],
      nonTriggering: [
        """
        # %% tags=["step:load"]
        ls, la = 3, 1
        # %% tags=["step:train", "prev:load"]
        ls -la
        """,
        """
        # %% tags=["step:load"]
        import time
        start = time.time()
        time - start
        """,
        """
        # %% tags=["step:load"]
        who = 3
        who
        time = 2
        time
        """,
      ],
      fixes: [
        (
          before: """
          # %% tags=["step:load"]
          %matplotlib inline
          pip install pandas
          """,
          after: """
          # %% tags=["step:load"]
          %matplotlib inline
          %pip install pandas
          """
        )
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] { check(analysis, runtime: .exact) }

  static func check(_ analysis: NotebookAnalysis, asking queries: RuleQueries) -> [Finding] {
    check(analysis, runtime: queries.runtime)
  }

  private static func check(_ analysis: NotebookAnalysis, runtime: PipelineRuntime) -> [Finding] {
    analysis.automagicLines.lines.map { cell, magic in
      let line = analysis.text(of: magic.range, in: cell)
      let isRun = magic.isAlone
      let message =
        isRun
        ? "IPython runs this line as a magic\(magic.isPython ? "" : ", and Kale rejects the notebook"). "
        : "IPython does not run this line as a magic: it does so only for a line that is alone in its cell. "
      let installation = pipInstallation(insteadOf: line)
      let remedy =
        installation.map { "Images of Python contain no conda: write `\($0)`." } ?? "Write `%\(line)`."
      let replacement = installation.map {
        Fix(
          "Change to `\($0)`", .safe(if: !isRun || !magic.isPython && runtime == .exact),
          [.replaceSource(cell: cell, range: magic.range, with: $0)])
      }
      return Finding(
        description, severity: !isRun ? .error : magic.isPython ? .information : .warning,
        kale: magic.isPython ? .accepted : .refused, isHandled: isRun && !magic.isPython,
        at: .source(cell: cell, range: magic.range), message + remedy,
        fixes: replacement.map { [$0] } ?? [
          Fix(
            "Add `%` to `\(line)`", .safe(if: !isRun || !magic.isPython && runtime == .exact),
            [
              .replaceSource(
                cell: cell, range: magic.range.lowerBound..<magic.range.lowerBound, with: "%")
            ])
        ])
    }
  }
}

extension AutomagicLine {
  /// Returns how pip installs what a line has conda install; nil for another line. Channels have no packages of pip's.
  static func pipInstallation(insteadOf line: String) -> String? {
    var words = line.split(separator: " ")[...]
    guard words.popFirst() == "conda", words.popFirst() == "install" else { return nil }
    var packages: [Substring] = []
    while let word = words.popFirst() {
      if ["-c", "--channel", "-n", "--name", "-p", "--prefix"].contains(word) {
        _ = words.popFirst()
      } else if !word.hasPrefix("-") {
        packages.append(word)
      }
    }
    return packages.isEmpty ? nil : "%pip install " + packages.joined(separator: " ")
  }
}

/// The lines of a notebook that are magics without a `%`, because no cell assigns to the name of the magic.
struct AutomagicLines {
  /// The lines, in order.
  let lines: [(cell: CellIndex, magic: Automagic)]

  /// Whether a place is in one of them.
  func contains(_ place: NotebookPlace) -> Bool {
    guard !lines.isEmpty, case .source(let cell, let range) = place else { return false }
    return lines.contains { $0.cell == cell && $0.magic.range.contains(range.lowerBound) }
  }
}

extension NotebookAnalysis {
  /// The lines that are magics without a `%`.
  var automagicLines: AutomagicLines {
    var found: [(cell: CellIndex, magic: Automagic)] = []
    for cell in cells(with: .automagics) where readsCode(of: cell) && !splitCells.contains(cell) {
      let magics = facts[cell].facts.automagics.filter {
        $0.isAlone || !$0.isName || mayBeMagic($0.name, in: cell)
      }
      found += magics.map { (cell: cell, magic: $0) }
    }
    if found.isEmpty { return AutomagicLines(lines: []) }
    var bound = Set(parameters.declarations.keys)
    let names = Set(found.map(\.magic.name))
    for (name, cells) in cellsBinding(names) where !cells.isEmpty { bound.insert(name) }
    for cell in cells(with: .hiddenNames) { bound.formUnion(facts[cell].facts.hiddenNames.lazy.map(\.name)) }
    return AutomagicLines(lines: found.filter { !$0.magic.isPython || !bound.contains($0.magic.name) })
  }

  /// Whether a name that is all of a line among others may be a magic. Most such names are rather those of variables that
  /// are missing.
  private func mayBeMagic(_ name: String, in cell: CellIndex) -> Bool {
    guard MagicTable.bare.contains(name), cells(with: .starImports).isEmpty else { return false }
    return unit(ofCell: cell).map { !flow.flows[$0].inputs.contains(name) } ?? true
  }
}

extension Automagic {
  /// Whether the line is a name without an argument.
  fileprivate var isName: Bool { range.count == name.utf8.count }
}
