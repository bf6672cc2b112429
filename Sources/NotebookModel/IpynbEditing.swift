import JSONSyntax
import SourceText

/// A replacement of some bytes of a text.
package struct SourceEdit: Sendable, Hashable {
  /// The bytes that are replaced; an empty range inserts.
  package var range: Range<Int>
  /// The text in their place.
  package var replacement: String

  /// Creates the replacement of the bytes in `range`, which the caller checks against the text.
  package init(range: Range<Int>, replacement: String) {
    self.range = range
    self.replacement = replacement
  }
}

extension IpynbDocument {
  /// The replacements in the file's text that make the edits, in order, not overlapping. Nothing else of the file
  /// changes, and what is new is laid out like what is around it. None for a text that is no JSON: where its parts end
  /// is a guess.
  package func sourceEdits(for edits: [NotebookEdit]) -> [SourceEdit] {
    guard let root, root.kind == .object, !notebook.problems.contains(where: { $0.kind == .invalidJSON })
    else { return [] }
    let changes = NotebookChanges(edits)
    var editor = JSONTextEditor(style: JSONStyle(of: root, in: text))
    var ofFile = JSONChanges()
    if !changes.configuration.isEmpty { ofFile[["metadata", "kubeflow_notebook"]] = changes.configuration }
    if !changes.settings.isEmpty { ofFile[["metadata", "kale_lsp"]] = changes.settings }
    editor.apply(ofFile, to: root, in: editor.style.outermost)
    change(changes, in: root, &editor)
    return editor.edits.sorted {
      ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
    }
  }

  private func change(_ changes: NotebookChanges, in root: JSONNode, _ editor: inout JSONTextEditor) {
    guard let list = cellListNode else { return }
    let listLayout = editor.style.layout(of: root, in: editor.style.outermost)
    let layout = editor.style.layout(of: list, in: listLayout)
    for index in changes.changedCells where cellNodes.indices.contains(index) {
      let node = cellNodes[index]
      guard node.cell.kind == .object else { continue }
      var ofCell = tagChanges(of: node, edits: changes.tags[index] ?? [])
      for edit in changes.sourceEdits(of: index, in: notebook.cells[index].source) {
        if node.sources.isEmpty {
          let lines = JupyterLines.split(edit.replacement).map(JSONValue.string)
          ofCell.set(
            [node.cell["source"] == nil && node.cell["input"] != nil ? "input" : "source"], to: .array(lines))
        } else {
          IpynbSourceEditor(node, layout, editor.style).make(edit, &editor)
        }
      }
      editor.apply(ofCell, to: node.cell, in: layout)
    }
    insert(changes.insertions, into: list, layout, listLayout, &editor)
  }

  /// The changes of a cell that give it its new tags.
  private func tagChanges(of node: IpynbCellNode, edits: [NotebookEdit]) -> JSONChanges {
    var changes = JSONChanges()
    let path = ["metadata", "tags"]
    let list = TagListChanges(edits, among: node.tags.indices)
    guard node.cell["metadata"]?["tags"]?.kind == .array else {
      if !list.added.isEmpty { changes.set(path, to: .array(list.added.map(JSONValue.string))) }
      return changes
    }
    for (index, tag) in list.replaced { changes.set(path + [String(index.position)], to: .string(tag)) }
    for index in list.removed { changes.remove(path + [String(index.position)]) }
    for (offset, tag) in list.added.enumerated() {
      changes.set(path + [String(node.tags.count + offset)], to: .string(tag))
    }
    return changes
  }

  private func insert(
    _ insertions: [CellIndex: [NotebookChanges.NewCell]], into list: JSONNode, _ layout: JSONStyle.Layout,
    _ listLayout: JSONStyle.Layout, _ editor: inout JSONTextEditor
  ) {
    let places = insertions.keys.filter { (cellNodes.startIndex...cellNodes.endIndex).contains($0) }.sorted()
    guard !places.isEmpty, root?["nbformat"]?.int == 4 else { return }
    let style = editor.style
    let separator = style.separator(in: list, layout)
    var ids = root.flatMap { NewCellIDs(of: $0, cells: cellNodes) }
    for place in places {
      let neighbour = cellNodes[checked: place] ?? cellNodes.last
      let parts = neighbour.map { style.layout(of: $0.cell, in: layout) }
      let texts = (insertions[place] ?? []).map { cell in
        let value = cell.json(id: ids?.next(for: cell))
        return parts.map { style.text(of: value, in: layout, parts: $0) } ?? style.text(of: value, in: layout)
      }
      if let next = cellNodes[checked: place] {
        let start = next.cell.range.lowerBound
        editor.replace(start..<start, with: texts.map { $0 + separator }.joined())
      } else if let last = cellNodes.last {
        let end = last.cell.range.upperBound
        editor.replace(end..<end, with: texts.map { separator + $0 }.joined())
      } else {
        let inside = list.range.lowerBound + 1..<list.range.upperBound - 1
        editor.replace(inside, with: style.inside(texts, layout, in: listLayout))
      }
    }
  }
}

extension NotebookChanges.NewCell {
  /// The cell as Jupyter writes it, its members in the order of their names.
  fileprivate func json(id: String?) -> JSONValue {
    JSONValue(present: [
      "cell_type": "code", "execution_count": .some(.null), "id": id.map(JSONValue.string),
      "metadata": tags.isEmpty ? [:] : ["tags": .array(tags.map(JSONValue.string))], "outputs": [],
      "source": .array(JupyterLines.split(source).map(JSONValue.string)),
    ])
  }
}

/// Ids for new cells, which format 4.5 asks for: made of what the cells hold, so that they are the same every time.
private struct NewCellIDs {
  private var taken: Set<String>

  /// Nil for a notebook whose format has no ids.
  init?(of root: JSONNode, cells: CellArray<IpynbCellNode>) {
    guard let minor = root["nbformat_minor"]?.int, minor >= 5 else { return nil }
    taken = Set(cells.compactMap { $0.cell["id"]?.string })
  }

  mutating func next(for cell: NotebookChanges.NewCell) -> String {
    // FNV-1a; one that is taken leads to the next number.
    var hash: UInt32 = 2_166_136_261
    for byte in (cell.tags + [cell.source]).joined(separator: "\0").utf8 {
      hash = (hash ^ UInt32(byte)) &* 16_777_619
    }
    while true {
      let digits = String(hash, radix: 16)
      let id = String(repeating: "0", count: 8 - digits.count) + digits
      if taken.insert(id).inserted { return id }
      hash &+= 1
    }
  }
}
