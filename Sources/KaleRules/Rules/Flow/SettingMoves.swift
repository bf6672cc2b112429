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
    let names = lost.readers.map { analysis.stepName($0.unit) }
    let reader = "step\(names.count == 1 ? "" : "s") \(names.enumeration)"
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
    if let statements = Self.statements(of: lost, analysis) {
      let edits = lost.readers.compactMap { Self.insertion(of: statements, before: $0.place, analysis) }
      // A generator that is seeded again starts over, in the notebook too.
      let grade = lost.item.isGenerator ? FixApplicability.choice : .suggested
      let what = statements.count == 1 ? "`\(statement)`" : "\(statements.count) statements"
      if edits.count == lost.readers.count { fixes.append(Fix("Add \(what) to \(reader)", grade, edits)) }
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
    statement(at: lost.place, analysis)
  }

  /// The statement with those before it whose result it starts from; nil if one of them cannot be repeated.
  private static func statements(of lost: LostSetting, _ analysis: NotebookAnalysis) -> [String]? {
    let statements = (lost.base + [lost.place]).compactMap { statement(at: $0, analysis) }
    return statements.count == lost.base.count + 1 ? statements : nil
  }

  private static func statement(at place: StatePlace, _ analysis: NotebookAnalysis) -> String? {
    guard !place.isConditional else { return nil }
    let text = analysis.text(of: place.statement, in: place.cell)
    let isBlock = text.contains(where: \.isNewline) || text.hasPrefix("with ")
    return isBlock ? nil : text
  }

  /// Whether a statement comes to the same folder wherever it is run from: `os.chdir("/data")`.
  private static func namesAbsolutePath(_ statement: String) -> Bool {
    let argument = statement.drop { $0 != "\"" && $0 != "'" }.dropFirst()
    return argument.first == "/"
  }

  private static func insertion(
    of statements: [String], before read: StatePlace, _ analysis: NotebookAnalysis
  ) -> NotebookEdit? {
    let source = analysis.notebook.cells[read.cell].source.utf8
    let start = read.statement.lowerBound
    guard start == 0 || start <= source.count && source[start - 1] == UInt8(ascii: "\n") else { return nil }
    return .replaceSource(cell: read.cell, range: start..<start, with: statements.map { $0 + "\n" }.joined())
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
}
