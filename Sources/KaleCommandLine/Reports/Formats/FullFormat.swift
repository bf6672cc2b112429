import KaleRules
import KaleWorkspace
import NotebookModel

/// For each finding the code that it is about, and its fixes.
struct FullFormat: FindingsFormat {
  let style: ReportStyle

  func part(_ findings: [Finding], of file: NotebookFile) -> String {
    let path = Terminal.printable(file.path)
    var differences = FixDifferences(file)
    return findings.map { finding in
      let location = FindingLocation(of: finding.place, in: file.document)
      var lines = [wrapped(style.head(of: finding, isEditable: file.document.isEditable))]
      let excerpt = CodeExcerpt(of: finding.place, in: file.document)
      let gutter = String(repeating: " ", count: excerpt?.gutterWidth ?? 1)
      lines.append("\(gutter)\(style.text("-->", .gutter)) \(path):\(location.text)")
      lines += excerpt?.lines(style) ?? []
      lines += finding.related.prefix(Self.mostRelated).map { note($0, in: file) }
      lines += help(for: finding, &differences)
      return lines.map { $0 + "\n" }.joined() + "\n"
    }.joined()
  }

  private static let mostRelated = 3

  private func note(_ related: Finding.Related, in file: NotebookFile) -> String {
    let place = FindingLocation(of: related.place, in: file.document).text
    let message = related.message.hasSuffix(".") ? String(related.message.dropLast()) : related.message
    return wrapped(
      "\(style.text("note", .strong)): "
        + Terminal.printable("\(message): \(file.path):\(place)"))
  }

  /// The safe fix, or all fixes, the first with what it changes.
  private func help(for finding: Finding, _ differences: inout FixDifferences) -> [String] {
    let fixes = finding.remedies
    return fixes.enumerated().flatMap { index, fix in
      let label = index == 0 ? style.text("help", .help) : style.text("  or", .help)
      let title = wrapped("\(label): \(Terminal.printable(fix.title))")
      return index == 0 ? [title] + differences.lines(for: fix, style) : [title]
    }
  }

  private func wrapped(_ line: String) -> String {
    style.width.map { TextWrapping.wrapped(line, to: $0) } ?? line
  }
}
