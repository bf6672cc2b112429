import PythonSyntax

/// Databases of SQLite, which change by statements in strings.
extension BlockReader {
  /// The family of their files.
  static let databases = "database"

  /// Notes what a method of a connection or a cursor does to the file of its database.
  mutating func noteDatabaseMethod(_ method: String, of receiver: Meaning, _ arguments: [CallArgument]) {
    guard case .database(let path) = receiver.kind, method.hasPrefix("execute") else { return }
    note(.read, path, family: Self.databases)
    noteStatement(statement(of: method, arguments), on: path)
  }

  /// Notes that a statement changes a database, if it does. What a function is given is known where the function is called.
  mutating func noteStatement(_ statement: PathText, on path: PathText?) {
    guard let path else { return }
    if let text = statement.exact {
      if Self.writes(text) { note(.both, path, family: Self.databases) }
    } else if function != nil {
      emit(.database(path, statement: statement), .change)
    } else {
      note(.both, path, family: Self.databases)
    }
  }

  /// Whether a method of a connection or a cursor, or of what may be one, changes the database; nil for other methods.
  func writesDatabase(_ method: String, _ receiver: Meaning, _ arguments: [CallArgument]) -> Bool? {
    guard method.hasPrefix("execute"), !receiver.roots.isEmpty else { return nil }
    let statement = statement(of: method, arguments).exact
    switch receiver.kind {
    case .database: return statement.map(Self.writes) ?? true
    case .unknown, .argument: return statement.map(Self.writes)
    case .container, .dictionary, .iterator, .library, .text, .definition, .instance, .made, .closure,
      .stream:
      return nil
    }
  }

  /// What a method executes. A script is one of statements that write, as a rule.
  private func statement(of method: String, _ arguments: [CallArgument]) -> PathText {
    if method == "executescript" { return PathText("create") }
    return arguments.positional(0).map { text(of: $0) } ?? .unknown
  }

  /// Whether a statement of SQL changes a database.
  private static func writes(_ statement: String) -> Bool {
    let word = statement.drop(while: \.isWhitespace).prefix { $0.isLetter }.lowercased()
    return ["alter", "create", "delete", "drop", "insert", "replace", "update"].contains(word)
  }
}
