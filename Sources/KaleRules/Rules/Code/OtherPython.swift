import KaleAnalysis
import NotebookModel

/// Code that the Python of the image does not accept.
enum OtherPython: NotebookRule {
  static let description = RuleDescription(
    code: "KALE268", name: "other-python", severity: .warning, fix: .suggested,
    summary: "A cell needs another version of Python than its image has.",
    rationale: """
      Steps run with the Python of their image, which may not be that of the notebook:

      - Syntax: `match` and `int | None` need Python 3.10, `except*` Python 3.11, `type X = …`, `class Box[T]` and f-strings \
      with their own quotes in a field Python 3.12.
      - Names of the standard library that came later, for example `typing.Self`, `enum.StrEnum` and `datetime.UTC` \
      (Python 3.11) or `itertools.batched` (Python 3.12).
      - Names that are gone, for example `collections.Mapping` (Python 3.10) and `inspect.getargspec` (Python 3.11).

      There is one finding for each image, at the code that needs the newest Python, and one for each name that is gone. It \
      is an error if the notebook names an image called `python`, and the code certainly runs. In a `try` or `if` statement \
      a name may be missing, and the rule reports nothing.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "base_image": "python:3.11"}
        # %% tags=["imports"]
        «from collections import Mapping»
        «from enum import StrEnum»
        # %% tags=["step:load"]
        row = {"name": "a"}
        print(«f"{row["name"]}"», isinstance(row, Mapping))
        # %% tags=["step:train", "prev:load", "image:python:3.10-slim"]
        import datetime as dt
        print(dt.UTC, row)
        """,
        """
        # %% tags=["imports"]
        «from time import clock»
        # %% tags=["step:load", "image:example.com/tools:1"]
        start = clock()
        """,
      ],
      nonTriggering: [
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "base_image": "python:3.12"}
        # %% tags=["imports"]
        import sys
        from typing import Self
        try:
            from collections import Mapping
        except ImportError:
            from collections.abc import Mapping
        # %% tags=["step:load"]
        row = {"name": "a"}
        print(f"{row["name"]}", isinstance(row, Mapping))
        # %% tags=["step:train", "prev:load", "image:example.com/tools:1"]
        type Row = dict[str, str]
        print(row)
        """
      ],
      fixes: [
        (
          before: """
          # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "base_image": "python:3.9"}
          # %% tags=["step:load"]
          match 1:
              case 1:
                  data = 1
          """,
          after: """
          # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "base_image": "python:3.12"}
          # %% tags=["step:load"]
          match 1:
              case 1:
                  data = 1
          """
        ),
        (
          before: """
          # %% tags=["step:load"]
          from collections import Iterable
          print(isinstance([], Iterable))
          """,
          after: """
          # %% tags=["step:load"]
          from collections.abc import Iterable
          print(isinstance([], Iterable))
          """
        ),
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    let cells = analysis.cells(with: .versionedCode).filter { analysis.outline.isRun($0) }
    guard !cells.isEmpty else { return [] }
    var search = VersionedCode(analysis)
    let uses = cells.flatMap { search.uses(in: $0) }
    var newest: [String: VersionedCode.Use] = [:]
    for use in uses where !use.isGone {
      guard let known = newest[use.image] else {
        newest[use.image] = use
        continue
      }
      if use.minor > known.minor { newest[use.image] = use }
    }
    var choice = ImageChoice(analysis)
    let additions = newest.values.map { use in
      let others = uses.filter { !$0.isGone && $0.image == use.image && $0.place != use.place }
      return addition(use, besides: others, choice.image(insteadOf: use.image), analysis)
    }
    var seen: Set<String> = []
    let removals = uses.filter { $0.isGone && seen.insert($0.noun).inserted }.map {
      removal($0, choice.image(insteadOf: $0.image, before: $0.minor), analysis)
    }
    return additions.sorted { $0.message < $1.message } + removals
  }

  private static func addition(
    _ use: VersionedCode.Use, besides others: [VersionedCode.Use], _ image: String?,
    _ analysis: NotebookAnalysis
  ) -> Finding {
    let cells = [use.runningCell] + others.map(\.runningCell)
    var edits: [NotebookEdit] = []
    for cell in cells {
      guard let edit = image.map({ analysis.edit(usingImage: $0, inCell: cell) }) else { break }
      if !edits.contains(edit) { edits.append(edit) }
    }
    let isCertain = use.isCertain || others.contains(where: \.isCertain)
    return Finding(
      description, severity: isCertain ? .error : .warning, kale: .accepted, at: use.place,
      "\(use.noun) needs \(PythonVersion(3, use.minor)), and image `\(use.image)` has \(use.versionText). "
        + (image.map { "Use a newer image, for example `\($0)`." } ?? "Use a newer image."),
      related: others.prefix(mostRelated).map {
        .init($0.place, "\($0.noun) needs \(PythonVersion(3, $0.minor)).")
      },
      fixes: image.map { [Fix("Change the image to `\($0)`", edits)] } ?? [])
  }

  private static let mostRelated = 8

  private static func removal(
    _ use: VersionedCode.Use, _ older: String?, _ analysis: NotebookAnalysis
  ) -> Finding {
    let history =
      use.minor == 0 ? "Python 3 has no \(use.noun)" : "\(PythonVersion(3, use.minor)) removed \(use.noun)"
    let image = use.minor > 9 ? older : nil
    let remedy =
      use.replacement.map { "Use `\($0)`." } ?? image.map { "Use image `\($0)`, or something else." }
      ?? "Use something else."
    let isOfImage = use.minor > 9
    let change = image.map {
      Fix("Change the image to `\($0)`", [analysis.edit(usingImage: $0, inCell: use.runningCell)])
    }
    return Finding(
      description, severity: use.isCertain ? .error : .warning, kale: .accepted, at: use.place,
      (isOfImage ? "\(history), and image `\(use.image)` has \(use.versionText). " : "\(history). ") + remedy,
      fixes: [replacingFix(of: use, analysis), change].compactMap(\.self))
  }

  /// The fix of a statement that imports the name alone: its users see it under the name that it had.
  private static func replacingFix(of use: VersionedCode.Use, _ analysis: NotebookAnalysis) -> Fix? {
    guard let new = use.replacement, case .source(let cell, let range) = use.place else { return nil }
    let source = analysis.notebook.cells[cell].source.utf8
    let words = String(decoding: source[range.clamped(to: 0..<source.count)], as: UTF8.self)
      .split(separator: " ").map(String.init)
    guard words.count == 4 || words.count == 6, words[0] == "from", words[2] == "import",
      let old = words.last, !words[3].hasSuffix(",")
    else { return nil }
    let parts = new.split(separator: ".").map(String.init)
    guard parts.count > 1, let name = parts.last else { return nil }
    let statement = "from \(parts.dropLast().joined(separator: ".")) import \(name)"
    return Fix(
      "Change the import to `\(new)`",
      [.replaceSource(cell: cell, range: range, with: statement + (name == old ? "" : " as \(old)"))])
  }
}
