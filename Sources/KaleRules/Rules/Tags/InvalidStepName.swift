import KaleAnalysis
import NotebookModel

/// A step name that Kale does not allow.
enum InvalidStepName: NotebookRule {
  static let description = RuleDescription(
    code: "KALE003", name: "invalid-step-name", severity: .error, fix: .sometimesSafe,
    summary: "A name in a `step:`, `prev:` or `notebook:` tag is not a valid step name.",
    rationale: """
      A step's name becomes the name of a Python function and of a Kubernetes object. It may contain only lowercase \
      letters, digits and `_`, and must not start with a digit. Kale rejects notebooks with any other name.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=[«"step:load-data"»]
        data = 1
        # %% tags=["step:train", «"prev:load-data"»]
        print(data)
        """,
        """
        # %% tags=["step:load", «"prev:Fetch"»]
        data = 1
        # %% tags=[«"step:pipeline-metrics"»]
        print(data)
        """,
      ],
      nonTriggering: [
        """
        # %% tags=["step:load_data_2"]
        data = 1
        """
      ],
      fixes: [
        (
          before: """
          # %% tags=["step:Load-Data"]
          data = 1
          # %% tags=["step:train", "prev:Load-Data"]
          print(data)
          """,
          after: """
          # %% tags=["step:load_data"]
          data = 1
          # %% tags=["step:train", "prev:load_data"]
          print(data)
          """
        ),
        (
          before: """
          # %% tags=["step:load"]
          data = 1
          # %% tags=["step:check"]
          limit = 2
          # %% tags=["step:train", "prev:load;check"]
          print(data, limit)
          """,
          after: """
          # %% tags=["step:load"]
          data = 1
          # %% tags=["step:check"]
          limit = 2
          # %% tags=["step:train", "prev:load", "prev:check"]
          print(data, limit)
          """
        ),
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    var faults = analysis.faultyTags(invalidName)
    if !faults.isEmpty {
      // The migration from Kale 0.x, which another rule offers as a whole, renames its steps.
      let replaced = OldTags(analysis).replacedNames(
        among: faults.filter { $0.detail.prefix == .prev }.map(\.detail.name))
      faults.removeAll { $0.detail.prefix == .prev && replaced.contains($0.detail.name) }
    }
    guard !faults.isEmpty else { return namesWithLineBreak(analysis) }
    var renames = StepRenames(analysis)
    return faults.map { tag, fault in
      fault.prefix == .step && SpecialTag(rawValue: fault.name) != nil
        ? finding(ofSpecial: tag, fault.name) : finding(of: tag, fault, &renames, analysis)
    } + namesWithLineBreak(analysis)
  }

  private static func finding(ofSpecial tag: ReadTag, _ special: String) -> Finding {
    let edit = NotebookEdit.replaceTag(cell: tag.cell, index: tag.index, with: special)
    return Finding(
      description, kale: .refused, at: tag.place,
      "`\(special)` is not a valid step name. Did you mean the tag `\(special)`?",
      fixes: [Fix("Change to `\(special)`", .safe, [edit])])
  }

  private static func invalidName(_ fault: TagFault) -> (prefix: TagPrefix, name: String)? {
    if case .invalidName(let prefix, let name) = fault { return (prefix, name) }
    return nil
  }

  /// A `prev:` tag that names several steps: each gets a tag of its own.
  private static func finding(
    of tag: ReadTag, naming steps: [String], _ analysis: NotebookAnalysis
  ) -> Finding {
    let tags = steps.map { "prev:\($0)" }
    let known = Set(analysis.tags[tag.cell].entries.compactMap(\.text))
    let edits =
      [NotebookEdit.removeTag(cell: tag.cell, index: tag.index)]
      + tags.filter { !known.contains($0) }.map { .addTag(cell: tag.cell, tag: $0) }
    return Finding(
      description, kale: .refused, at: tag.place,
      "`\(tag.text)` names several steps, and Kale expects a tag for each. Use \(tags.enumeration).",
      fixes: [Fix("Change to \(tags.enumeration)", .safe, edits)])
  }

  /// The name changes in every tag that contains it. It never becomes the name of another step.
  private static func finding(
    of tag: ReadTag, _ fault: (prefix: TagPrefix, name: String), _ renames: inout StepRenames,
    _ analysis: NotebookAnalysis
  ) -> Finding {
    if fault.prefix == .prev, let steps = SeveralSteps(fault.name, analysis) {
      return finding(of: tag, naming: steps.names, analysis)
    }
    let isDefined = fault.prefix != .notebook && analysis.outline.unit(named: fault.name) != nil
    let name = StepName.suggestion(for: fault.name).map { isDefined ? analysis.uniqueStepName($0) : $0 }
    let text = name.map { "\(fault.prefix.rawValue):\($0)" }
    var fixes = [Fix("Remove tag `\(tag.text)`", [.removeTag(cell: tag.cell, index: tag.index)])]
    if let name, isDefined {
      let edits = renames.edits(from: fault.name, to: name)
      // If a `prev:` tag has the name that several want and leads to none of them, its meaning is unclear.
      let wanted = StepName.suggestion(for: fault.name) ?? name
      let isContested =
        renames.names.hasPrevious(wanted) && analysis.outline.unit(named: wanted) == nil
        && renames.isContested(wanted)
      fixes = [Fix("Rename step `\(fault.name)` to `\(name)`", .safe(if: !isContested), edits)]
    } else if let text, analysis.isPossible(text, in: tag.cell) {
      let edit = NotebookEdit.replaceTag(cell: tag.cell, index: tag.index, with: text)
      fixes = [Fix("Change to `\(text)`", .safe, [edit])]
    }
    let noun = fault.prefix == .notebook ? "notebook name" : "step name"
    let remedy = text.map { "Did you mean `\($0)`?" } ?? "Use another name."
    return Finding(
      description, kale: .refused, at: tag.place,
      "`\(fault.name)` is not a valid \(noun): use lowercase letters, digits and `_`, not starting with a digit. \(remedy)",
      fixes: fixes)
  }

  /// Kale's pattern accepts one line break at the end, but the resulting pipeline does not compile.
  private static func namesWithLineBreak(_ analysis: NotebookAnalysis) -> [Finding] {
    analysis.suspectTags.compactMap { tag in
      guard tag.entry.isRead, tag.entry.parsed?.fault == nil, tag.text.utf8.last == UInt8(ascii: "\n"),
        tag.entry.parsed?.meaning?.isName == true
      else { return nil }
      let text = String(tag.text.dropLast())
      return Finding(
        description, kale: .accepted, at: tag.place,
        "Tag `\(text)` ends with a line break, which becomes part of the name. Remove the line break.",
        fixes: [
          Fix(
            "Remove the line break", .safe,
            [.replaceTag(cell: tag.cell, index: tag.index, with: text)])
        ])
    }
  }
}

extension TagMeaning {
  /// Whether the tag consists of a name only.
  fileprivate var isName: Bool {
    switch self {
    case .step, .previous, .notebook: true
    default: false
    }
  }
}
