import KaleAnalysis
import NotebookModel
import PythonSyntax

/// A statement of an imports or functions cell that does more than define names, in every step.
struct SideEffect {
  enum Kind {
    /// A call made for its effect.
    case call(String)
    /// A value that is computed again in every step.
    case value(name: String?)
    /// A block of statements that contains calls.
    case block
  }

  let kind: Kind
  let range: Range<Int>

  /// Returns the side effects of the cells of a block that do harm in every step; none where there is only one step.
  static func find(in block: SpecialTag, _ analysis: NotebookAnalysis) -> [(
    cell: CellIndex, effect: SideEffect
  )] {
    guard analysis.outline.units.count > 1 else { return [] }
    let effects = analysis.outline.cells(of: block).flatMap {
      cell -> [(cell: CellIndex, effect: SideEffect)] in
      analysis.facts[cell].facts.statements.compactMap { statement in
        guard statement.runsCalls else { return nil }
        return SideEffect(statement, in: analysis.notebook.cells[cell].source.utf8).map { (cell, $0) }
      }
    }.filter { !isSettingOfImport($0.effect, in: $0.cell, analysis) }
    guard effects.contains(where: { $0.effect.isCall }) else { return effects }
    let installers = installers(analysis)
    let databases = databasesInMemory(createdBy: effects, analysis)
    return effects.filter { _, effect in
      guard case .call(let name) = effect.kind else { return true }
      return !installers.contains(name) && !databases.contains(String(name.firstPart))
    }
  }

  /// The names of connections to databases in memory, which each step has of its own and fills again.
  private static func databasesInMemory(
    createdBy effects: [(cell: CellIndex, effect: SideEffect)], _ analysis: NotebookAnalysis
  ) -> Set<String> {
    var names: Set<String> = []
    for (cell, effect) in effects {
      guard case .value(let name?) = effect.kind else { continue }
      let code = analysis.notebook.cells[cell].source.utf8[effect.range]
      if String(decoding: code, as: UTF8.self).contains(":memory:") { names.insert(name) }
    }
    return names
  }

  /// Whether a statement does no harm in every step.
  static func isHarmless(_ statement: StatementFact, in source: [UInt8]) -> Bool {
    !statement.runsCalls || SideEffect(statement, in: source) == nil
  }

  /// A warning for a call made for its effect; information for a value computed again and for code that may never run.
  var severity: Finding.Severity {
    if case .call = kind { .warning } else { .information }
  }

  /// The effect, as the start of a sentence.
  var subject: String {
    switch kind {
    case .call(let name): "`\(name)` is called"
    case .value(let name): "\(name.map { "`\($0)`" } ?? "A value") is computed"
    case .block: "This block runs"
    }
  }

  private init?(_ statement: StatementFact, in source: [UInt8]) {
    range = statement.range.withoutSpaceBehind(in: source)
    let code = source[range]
    switch statement.kind {
    case .otherAssignment(let name):
      guard !Self.isHarmless(assigned: Self.valueAssigned(in: code)) else { return nil }
      kind = .value(name: name)
    case .annotatedAssignment(let name):
      guard !Self.isHarmless(assigned: Self.valueAssigned(in: code)) else { return nil }
      kind = .value(name: name)
    case .complexAssignment:
      guard !Self.isSetting(code), !Self.isHarmless(assigned: Self.valueAssigned(in: code))
      else {
        return nil
      }
      kind = .value(name: nil)
    case .other:
      if let callee = Self.callee(in: code) {
        guard !Self.isHarmless(call: callee), !Self.isSetUp(code) else { return nil }
        kind = .call(callee)
      } else {
        kind = .block
      }
    case .literalAssignment, .signedNumberAssignment, .printName, .name, .definition, .import, .constant,
      .guarded:
      return nil
    }
  }
}

// MARK: - What is called

