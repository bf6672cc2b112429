/// A comparison of pipelines for a terminal.
struct ComparisonText {
  let comparison: PipelineComparison
  let style: TextStyle

  /// The most lines of code that are shown of a step.
  private static let codeLimit = 24
  private static let subjectWidth = 12

  /// The text; each line ends in a line break.
  var text: String {
    let difference = comparison.difference
    let name = TextTable.printable(comparison.new.pipeline.configuration.pipelineName)
    var lines = [
      "Pipeline `\(name)`: \(TextTable.printable(comparison.old.label)) \(arrow) "
        + TextTable.printable(comparison.new.label), "",
    ]
    let body = self.lines(of: difference, indent: "")
    if !body.isEmpty { lines += body + [""] }
    lines.append(ComparisonSummary.sentence(difference))
    return lines.map { $0 + "\n" }.joined()
  }

  private var arrow: String { style.isUnicode ? "→" : "->" }

  private func lines(of difference: PipelineDifference, indent: String) -> [String] {
    var lines: [String] = []
    for (heading, differences) in [("settings", difference.settings), ("parameters", difference.parameters)]
    where !differences.isEmpty {
      lines.append(indent + style.painted(heading, .bold))
      lines += differences.flatMap { self.lines(of: $0, indent: indent + "  ", isAlone: true) }
    }
    for (tag, code) in difference.sharedCode {
      lines.append("\(indent)\(style.painted("`\(tag)` cells", .bold)): \(ComparisonSummary.lines(of: code))")
      lines += self.lines(of: code, indent: indent + "    ")
    }
    if !difference.steps.isEmpty { lines.append(indent + style.painted("steps", .bold)) }
    return lines + difference.steps.flatMap { self.lines(of: $0, indent: indent + "  ") }
  }

  // MARK: - Steps

  private func lines(of step: StepDifference, indent: String) -> [String] {
    let name = TextTable.printable(step.name)
    var lines: [String]
    switch step.kind {
    case .added: lines = [indent + style.painted("+ \(name)", .green)]
    case .removed: lines = [indent + style.painted("- \(name)", .red)]
    case .renamed:
      lines = [
        indent + style.painted("~ \(name)", .yellow) + " (was \(TextTable.printable(step.oldName ?? "")))"
      ]
    case .changed: lines = [indent + style.painted("~ \(name)", .yellow)]
    }
    let inner = indent + "    "
    let isWhole = step.kind == .added || step.kind == .removed
    // What a step was that is gone tells little.
    for difference in step.kind == .removed ? [] : step.differences {
      lines += self.lines(of: difference, indent: inner, isAlone: false, isWhole: isWhole)
    }
    if !step.code.isEmpty {
      lines.append(inner + subject("code") + ComparisonSummary.lines(of: step.code))
      if !isWhole { lines += self.lines(of: step.code, indent: inner + "  ") }
    }
    return lines + step.notebook.flatMap { self.lines(of: $0, indent: inner) }
  }

  private func subject(_ text: String) -> String {
    let text = TextTable.printable(text)
    let blanks = max(1, Self.subjectWidth - DisplayWidth.columns(of: text))
    return text + String(repeating: " ", count: blanks)
  }

  /// The lines of a code's differences.
  private func lines(of code: LineDifference, indent: String) -> [String] {
    let all = code.hunks(context: 1).enumerated().flatMap { index, hunk in
      (index > 0 ? [indent + style.painted("...", .faint)] : [])
        + hunk.map { line in
          let text = indent + "\(line.kind.rawValue) \(TextTable.printable(line.text))"
          switch line.kind {
          case .added: return style.painted(text, .green)
          case .removed: return style.painted(text, .red)
          case .both: return style.painted(text, .faint)
          }
        }
    }
    if all.count <= Self.codeLimit { return all }
    let rest = all.count - Self.codeLimit
    return all.prefix(Self.codeLimit) + [indent + style.painted("... \(rest) more lines", .faint)]
  }

  // MARK: - Differences

  /// The lines of a difference. `isAlone`: whether the first begins with a sign. `isWhole`: whether all of a list is new or
  /// gone, which the sign of its step shows.
  private func lines(
    of difference: Difference, indent: String, isAlone: Bool, isWhole: Bool = false
  ) -> [String] {
    var head = indent
    let words: [String]
    switch difference.change {
    case .value(nil, let new?):
      if isAlone { head += style.painted("+ ", .green) }
      words = [isAlone || isWhole ? new : "+ \(new)"]
    case .value(let old?, nil):
      if isAlone { head += style.painted("- ", .red) }
      words = [isAlone || isWhole ? old : "- \(old)"]
    case .value(let old, let new):
      if isAlone { head += style.painted("~ ", .yellow) }
      words = ["\(old ?? "") \(arrow) \(new ?? "")"]
    case .list(let removed, let added):
      if isAlone { head += style.painted("~ ", .yellow) }
      words = isWhole ? removed + added : removed.map { "- \($0)" } + added.map { "+ \($0)" }
    }
    let subject = subject(difference.subject)
    let margin = String(
      repeating: " ", count: indent.count + (isAlone ? 2 : 0) + DisplayWidth.columns(of: subject))
    let room = max(20, style.width - margin.count)
    let wrapped = PipelineDrawing.lines(of: words.map(TextTable.printable), widest: room)
    return wrapped.enumerated().map { index, line in (index == 0 ? head + subject : margin) + line }
  }
}

extension TextStyle {
  /// Returns text in a color, where the terminal has colors.
  func painted(_ text: String, _ color: TextCanvas.Style) -> String {
    isColored ? "\u{1B}[\(color.rawValue)m\(text)\u{1B}[0m" : text
  }
}
