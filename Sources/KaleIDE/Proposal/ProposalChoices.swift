import KaleAnalysis
import NotebookModel

/// What somebody has changed of a proposal.
package struct ProposalChoices: Sendable, Hashable {
  /// The choice for one cell.
  package struct Cell: Sendable, Hashable {
    /// The cell.
    package let cell: CellIndex
    /// Its role; `none` joins it to the step above.
    package let role: CellRole
    /// The name of the step if it starts one; nil for a proposed name.
    package let step: String?

    /// Creates a choice.
    package init(cell: CellIndex, role: CellRole, step: String? = nil) {
      (self.cell, self.role, self.step) = (cell, role, step)
    }
  }

  /// The choices for cells.
  package var cells: [Cell]
  /// The pipeline's name; nil for the proposed one.
  package var pipelineName: String?

  /// Creates choices.
  package init(cells: [Cell] = [], pipelineName: String? = nil) {
    (self.cells, self.pipelineName) = (cells, pipelineName)
  }
}

extension ProposalPlan {
  /// Follows what somebody has chosen. Cells without a choice keep what is proposed for them.
  mutating func follow(_ choices: [ProposalChoices.Cell]) {
    let chosen = Dictionary(choices.map { ($0.cell, $0) }, uniquingKeysWith: { $1 })
    guard !chosen.isEmpty else { return }
    var leavesStart = false
    for index in cells.indices {
      if let choice = chosen[cells[index].survey.index] {
        // The rest of a step remains one if its first cell gets another role than joining the step above.
        if cells[index].isStart { leavesStart = choice.role != .step && choice.role != .none }
        cells[index].chosenRole = choice.role
        cells[index].chosenName = choice.step.flatMap { $0.isEmpty ? nil : $0 }
        cells[index].isStart = choice.role == .step
        if choice.role == .step { leavesStart = false }
      } else if cells[index].purpose == .work {
        if leavesStart { cells[index].isStart = true }
        leavesStart = false
      }
    }
  }
}
