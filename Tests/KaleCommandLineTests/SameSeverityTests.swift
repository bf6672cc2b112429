import JSONSyntax
import KaleAnalysis
import KaleRules
import KaleTestSupport
import KaleWorkspace
import Testing

@testable import KaleCommandLine

/// A finding has one severity, whoever shows it: `check`, `fix --migrate`, `compile` and editors.
@Suite struct SameSeverityTests {
  /// One rule, under its name, so that a failure says which.
  struct Named: CustomTestStringConvertible, Sendable {
    let rule: any Rule.Type
    var testDescription: String { rule.description.name }
  }

  /// What a report says of a finding, without its place.
  private func said(_ findings: JSONValue?) -> [String] {
    (findings?.elements ?? []).map { "\($0["code"]?.asString ?? "") \($0["severity"]?.asString ?? "")" }
  }

  private func report(of path: String, repair: NotebookRun.Repair? = nil) -> [String] {
    var text = ""
    var run = NotebookRun(
      FindingSelection(), as: .json, repair: repair,
      output: NotebookRun.Output(standard: { text += $0 }, error: { _ in }))
    run.go(through: [path], threadCount: 1)
    text += run.report.text
    return said(JSONTree(parsing: Array(text.utf8)).root?.value)
  }

  /// What `compile` and `run` print.
  private func compilation(of path: String) throws -> [String] {
    var report = CheckReport(FindingSelection(), as: .json)
    report.add(try NotebookFile(path: path))
    return said(JSONTree(parsing: Array(report.text.utf8)).root?.value)
  }

  private func published(_ text: String, at path: String) -> [String] {
    let conversation = Conversation.running()
    let document: JSONValue = [
      "uri": .string("file://" + path), "languageId": "json", "version": 1, "text": .string(text),
    ]
    conversation.notify("textDocument/didOpen", ["textDocument": document])
    var found: [String] = []
    for case .notification("textDocument/publishDiagnostics", let params) in conversation.client.take() {
      found = (params?["diagnostics"]?.elements ?? []).map { diagnostic in
        let number = if case .integer(let number)? = diagnostic["severity"] { number } else { 0 }
        let severity = number > 0 && number < 5 ? Finding.Severity.allCases[number - 1].rawValue : "none"
        return "\(diagnostic["code"]?.asString ?? "") \(severity)"
      }
    }
    return found
  }

  @Test(arguments: RuleCatalogue.rules.map(Named.init))
  func everyDoorShowsTheSeverityOfCheck(_ named: Named) throws {
    let examples = named.rule.description.examples
    for text in examples.triggering + examples.fixes.map(\.before) {
      let folder = try TemporaryFolder()
      let path = folder.path("example.ipynb")
      let content = RenderedNotebook(ExampleNotebook(text).notebook, as: .ipynb).texts[0]
      try folder.write(content, "example.ipynb")
      let checked = report(of: path)
      #expect(try compilation(of: path) == checked, "\(text)")
      #expect(published(content, at: path).sorted() == checked.sorted(), "\(text)")
      let migrated = report(of: path, repair: NotebookRun.Repair(for: .migration, showsDiff: false))
      #expect(report(of: path) == migrated, "\(text)")
    }
  }
}
