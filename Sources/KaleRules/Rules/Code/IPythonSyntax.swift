import KaleAnalysis
import NotebookModel
import PythonSyntax

/// IPython syntax, which Kale rejects.
enum IPythonSyntax: NotebookRule {
  static let description = RuleDescription(
    code: "KALE202", name: "ipython-syntax", severity: .warning, concernsKaleAlone: true, fix: .sometimesSafe,
    summary: "A cell uses IPython syntax, which Kale rejects.",
    rationale: """
      Magics (`%time`), shell commands (`!pip install x`) and help requests (`x?`) are not Python. They work in \
      Jupyter, and in pipelines that `kale-lsp compile` creates, because their steps run in a Jupyter kernel. \
      \(KaleRelease.current) rejects the notebook with a bare SyntaxError. A notebook has at most one such finding, at \
      the first occurrence.
      """,
    whyNoFix: """
      Only you can write in Python what a shell command or a magic does for the code after it, for example `files = \
      !ls`, `%%bash` or `%run`.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:load"]
        «!pip install pandas»
        data = 1
        """,
        """
        # %% tags=["step:load"]
        «%matplotlib inline»
        data = 1
        # %% tags=["step:train", "prev:load"]
        %time model = data
        !ls
        """,
        """
        # %% tags=["step:load"]
        «%%capture output»
        print(1)
        # %%
        print(output.stdout)
        """,
        """
        # %% tags=["step:load"]
        «%run helpers.py»
        print(loaded)
        """,
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
          %%capture output
          data = 1
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

  /// A piece of IPython syntax, and the cell that it is in.
  private typealias Use = (cell: CellIndex, escape: IPythonEscape)

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    let uses = analysis.cells(with: .escapes).filter { cell in
      analysis.readsCode(of: cell) && analysis.outline.assignments[cell] != .block(.pipelineParameters)
        && !analysis.splitCells.contains(cell)
    }.flatMap { cell -> [Use] in analysis.facts[cell].facts.escapes.map { (cell, $0) } }
      // Others say of these that they fail.
      .filter { !analysis.fails($0.escape, in: $0.cell) }
      // The finding must not be at a place where a comment takes it away, and with it the others.
      .filter { !analysis.ignores(description, at: place(of: $0)) }
    guard let first = uses.first else { return [] }
    var needs = NeededMagics(analysis)
    let remedy = Remedy(for: first, &needs)
    let own = remedy.fix(of: first.escape, cell: first.cell, analysis).map { [$0] } ?? []
    if uses.count == 1 {
      return [
        Finding(
          description, kale: .refused, at: place(of: first),
          first.escape.runsConda
            ? "Kale rejects notebooks with IPython magics, and this one fails in images of Python, which contain no conda. "
              + "Install packages with `%pip`, or \(remedy.sentence)."
            : "Kale rejects notebooks with \(noun(for: first.escape)); `kale-lsp` runs them. For Kale, \(remedy.sentence).",
          fixes: own + [pipInstallation(insteadOf: first, analysis)].compactMap(\.self))
      ]
    }
    return [
      Finding(
        description, kale: .refused, at: place(of: first),
        "Kale rejects notebooks with IPython syntax (\(uses.count) places here); `kale-lsp` runs it. For "
          + "Kale, replace it, or move it to cells tagged `skip`.",
        related: uses.dropFirst().prefix(mostRelated).map {
          .init(place(of: $0), "IPython syntax is here too.")
        },
        fixes: fixes(of: uses, &needs, analysis) + own)
    ]
  }

  /// The fix that has pip install what conda does.
  private static func pipInstallation(insteadOf use: Use, _ analysis: NotebookAnalysis) -> Fix? {
    let line = analysis.text(of: use.escape.range, in: use.cell)
    guard use.escape.runsConda, line.hasPrefix("%"),
      let new = AutomagicLine.pipInstallation(insteadOf: String(line.dropFirst()))
    else { return nil }
    return Fix("Change to `\(new)`", [.replaceSource(cell: use.cell, range: use.escape.range, with: new)])
  }

  private static func place(of use: Use) -> NotebookPlace {
    .source(cell: use.cell, range: use.escape.range)
  }

  /// The largest number of related places; further ones are only counted.
  private static let mostRelated = 8

