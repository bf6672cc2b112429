import JSONRPC
import JSONSyntax
import KaleTestSupport
import LanguageServerProtocol
import Testing

/// `kale.readReport`
@Suite struct ReadReportCommandTests {
  @Test func aReportBesideTheNotebookIsRead() {
    onEveryShape(of: "# %% tags=[\"step:a\"]\nx = 1", sourceLocation: #_sourceLocation) { editor in
      let cell = try #require(editor.location(of: .cell(0))).uri
      let folder = try TemporaryFolder()
      try folder.write("<p>é</p>", "report.html")
      let outside = editor.execute(
        "kale.readReport",
        ["uri": .string(cell.description), "report": DocumentURI(filePath: folder.path("report.html")).json])
      guard case .failure? = outside else {
        Issue.record("\(editor.name): a file of another folder is read")
        return
      }
    }
  }

  @Test(
    arguments: [
      ("kale-lsp/runs/a/report.html", true), ("kale-lsp/runs/a/load_html_report", true),
      ("kale-lsp/runs/../../other.html", false),
      ("kale-lsp/runs/a/data.txt", false), ("kale-lsp/rules/report.html", false),
      ("kale-lsp/runs/missing.html", false),
    ])
  func onlyReportsOfTheCacheAreRead(_ name: String, isRead: Bool) throws {
    let folder = try TemporaryFolder()
    for file in [
      "kale-lsp/runs/a/report.html", "kale-lsp/runs/a/load_html_report", "other.html",
      "kale-lsp/runs/a/data.txt",
    ] {
      try folder.write("<p>é</p>", file)
    }
    try folder.write("<p>é</p>", "kale-lsp/rules/report.html")
    let conversation = Conversation.running(cacheFolder: folder.path)
    let report = "file://" + folder.path(name)
    let answer = conversation.request(
      "workspace/executeCommand",
      [
        "command": "kale.readReport",
        "arguments": [["uri": "file:///elsewhere/n.ipynb", "report": .string(report)]],
      ])
    guard case .success(let value)? = answer else {
      #expect(!isRead)
      return
    }
    #expect(isRead && value == ["text": "<p>é</p>"])
  }
}
