import KaleAnalysis
import NotebookModel
import PythonSyntax

/// The fixes that repeat or move a setting so that it applies in a step of Kale's pipeline.
struct SettingMoves {
  /// Where the setting belongs: "the imports cell", "step `sample` too".
  let place: String
  /// The choices, the likeliest first.
  let fixes: [Fix]

  init(_ lost: LostSetting, _ analysis: NotebookAnalysis) {
    let reader = "step `\(analysis.stepName(lost.reader))`"
    guard !lost.isSeededAnew, !lost.item.isResult, let statement = Self.statement(of: lost, analysis),
      lost.item != .workingDirectory || Self.namesAbsolutePath(statement)
    else {
      (place, fixes) = ("\(reader) too", [])
      return
    }
    var fixes: [Fix] = []
    var isForAllSteps = false
    // A generator that every step seeds starts over in every step.
    if lost.item.isSetOnce, !Self.isSetElsewhere(lost, analysis),
      let removal = analysis.removal(ofStatement: lost.place.statement, in: lost.place.cell),
      Self.namesKnownInImports(analysis).isSuperset(of: Self.names(in: statement))
    {
      isForAllSteps = true
      fixes.append(
        Fix("Move `\(statement)` to the imports cell", [analysis.addition(toImports: statement), removal]))
    }
    if let edit = Self.insertion(of: statement, before: lost.read, analysis) {
      // A generator that is seeded again starts over, in the notebook too.
      let grade = lost.item.isGenerator ? FixApplicability.choice : .suggested
      fixes.append(Fix("Add `\(statement)` to \(reader)", grade, [edit]))
    }
    place = isForAllSteps ? "the imports cell" : "\(reader) too"
    self.fixes = fixes
  }

  /// Whether another step makes the setting too, so that one for all steps is not what the notebook computes.
  private static func isSetElsewhere(_ lost: LostSetting, _ analysis: NotebookAnalysis) -> Bool {
    analysis.state.uses.indexed.contains { unit, use in
      unit != lost.setter && use.changePlaces[lost.item] != nil
    }
  }

  /// The statement that makes the setting; nil if it is part of a block, or has several lines.
  private static func statement(of lost: LostSetting, _ analysis: NotebookAnalysis) -> String? {
    guard !lost.place.isConditional else { return nil }
    let text = analysis.text(of: lost.place.statement, in: lost.place.cell)
    let isBlock = text.contains(where: \.isNewline) || text.hasPrefix("with ")
    return isBlock ? nil : text
  }

  /// Whether a statement comes to the same folder wherever it is run from: `os.chdir("/data")`.
  private static func namesAbsolutePath(_ statement: String) -> Bool {
    let argument = statement.drop { $0 != "\"" && $0 != "'" }.dropFirst()
    return argument.first == "/"
  }

  private static func insertion(
    of statement: String, before read: StatePlace, _ analysis: NotebookAnalysis
  ) -> NotebookEdit? {
    let source = analysis.notebook.cells[read.cell].source.utf8
    let start = read.statement.lowerBound
    guard start == 0 || start <= source.count && source[start - 1] == UInt8(ascii: "\n") else { return nil }
    return .replaceSource(cell: read.cell, range: start..<start, with: statement + "\n")
  }

  private static func names(in statement: String) -> Set<String> {
    Set(CodeFacts(analysing: Array(statement.utf8)).facts.allReads.map(\.name)).subtracting(
      BuiltinNames.python)
  }

  private static func namesKnownInImports(_ analysis: NotebookAnalysis) -> Set<String> {
    Set(
      analysis.outline.cells(of: .imports).flatMap { cell in
        analysis.facts[cell].facts.bindings.filter { $0.kind == .import }.map(\.name)
      })
  }
}

extension StateItem {
  /// Whether the state results from work, so that no statement can set it again.
  fileprivate var isResult: Bool {
    switch self {
    case .cache, .options(.figure): true
    default: false
    }
  }

  fileprivate var isGenerator: Bool { if case .generator = self { true } else { false } }

  /// Whether the setting has the same effect at the start of every step.
  fileprivate var isSetOnce: Bool {
    switch self {
    case .environment, .options, .attribute, .workingDirectory: true
    case .generator, .cache, .name, .value, .file: false
    }
  }
}
