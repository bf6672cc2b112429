import SourceText

/// A cell in a text, and where its parts stand.
struct JupytextCell: Sendable {
  var kind: NotebookCell.Kind
  /// All lines up to the next cell.
  var lines: Range<Int>
  /// Whether the first line is a marker and no part of the source.
  var hasMarker: Bool
  /// What the marker says of the cell; nil where there is none, or where it has no room for anything.
  var options: CellOptions?
  /// The lines that the source is made of.
  var contentLines: Range<Int>
  var source: CellSource
  /// Whether the source stands in the text as comments.
  var isCommented = false

  /// The elements of the list of tags.
  var tags: TagArray<TextNode> { TagArray(options?["tags"]?.elements ?? []) }

  /// The cell as a notebook has it.
  var cell: NotebookCell {
    NotebookCell(
      kind: kind, source: SourceText(utf8: source.bytes),
      tags: tags.map { node in node.string.map(NotebookTag.text) ?? .other(node.value) },
      notebookPath: options?.string("notebook_path"))
  }

  /// Puts the cell magic before the source that a cell in a language other than the notebook's has in Jupyter.
  mutating func addLanguageMagic(mainLanguage: String, _ text: TextLines) {
    guard let language, language != mainLanguage, language.lowercased() != mainLanguage,
      JupytextLanguages.contains(Array(language.utf8)[...])
    else { return }
    let arguments = options?.string("magic_args").map { " " + $0 } ?? ""
    var whole = CellSource()
    whole.append(line: "%%\(language)\(arguments)", shownAt: text.range(of: lines.lowerBound).upperBound)
    whole.append(source)
    source = whole
  }

  /// The language that the text gives for the cell; nil where it gives none.
  var language: String?
}

extension TextLines {
  /// Whether the last two of some lines are blank, and the one before them is not.
  func endWithTwoBlankLines(_ lines: Range<Int>) -> Bool {
    lines.count >= 3 && !self[lines.upperBound - 3].isBlank && self[lines.upperBound - 2].isBlank
      && self[lines.upperBound - 1].isBlank
  }
}
