import PythonSyntax

/// The code of a notebook as the one that refers to it sees it. While the notebook stays the same it is the same object.
final class ReferencedCode: Sendable {
  /// The notebook's units in the order they run.
  let order: [UnitIndex]
  /// The facts of each unit's code, including the code that Kale appends to report metrics.
  let units: ChunkedUnitArray<UnitFacts>
  /// The code of the steps, and of those of the notebooks that it refers to, without the blocks before every step.
  let cells: [CodeFacts]
  /// Names that imports and functions cells define. Every step has them, so none passes them on.
  let sharedNames: Set<String>

  init(order: [UnitIndex], units: ChunkedUnitArray<UnitFacts>, cells: [CodeFacts], sharedNames: Set<String>) {
    (self.order, self.units, self.cells, self.sharedNames) = (order, units, cells, sharedNames)
  }

  /// A notebook of which nothing is known.
  static let none = ReferencedCode(order: [], units: [], cells: [], sharedNames: [])
}
