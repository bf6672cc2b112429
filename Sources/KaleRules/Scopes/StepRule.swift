import KaleAnalysis

/// A rule about single steps: what it finds in one follows from the step and from what crosses its boundary.
///
/// A rule of this kind sees no notebook, only a `StepContext`. While what that holds is the same, so are the findings and
/// their fixes, whatever changes elsewhere in the notebook.
package protocol StepRule: Rule {
  /// Returns the steps, and the references to other notebooks, in which the rule may find something, in order: it is
  /// asked about no others, so that it costs nothing where there is nothing to find.
  static func steps(in analysis: NotebookAnalysis) -> [UnitIndex]

  /// Returns the findings in one step, or in one reference to another notebook, in the order of the notebook.
  static func check(_ step: StepContext) -> [Finding]
}

extension NotebookAnalysis {
  /// The units with a cell that has one of some traits, in order.
  func units(withCells traits: CellTraits) -> [UnitIndex] {
    Set(cells(with: traits).compactMap { unit(ofCell: $0) }).sorted()
  }

  /// The units whose data flow is not Kale's in some way, in order.
  func units(with deviation: FlowDeviation.Kind) -> [UnitIndex] {
    deviations.isEmpty ? [] : Set(deviations(deviation).map(\.unit)).sorted()
  }

  /// The units that refer to other notebooks, in order.
  var referringUnits: [UnitIndex] {
    outline.hasNotebooks ? outline.units.indices.filter { outline.units[$0].isNotebook } : []
  }

  /// The units with a `prev:` tag that names the unit itself, in order.
  var unitsNamingThemselves: [UnitIndex] {
    Set(graph.irregularEdges.filter { $0.unit == $0.previous }.map(\.unit)).sorted()
  }

  /// The units that have limits of their own, or get those of the notebook, in order.
  var unitsWithLimits: [UnitIndex] {
    configuration.configuration.stepsDefaults.limits.isEmpty
      ? units(withCells: .configurationTags) : Array(outline.units.indices)
  }
}