extension SideEffect {
  /// The dotted name before the first parenthesis, `plt.style.use`; nil if the code does not start with a call.
  private static func callee(in code: ArraySlice<UInt8>) -> String? {
    let name = code.prefix {
      $0.isLetterOrDigit || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ".") || $0 >= 0x80
    }
    guard !name.isEmpty, code.dropFirst(name.count).first == UInt8(ascii: "(") else { return nil }
    return String(decoding: name, as: UTF8.self)
  }

  /// The code after the first `=` and the space that follows it.
  private static func valueAssigned(in code: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    code.drop { $0 != UInt8(ascii: "=") }.dropFirst().drop { $0 == UInt8(ascii: " ") }
  }

  /// Whether an assignment changes a setting of a library or of the process: `plt.rcParams["figure.dpi"] = dpi()`.
  private static func isSetting(_ code: ArraySlice<UInt8>) -> Bool {
    let target = String(decoding: code.prefix { $0 != UInt8(ascii: "=") }, as: UTF8.self)
    return SideEffectTable.settings.contains { target.hasPrefix($0) }
  }

  /// Whether a statement changes a setting of a library under a name that is imported: `getcontext().prec = 20` after `from
  /// decimal import getcontext`.
  private static func isSettingOfImport(
    _ effect: SideEffect, in cell: CellIndex, _ analysis: NotebookAnalysis
  ) -> Bool {
    switch effect.kind {
    case .value(name: nil), .call: break
    case .value, .block: return false
    }
    let code = analysis.notebook.cells[cell].source.utf8[effect.range]
    let name = code.prefix { $0.isLetterOrDigit || $0 == UInt8(ascii: "_") }
    let imports = analysis.outline.cells(of: .imports).lazy
    let path = imports.compactMap {
      analysis.importedPath(of: String(decoding: name, as: UTF8.self), in: $0)
    }.first
    return path.map { isSetting(ArraySlice(Array($0.utf8) + code.dropFirst(name.count))) } ?? false
  }

  /// Whether a call is harmless in every step: it changes a setting that every step needs.
  private static func isHarmless(call callee: String) -> Bool {
    if SideEffectTable.settings.contains(where: { callee.hasPrefix($0) }) { return true }
    return SideEffectTable.setters.contains(callee.split(separator: ".").last.map(String.init) ?? callee)
  }

  /// Whether a call prepares a container, which each step has of its own: it creates a folder unless there is one, or
  /// installs packages.
  private static func isSetUp(_ code: ArraySlice<UInt8>) -> Bool {
    let text = String(decoding: code, as: UTF8.self)
    let createsFolder = text.contains("makedirs(") || text.contains("mkdir(")
    return createsFolder && text.contains("exist_ok=True") || isInstallation(text)
  }

  private static func isInstallation(_ text: String) -> Bool {
    text.contains("install") && text.split { !$0.isLetter }.contains("pip")
  }

  /// The functions of imports and functions cells that install packages.
  private static func installers(_ analysis: NotebookAnalysis) -> Set<String> {
    var names: Set<String> = []
    for cell in analysis.sharedCells {
      let source = analysis.notebook.cells[cell].source.utf8
      for statement in analysis.facts[cell].facts.statements {
        guard case .definition(let name) = statement.kind,
          isInstallation(String(decoding: source[statement.range], as: UTF8.self))
        else { continue }
        names.insert(name)
      }
    }
    return names
  }

  private var isCall: Bool {
    if case .call = kind { true } else { false }
  }

  /// Whether an assigned value is equivalent to a constant.
  private static func isHarmless(assigned code: ArraySlice<UInt8>) -> Bool {
    let callees = callees(in: code)
    return !callees.isEmpty
      && callees.allSatisfy { callee in
        SideEffectTable.constructors.contains(callee.split(separator: ".").last.map(String.init) ?? callee)
          || isHarmless(call: callee)
      }
  }

  /// The dotted name before each opening parenthesis that follows one, `os.environ.get`; of a call of what another
  /// expression gives, what follows the last dot.
  private static func callees(in code: ArraySlice<UInt8>) -> [String] {
    var names: [String] = []
    var start: Int?
    var quote: UInt8?
    for (place, byte) in zip(code.indices, code) {
      if let open = quote {
        if byte == open { quote = nil }
        continue
      }
      if byte.isLetterOrDigit || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".") || byte >= 0x80 {
        start = start ?? place
        continue
      }
      if byte == UInt8(ascii: "("), let start {
        let name = String(decoding: code[start..<place], as: UTF8.self)
        if !operators.contains(name) { names.append(name) }
      }
      start = nil
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") { quote = byte }
    }
    return names
  }

  /// Words that a parenthesis may follow without a call.
  private static let operators: Set<String> = ["and", "else", "for", "if", "in", "is", "lambda", "not", "or"]
}
