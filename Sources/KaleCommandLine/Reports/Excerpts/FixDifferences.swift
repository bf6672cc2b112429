import JSONSyntax
import KaleAnalysis
import KaleWorkspace
import NotebookModel
import SourceText

/// What fixes of a notebook change, as small differences.
struct FixDifferences {
  /// A part of a difference: a cell, the configuration, or the text.
  private struct Section {
    let title: String?
    var rows: [LineChanges.Row] = []
  }

  private let document: any NotebookText
  /// How many more fixes are shown. To show one of a text, the whole text is read again.
  private var remaining: Int

  private static let mostInTexts = 100
  private static let mostRows = 16

  /// Creates the differences of a notebook's fixes.
  init(_ file: NotebookFile) {
    document = file.document
    remaining = file.document is IpynbDocument ? .max : Self.mostInTexts
  }

  /// Returns what a fix changes, a line each; empty if it cannot be told.
  mutating func lines(for fix: Fix, _ style: ReportStyle) -> [String] {
    guard remaining > 0, document.isEditable else { return [] }
    remaining -= 1
    let sections = document is IpynbDocument ? sections(of: fix) : textSection(of: fix)
    var rowCount = 0
    return sections.filter { !$0.rows.isEmpty }.flatMap { section -> [String] in
      let shown = section.rows.prefix(max(0, Self.mostRows - rowCount))
      rowCount += shown.count
      let width = shown.map { $0.kind == .kept || $0.kind == .added ? $0.number : 1 }.max() ?? 1
      var lines = section.title.map { [" \(style.text(":::", .gutter)) \($0)"] } ?? []
      lines += zip(shown, Self.differences(Array(shown))).map { row, difference in
        Self.line(row, showing: difference, String(width).utf8.count, style)
      }
      if shown.count < section.rows.count { lines.append("   ...") }
      return lines
    }
  }

  /// For each row the first byte in which it differs from its counterpart: of lines that are removed and added at one place,
  /// the first is that of the first, and so on. 0 for others.
  private static func differences(_ rows: [LineChanges.Row]) -> [Int] {
    var differences = Array(repeating: 0, count: rows.count)
    var index = 0
    while index < rows.count {
      let removed = rows[index...].prefix { $0.kind == .removed }
      let added = rows[removed.endIndex...].prefix { $0.kind == .added }
      for (old, new) in zip(removed.indices, added.indices) {
        let common = zip(rows[old].text.utf8, rows[new].text.utf8).prefix { $0 == $1 }.count
        (differences[old], differences[new]) = (common, common)
      }
      index = max(added.endIndex, index + 1)
    }
    return differences
  }

  /// `place`: a byte of the row's text that is shown, however long the text is.
  private static func line(
    _ row: LineChanges.Row, showing place: Int, _ width: Int, _ style: ReportStyle
  ) -> String {
    let bytes = Array(row.text.utf8)
    let room = (style.width ?? 120) - width - 3
    let text = DisplayedLine(bytes[...], marking: place..<place, width: room).text
    let number = row.number > 0 && row.kind != .removed ? String(row.number) : ""
    let padded = String(repeating: " ", count: max(0, width - number.utf8.count)) + number
    return switch row.kind {
    case .removed: "\(padded) \(style.text("- \(text)", .removed))"
    case .added: "\(style.text(padded, .gutter)) \(style.text("+ \(text)", .added))"
    case .kept: "\(style.text("\(padded) |", .gutter)) \(text)".withoutTrailingSpaces
    case .gap: "\(padded)..."
    }
  }

  // MARK: - Texts

  private func textSection(of fix: Fix) -> [Section] {
    let edits = document.sourceEdits(for: fix.edits)
    if edits.isEmpty { return [] }
    let changes = LineChanges(from: document.text, to: document.text.applying(edits))
    return [Section(title: nil, rows: changes.rows)]
  }

  // MARK: - Cells

