import JSONSyntax
import KaleWorkspace
import PythonSyntax

/// What the front end makes of a Python file, as `kale-lsp names` prints it.
///
/// The words are those of the programs it is compared with: what pyflakes calls undefined, and what Kale takes
/// from a piece of code.
package struct NamesReport {
  private let path: String
  private let source: [UInt8]
  private let facts: CellFacts

  /// Reads and analyzes a Python file.
  ///
  /// - Parameter path: The path of the file.
  /// - Throws: Why the file cannot be read. Syntax errors are part of the report.
  package init(path: String) throws(FileSystem.Failure) {
    self.path = path
    source = try FileSystem.read(path)
    facts = CellFacts(analysing: source, dialect: .python)
  }

  /// The report as one line of JSON, without its line break.
  package var line: String { String(decoding: json.serialized(), as: UTF8.self) }

  private var json: JSONValue {
    if let error = facts.reportedError { return json(of: error) }
    return [
      "path": .string(path), "ok": true, "undefined": Self.list(reportedMissing),
      "candidates": Self.list(facts.mentions),
      "functions": .object(
        facts.functions.map { JSONMember(key: $0.name, value: Self.list($0.freeNames)) }),
      "calls": Self.list(facts.calls), "unprintable": unprintable,
      "certain": certain,
    ]
  }

  /// What the code does whenever it runs to its end, and what its definitions do whenever they are called.
  private var certain: JSONValue {
    let definitions = facts.definitions.map { definition -> JSONMember in
      let does: JSONValue = [
        "reads": Self.list(definition.certainReads.map(\.name)),
        "calls": Self.list(definition.certainCalls.map(\.name)),
      ]
      return JSONMember(key: definition.name, value: does)
    }
    return [
      "binds": Self.list(facts.bindings.filter { $0.certainty == .always }.map(\.name)),
      "reads": Self.list(
        Set(facts.reads.filter { !$0.isConditional && ($0.way == .plain || $0.way == .awaited) }.map(\.name))),
      "calls": Self.list(facts.certainCalls.map(\.name)),
      "changes": Self.list(Set(facts.changes.filter { !$0.isConditional }.map(\.name))),
      "definitions": .object(definitions),
    ]
  }

  /// What Kale refuses the file's functions for, and its line.
  private var unprintable: JSONValue {
    guard let syntax = facts.unprintableSyntax else { return .null }
    let line = LineTable(source).lineNumber(of: syntax.range.lowerBound)
    return ["kind": .string(syntax.kind.rawValue), "line": .integer(line)]
  }

  /// Line and column from 1; columns count code points, as CPython's do.
  private func json(of error: PythonSyntaxError) -> JSONValue {
    let lines = LineTable(source)
    let place = error.range.lowerBound
    return [
      "path": .string(path), "ok": false, "line": .integer(lines.lineNumber(of: place)),
      "column": .integer(lines.codePointColumn(of: place) + 1), "message": .string(error.message),
    ]
  }

  /// The names that pyflakes calls undefined, and what Kale takes for one: it reads `'from x import *' used; unable
  /// to detect undefined names` as a report that `from x import *` is missing.
  private var reportedMissing: Set<String> {
    facts.undefinedNames().union(facts.starImports.map { "from \($0) import *" })
  }

  private static func list(_ names: some Sequence<String>) -> JSONValue {
    .array(names.sorted().map(JSONValue.string))
  }
}
