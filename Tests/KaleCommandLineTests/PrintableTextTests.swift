import KaleRules
import KaleTestSupport
import KaleWorkspace
import NotebookModel
import SourceText
import Testing

@testable import KaleCommandLine

/// Names of files and text of cells that would do something to a terminal, or to a machine that runs workflows.
@Suite struct PrintableTextTests {
  private static let hostile = "\u{1B}[31m\n::error::pwned\u{9B}\u{202E}"

  @Test(arguments: [
    ("plain é", "plain é"), ("a\u{1B}[31m", "a\\u{1B}[31m"), ("a\nb", "a\\nb"), ("a\u{202E}b", "a\\u{202E}b"),
  ])
  func aLineShowsItself(text: String, shown: String) { #expect(Terminal.printable(text) == shown) }

  @Test(arguments: [
    ("::error::a.ipynb", "./::error::a.ipynb"), ("##[group]a", "./##[group]a"), ("a::b", "a::b"),
    ("/::a", "/::a"),
  ])
  func aPathAtTheStartIsNoCommand(path: String, shown: String) {
    #expect(Terminal.pathAtStart(path) == shown)
  }

  @Test(arguments: [
    ("a\nb\u{1B}", "a\nb\\u{1B}"), ("a\n ::error::b", "a\\n ::error::b"), ("::a", "::a"), ("\n", "\n"),
  ])
  func aTextKeepsItsLines(text: String, shown: String) { #expect(Terminal.printableLines(text) == shown) }

  @Test(arguments: [ReportFormat.concise, .full, .github])
  func noFormatLetsTextOut(format: ReportFormat) {
    let cell = (["step:a\(Self.hostile)"], "print(y)  # \(Self.hostile)", nil as String?)
    let text = SourceText(ipynbText(cell))
    var report = CheckReport(FindingSelection(), as: format)
    report.add(NotebookFile(path: "::warning::\(Self.hostile).ipynb", document: IpynbDocument(text)))
    #expect(report.text.contains("KALE"))
    let controls = report.text.unicodeScalars.filter { Terminal.isControl($0) && $0 != "\n" }
    #expect(controls.isEmpty)
    for line in report.text.split(separator: "\n") {
      let isAnnotation = format == .github && line.contains(" title=kale-lsp")
      // What `full` writes above a fix is no command: it has no second pair of colons.
      if line.hasPrefix(" ::: ") { continue }
      #expect(isAnnotation || !line.drop { $0 == " " }.hasPrefix("::"))
    }
  }

  @Test func aColonWithAMarkIsEscapedToo() throws {
    let text = SourceText(ipynbText((["step:a"], "print(y)", nil)))
    var report = CheckReport(FindingSelection(), as: .github)
    report.add(NotebookFile(path: "a:\u{301}b,\u{301}.ipynb", document: IpynbDocument(text)))
    #expect(report.text.contains("file=a%3A\u{301}b%2C\u{301}.ipynb"))
  }

  @Test(arguments: [
    ("-a.py", "./-a.py"), ("a b", "'a b'"), ("a.py", "a.py"), ("a\u{1B}'\n", "$'a\\x1b\\'\\n'"),
  ])
  func aPathIsNoOption(path: String, word: String) { #expect(ShellWord.path(path) == word) }
}
