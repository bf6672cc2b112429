import PythonSyntax

/// Code that somebody who reads the notebook needs and that no step does: what shows a value, installs packages or sets
/// up the notebook.
enum ReadersCode {
  /// Returns what a cell of such code does, as the predicate of a sentence; nil for other code.
  static func clause(about facts: CellFacts, in source: [UInt8]) -> String? {
    guard facts.syntaxErrors.isEmpty, facts.bindings.isEmpty, facts.changes.isEmpty, facts.imports.isEmpty,
      facts.deletions.isEmpty, facts.functions.isEmpty
    else { return nil }
    if !facts.escapes.isEmpty { return clauseAboutEscapes(facts, in: source) }
    guard !facts.statements.isEmpty, facts.statements.allSatisfy({ isLook($0, in: source) }) else {
      return nil
    }
    let name = facts.reads.first {
      !$0.name.allSatisfy(\.isUppercase) && !BuiltinNames.python.contains($0.name)
    }
    return name.map { "only looks at `\($0.name)`" } ?? "only shows something"
  }

  private static func clauseAboutEscapes(_ facts: CellFacts, in source: [UInt8]) -> String? {
    let starts = Set(facts.escapes.map(\.range.lowerBound))
    guard facts.statements.allSatisfy({ starts.contains($0.range.lowerBound) }),
      facts.escapes.allSatisfy({ isIdle($0, in: source) }), !loadsExtension(facts, in: source)
    else { return nil }
    let installs = facts.escapes.contains { text(of: $0, in: source).contains("install") }
    return installs ? "only installs packages" : "is for the notebook alone"
  }

  /// Whether code loads an extension of IPython, whose magics the code of steps may use.
  static func loadsExtension(_ facts: CellFacts, in source: [UInt8]) -> Bool {
    !facts.escapes.isEmpty
      && facts.escapes.allSatisfy { $0.kind == .lineMagic && MagicTable.ofNotebook.contains($0.text) }
      && facts.escapes.contains { escape in
        escape.text == "load_ext" && !text(of: escape, in: source).contains("autoreload")
      }
  }

  /// Whether an escape matters to the notebook alone: it installs packages, or shows something.
  static func isIdle(_ escape: IPythonEscape, in source: [UInt8]) -> Bool {
    switch escape.kind {
    case .help: return true
    case .lineMagic: return MagicTable.ofNotebook.contains(escape.text)
    case .cellMagic: return LookingTable.cellMagics.contains(escape.text)
    case .assignment: return false
    case .shell: return isIdle(command: text(of: escape, in: source))
    }
  }

  /// Whether a command runs nothing but programs that show something or install packages.
  private static func isIdle(command: String) -> Bool {
    guard !command.contains(">") else { return false }
    return command.split { ";&|".contains($0) }.allSatisfy { part in
      let words = part.split { " !\t\r\n".contains($0) }.drop { $0 == "sudo" }
      guard let program = words.first else { return true }
      if program.hasPrefix("python"),
        words.contains("--version") || words.contains("-V") || words.contains("pip")
      {
        return true
      }
      return LookingTable.programs.contains(String(program))
    }
  }

  private static func text(of escape: IPythonEscape, in source: [UInt8]) -> String {
    String(decoding: source[escape.range.clamped(to: 0..<source.count)], as: UTF8.self)
  }

  // MARK: Looks

  /// Whether a statement only shows a value.
  private static func isLook(_ statement: StatementFact, in source: [UInt8]) -> Bool {
    let code = source[statement.range.clamped(to: 0..<source.count)]
    switch statement.kind {
    case .name, .constant: return true
    case .other:
      let text = String(decoding: code, as: UTF8.self)
      guard let word = text.split(whereSeparator: { !$0.isLetter && $0 != "_" }).first,
        !keywords.contains(String(word))
      else { return false }
      let calls = CalledNames.names(in: code)
      guard calls.allSatisfy(LookingTable.calls.contains) else { return false }
      // What a pipeline computes may be printed; what the notebook's reader looks at need not.
      return calls.isEmpty || !calls.contains("print") || isOnlyLooking(text)
    case .literalAssignment, .signedNumberAssignment, .otherAssignment, .complexAssignment,
      .annotatedAssignment,
      .printName, .definition, .import, .guarded:
      return false
    }
  }

  /// Whether a call of `print` has one argument, of a kind that hardly anybody prints but to look at a value.
  private static func isOnlyLooking(_ text: String) -> Bool {
    !text.contains(",")
      && text.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.contains {
        LookingTable.signs.contains(String($0))
      }
  }

  /// Words that begin statements which are not expressions.
  private static let keywords: Set<String> = [
    "assert", "await", "async", "break", "continue", "del", "for", "global", "if", "match", "nonlocal",
    "pass",
    "raise", "return", "try", "while", "with", "yield",
  ]
}