  /// Returns the fix of all places after the first that have one, and of the first.
  private static func fixes(
    of uses: [Use], _ needs: inout NeededMagics, _ analysis: NotebookAnalysis
  ) -> [Fix] {
    let found = uses.prefix(mostFixed).map {
      Remedy(for: $0, &needs).fix(of: $0.escape, cell: $0.cell, analysis)
    }
    let fixes = found.compactMap(\.self)
    // The first place has a fix of its own, which is added to these.
    guard fixes.count > 1 else { return found[0] == nil ? fixes : [] }
    let isSafe = fixes.count == uses.count && fixes.allSatisfy { $0.applicability == .safe }
    let title = "Move or remove IPython syntax in \(fixes.count) places"
    return [Fix(title, .safe(if: isSafe), merged(fixes.flatMap(\.edits)))]
  }

  /// Joins removals in one cell that overlap: of two such edits only one would be made.
  private static func merged(_ edits: [NotebookEdit]) -> [NotebookEdit] {
    var others: [NotebookEdit] = []
    var removals: [(cell: CellIndex, range: Range<Int>)] = []
    for edit in edits {
      guard case .replaceSource(let cell, let range, "") = edit else {
        others.append(edit)
        continue
      }
      if let last = removals.last, last.cell == cell, last.range.upperBound >= range.lowerBound {
        let end = max(last.range.upperBound, range.upperBound)
        removals[removals.count - 1].range = min(last.range.lowerBound, range.lowerBound)..<end
      } else {
        removals.append((cell, range))
      }
    }
    return others + removals.map { .replaceSource(cell: $0.cell, range: $0.range, with: "") }
  }

  /// The largest number of places that one fix changes; further ones are fixed in later rounds.
  private static let mostFixed = 200

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
    /// What it does for the code after it has to be written in Python.
    case python

    init(for use: Use, _ needs: inout NeededMagics) {
      self = needs.contains(use.escape, inCell: use.cell) ? .python : Self(for: use.escape)
    }

    private init(for escape: IPythonEscape) {
      let word = escape.word
      switch escape.kind {
      case .lineMagic where word == "time" || word == "timeit": self = .unwrap
      case .cellMagic where ["time", "timeit", "capture"].contains(word): self = .remove
      case .shell where !Self.preparesNotebook(escape.text): self = .subprocess
      case .lineMagic where !MagicTable.ofNotebook.contains(String(word)): self = .python
      case .cellMagic where MagicTable.runsCode.contains(String(word)): self = .python
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
      case .python: "replace it with Python code"
      }
    }

    func fix(of escape: IPythonEscape, cell: CellIndex, _ analysis: NotebookAnalysis) -> Fix? {
      let line = analysis.text(of: escape.range, in: cell)
      switch self {
      case .unwrap:
        let edit = NotebookEdit.replaceSource(cell: cell, range: escape.range, with: "")
        return Fix("Remove `\(line)`", .safe(if: isAlike(escape)), [edit])
      case .remove:
        return analysis.removal(ofLines: escape.range, in: cell).map {
          Fix("Remove `\(line)`", .safe(if: isAlike(escape)), [$0])
        }
      case .skip where escape.kind != .cellMagic:
        // Kale ignores a skipped cell, so the cells around it keep their steps.
        return analysis.removal(ofLines: escape.range, in: cell).map { removal in
          Fix(
            "Move `\(line)` to a skipped cell",
            [.insertCell(before: cell, source: line, tags: ["skip"]), removal])
        }
      case .skip, .subprocess, .python: return nil
      }
    }

    /// Whether the notebook computes and prints the same without it. `%timeit` keeps what its code assigns to itself, and
    /// `%%capture` keeps what it prints.
    private func isAlike(_ escape: IPythonEscape) -> Bool {
      escape.kind == .help || escape.word == "time"
    }
  }
}

/// The magics that define names which other code needs.
private struct NeededMagics {
  private let analysis: NotebookAnalysis
  /// The names that code of the pipeline reads or mentions.
  private lazy var names = namesOfPipeline

  init(_ analysis: NotebookAnalysis) { self.analysis = analysis }

  mutating func contains(_ escape: IPythonEscape, inCell cell: CellIndex) -> Bool {
    let facts = analysis.facts[cell].facts
    if facts.openings.contains(where: { $0.range == escape.range }) { return true }
    let defined =
      facts.hiddenNames.filter { $0.range == escape.range }.map(\.name)
      + facts.bindings.filter { $0.kind == .magic && escape.range.overlaps($0.range) }.map(\.name)
    return !defined.isEmpty && defined.contains { names.contains($0) }
  }

  private var namesOfPipeline: Set<String> {
    var names: Set<String> = []
    for (cell, facts) in analysis.facts.indexed where analysis.outline.isRun(cell) {
      names.formUnion(facts.facts.mentions)
      for read in facts.facts.allReads { names.insert(read.name) }
    }
    return names
  }
}
