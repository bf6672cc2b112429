import NotebookModel

/// Code cells, one after the other, that belong to one step, reference or block. Markdown and skipped cells may be
/// between them.
package struct NotebookSection: Sendable, Hashable {
  /// What a section is a part of.
  package enum Content: Sendable, Hashable {
    /// A unit of the outline.
    case unit(UnitIndex)
    /// The cells with this special tag.
    case block(SpecialTag)
  }

  /// What the cells belong to.
  package var content: Content
  /// Ascending; one at least.
  package var cells: [CellIndex]
}

extension NotebookAnalysis {
  /// The sections of the notebook in order. A step that is taken up again further down has several.
  package var sections: [NotebookSection] {
    var sections: [NotebookSection] = []
    var isOpen = false
    for (cell, assignment) in outline.assignments.indexed {
      if assignment == .notCode || assignment == .skipped { continue }
      guard let content = sectionContent(ofCell: cell) else {
        isOpen = false
        continue
      }
      if isOpen, sections.last?.content == content {
        sections[sections.count - 1].cells.append(cell)
      } else {
        sections.append(NotebookSection(content: content, cells: [cell]))
      }
      isOpen = true
    }
    return sections
  }

  /// What a cell belongs to; nil for one that belongs to nothing.
  package func sectionContent(ofCell cell: CellIndex) -> NotebookSection.Content? {
    switch outline.assignments[cell] {
    case .step(let unit), .notebook(let unit): .unit(unit)
    case .block(let tag): .block(tag)
    case .notCode, .skipped, .dropped, .orphaned: nil
    }
  }
}
