import KaleAnalysis
import SourceText

/// A reference to another notebook on a cell with code.
enum ReferenceWithCode: StepRule {
  static let description = RuleDescription(
    code: "KALE112", name: "reference-with-code", severity: .error, fix: .suggested,
    summary: "A `notebook:` cell contains code.",
    rationale: """
      A `notebook:` cell refers to another notebook and runs no code of its own. Kale rejects the notebook instead of \
      dropping the code. Comments are allowed.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:load"]
        data = 1
        # %% tags=["notebook:training"]
        «model = 2»
        """
      ],
      nonTriggering: [
        """
        # %% tags=["step:load"]
        data = 1
        # %% tags=["notebook:training"]
        # Trains the model.
        """
      ],
      fixes: [
        (
          before: """
          # %% tags=["step:load"]
          data = 1
          # %% tags=["notebook:training"]
          model = 2
          """,
          after: """
          # %% tags=["step:load"]
          data = 1
          # %% tags=["skip"]
          model = 2
          # %% tags=["notebook:training"]
          """
        )
      ]))

  static func steps(in analysis: NotebookAnalysis) -> [UnitIndex] { analysis.referringUnits }

  static func check(_ step: StepContext) -> [Finding] {
    guard step.isNotebook, let range = step.cell.source.firstLineOfCode else { return [] }
    return [
      Finding(
        description, kale: .refused, at: .source(cell: step.definition, range: range),
        "The cell of notebook `\(step.name)` contains code, which would not run. Move it to a `step:` cell.",
        fixes: [move(step)])
    ]
  }

  /// Moves the code to a cell that the pipeline skips: there, you can make a step of it.
  private static func move(_ step: StepContext) -> Fix {
    let source = step.cell.source
    return Fix(
      "Move the code to a skipped cell",
      [
        .insertCell(
          before: step.definition, source: source.string(in: 0..<source.utf8.count), tags: ["skip"]),
        .replaceSource(cell: step.definition, range: 0..<source.utf8.count, with: ""),
      ])
  }
}

extension SourceText {
  /// The first line that is neither blank nor a comment, without surrounding whitespace.
  fileprivate var firstLineOfCode: Range<Int>? {
    for line in 0..<lineCount {
      guard var range = contentRange(ofLine: line) else { continue }
      let isBlank = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
      while let first = utf8[range].first, isBlank(first) {
        range = range.lowerBound + 1..<range.upperBound
      }
      while let last = utf8[range].last, isBlank(last) {
        range = range.lowerBound..<range.upperBound - 1
      }
      if let first = utf8[range].first, first != UInt8(ascii: "#") { return range }
    }
    return nil
  }
}
