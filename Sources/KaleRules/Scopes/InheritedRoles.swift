import KaleAnalysis
import NotebookModel

/// Findings in untagged cells that are shared code, parameters or metrics only because such a cell is above them.
///
/// The cause is seldom the code: the cell lacks a tag. The first finding in such a cell says so and offers the tags.
struct InheritedRoles {
  private let analysis: NotebookAnalysis
  private var blocks: [SpecialTag: InheritedCells] = [:]

  init(_ analysis: NotebookAnalysis) { self.analysis = analysis }

  /// Returns findings, those in such cells with the cause.
  mutating func explained(_ findings: [Finding]) -> [Finding] {
    let indices = findings.indices.filter { block(of: findings[$0]) != nil }
    if indices.isEmpty { return findings }
    var result = findings
    var explained: Set<CellIndex> = []
    // Where a rule reports the role of the cells itself, what else is wrong in them is looked at once they have tags.
    var wrong: [SpecialTag: CellIndex] = [:]
    var removed: Set<Int> = []
    for index in indices {
      guard let cell = findings[index].place.cell, let block = block(of: findings[index]),
        let cells = inheritedCells(of: block), let owner = cells.owner(of: cell)
      else { continue }
      if findings[index].place == .cell(cell) {
        explained.insert(cell)
        if block == .pipelineParameters || block == .pipelineMetrics { wrong[block] = owner }
      } else if wrong[block] == owner {
        removed.insert(index)
      } else if explained.insert(cell).inserted {
        result[index] = cells.explained(result[index], in: cell)
      }
    }
    return result.indices.filter { !removed.contains($0) }.map { result[$0] }
  }

  private mutating func inheritedCells(of block: SpecialTag) -> InheritedCells? {
    if blocks[block] == nil { blocks[block] = InheritedCells(of: block, in: analysis) }
    return blocks[block]
  }

  /// The block that the untagged cell of a finding belongs to.
  private func block(of finding: Finding) -> SpecialTag? {
    guard let cell = finding.place.cell, analysis.tags.indices.contains(cell),
      analysis.tags[cell].entries.isEmpty, case .block(let block) = analysis.outline.assignments[cell]
    else { return nil }
    return block
  }
}
