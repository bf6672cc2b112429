/// A comparison of pipelines in Markdown, for a pull request.
struct ComparisonMarkdown {
  let comparison: PipelineComparison

  /// The text; each line ends in a line break.
  var text: String {
    let difference = comparison.difference
    var lines = [
      "### Pipeline \(RichText.code(comparison.new.pipeline.configuration.pipelineName))", "",
      "\(RichText.code(comparison.old.label)) → \(RichText.code(comparison.new.label)): "
        + ComparisonSummary.sentence(difference),
    ]
    lines += blocks(of: difference, level: "####")
    return lines.map { $0 + "\n" }.joined()
  }

  private func blocks(of difference: PipelineDifference, level: String) -> [String] {
    var lines: [String] = []
    for (heading, differences) in [("Settings", difference.settings), ("Parameters", difference.parameters)]
    where !differences.isEmpty {
      lines +=
        ["", "\(level) \(heading)", ""] + differences.map { item($0, isName: heading == "Parameters") }
    }
    for (tag, code) in difference.sharedCode {
      lines += ["", "\(level) \(RichText.code(tag)) cells", ""] + details(of: code)
    }
    return lines + difference.steps.flatMap { block(of: $0, level: level) }
  }

  private func block(of step: StepDifference, level: String) -> [String] {
    let isWhole = step.kind == .added || step.kind == .removed
    let old = step.oldName.map { " from \(RichText.code($0))" } ?? ""
    var lines = ["", "\(level) Step \(RichText.code(step.name)) \(step.kind.rawValue)\(old)"]
    let items = (step.kind == .removed ? [] : step.differences).map { item($0, isWhole: isWhole) }
    if !items.isEmpty { lines += [""] + items }
    if !step.code.isEmpty { lines += [""] + details(of: step.code) }
    return lines + step.notebook.flatMap { blocks(of: $0, level: level + "#") }
  }

  private func item(_ difference: Difference, isName: Bool = false, isWhole: Bool = false) -> String {
    let words: String
    switch difference.change {
    case .value(let old, let new):
      let values = isWhole ? [old ?? new ?? ""] : [old ?? "", new ?? ""]
      words = values.map { $0.isEmpty ? "none" : RichText.code($0) }.joined(separator: " → ")
    case .list(let removed, let added):
      words =
        (removed.map { (isWhole ? "" : "− ") + RichText.code($0) }
        + added.map { (isWhole ? "" : "+ ") + RichText.code($0) }).joined(separator: ", ")
    }
    return "- \(isName ? RichText.code(difference.subject) : difference.subject): \(words)"
  }

  private func details(of code: LineDifference) -> [String] {
    let body = code.hunks(context: 2).enumerated().flatMap { index, hunk in
      (index > 0 ? ["@@"] : []) + hunk.map { $0.kind.rawValue + TextTable.printable($0.text) }
    }
    // A fence longer than any in the code.
    let longest = body.map { $0.split { $0 != "`" }.map(\.count).max() ?? 0 }.max() ?? 0
    let fence = String(repeating: "`", count: max(3, longest + 1))
    return ["<details><summary>Code: \(ComparisonSummary.lines(of: code))</summary>", "", "\(fence)diff"]
      + body + [fence, "", "</details>"]
  }
}