  private func sections(of fix: Fix) -> [Section] {
    let notebook = document.notebook
    var insertions: [Section] = []
    var changed: Set<CellIndex> = []
    var kept: [NotebookEdit] = []
    for edit in fix.edits {
      switch edit {
      case .insertCell(let index, let source, let tags):
        insertions.append(Self.insertion(before: index, source, tags, in: notebook))
      case .replaceTag(let cell, _, _), .removeTag(let cell, _), .addTag(let cell, _),
        .replaceSource(let cell, _, _):
        changed.insert(cell)
        kept.append(edit)
      case .setConfiguration, .removeConfiguration, .renameConfiguration, .setSetting, .removeSetting: break
      }
    }
    let after = notebook.applying(kept)
    let cells = changed.sorted().filter(notebook.cells.indices.contains).map { index in
      Self.section(of: index, notebook.cells[index], after.cells[index])
    }
    return cells + insertions + metadata(of: fix)
  }

  private static func section(of index: CellIndex, _ old: NotebookCell, _ new: NotebookCell) -> Section {
    var section = Section(title: "cell \(index.number)")
    if old.tags != new.tags {
      if !old.tags.isEmpty { section.rows.append(row(.removed, tags(old))) }
      if !new.tags.isEmpty { section.rows.append(row(.added, tags(new))) }
    }
    if old.source != new.source { section.rows += LineChanges(from: old.source, to: new.source).rows }
    return section
  }

  private static func tags(_ cell: NotebookCell) -> String {
    "tags: " + cell.tags.map(\.shown).joined(separator: ", ")
  }

  private static func insertion(
    before index: CellIndex, _ source: String, _ tags: [String], in notebook: Notebook
  ) -> Section {
    let isLast = index >= notebook.cells.endIndex
    var section = Section(title: isLast ? "new cell at the end" : "new cell before cell \(index.number)")
    if !tags.isEmpty { section.rows.append(row(.added, "tags: " + tags.joined(separator: ", "))) }
    section.rows += LineChanges(from: SourceText(""), to: SourceText(source)).rows.filter {
      $0.kind == .added
    }
    return section
  }

  private static func row(_ kind: LineChanges.Row.Kind, _ text: String) -> LineChanges.Row {
    LineChanges.Row(kind: kind, number: 0, text: text)
  }

  // MARK: - Metadata

  private func metadata(of fix: Fix) -> [Section] {
    var configuration = Section(title: "metadata.kubeflow_notebook")
    var settings = Section(title: "metadata.kale_lsp")
    let (old, oldSettings) = (document.notebook.kaleMetadata, document.notebook.kaleLSPMetadata)
    for edit in fix.edits {
      switch edit {
      case .setConfiguration(let path, let value): configuration.rows += Self.rows(path, in: old, new: value)
      case .removeConfiguration(let path): configuration.rows += Self.rows(path, in: old, new: nil)
      case .renameConfiguration(let path, let name):
        let value = Self.value(at: path, in: old)
        configuration.rows += Self.rows(path, in: old, new: nil)
        configuration.rows += Self.rows(path.dropLast() + [name], in: nil, new: value)
      case .setSetting(let path, let value): settings.rows += Self.rows(path, in: oldSettings, new: value)
      case .removeSetting(let path): settings.rows += Self.rows(path, in: oldSettings, new: nil)
      case .replaceTag, .removeTag, .addTag, .replaceSource, .insertCell: break
      }
    }
    return [configuration, settings]
  }

  private static func rows(_ path: [String], in old: JSONValue?, new: JSONValue?) -> [LineChanges.Row] {
    let key = path.joined(separator: ".")
    let line = { (value: JSONValue) in
      (key.isEmpty ? "" : key + ": ") + String(decoding: value.serialized(), as: UTF8.self)
    }
    return [value(at: path, in: old).map { row(.removed, line($0)) }, new.map { row(.added, line($0)) }]
      .compactMap { $0 }
  }

  private static func value(at path: [String], in value: JSONValue?) -> JSONValue? {
    path.reduce(value) { value, key in
      if case .array(let elements)? = value, let index = Int(key) {
        return elements.indices.contains(index) ? elements[index] : nil
      }
      return value?[key]
    }
  }
}
