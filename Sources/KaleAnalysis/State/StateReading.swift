import NotebookModel

/// What is read to find out what a notebook's code does to state, in the order in which it runs.
struct StateReading {
  /// A part of it.
  enum Step {
    /// The code of a cell of a unit; of a shared cell, where there is no unit.
    case code(CodeFacts, CellIndex, UnitIndex?)
    /// What a notebook does that a unit refers to.
    case notebook([StateUse], UnitIndex)

    /// Whether another snapshot has the same code here.
    func isSame(as other: Step) -> Bool {
      guard case .code(let facts, let cell, let unit) = self,
        case .code(let otherFacts, let otherCell, let otherUnit) = other
      else { return false }
      return facts === otherFacts && cell == otherCell && unit == otherUnit
    }
  }

  /// How many units there are.
  let unitCount: Int
  /// Whether cells remember what their code does.
  let keepsOperations: Bool
  /// The parameters of the pipeline, with the values of those that are strings.
  var parameters: [(name: String, text: String?)] = []
  /// The code.
  var steps: [Step] = []

  /// How many parts at the start are the same in another snapshot, and are read in the same way.
  func commonStart(with other: StateReading) -> Int {
    guard keepsOperations == other.keepsOperations,
      parameters.elementsEqual(other.parameters, by: ==)
    else { return 0 }
    return zip(steps, other.steps).prefix { $0.isSame(as: $1) }.count
  }
}

extension StateWorld {
  /// The world before any code is read.
  convenience init(before reading: StateReading) {
    self.init(unitCount: reading.unitCount, keepsOperations: reading.keepsOperations)
    for (name, text) in reading.parameters { addParameter(name, text: text) }
  }

  /// Reads a part of the code.
  func read(_ step: StateReading.Step) {
    switch step {
    case .code(let facts, let cell, let unit): read(facts, in: cell, of: unit)
    case .notebook(let uses, let unit): for use in uses { add(use, of: unit) }
    }
  }
}
