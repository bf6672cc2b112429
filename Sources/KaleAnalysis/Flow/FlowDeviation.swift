import NotebookModel
import PythonSyntax

/// A place where kale-lsp's pipeline passes on other data than Kale's, because Kale's would fail or lose data.
package struct FlowDeviation: Sendable, Hashable {
  /// Why kale-lsp deviates from Kale's data flow. The rule that reports it has the same name.
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    /// `from x import *` makes Kale take every undefined name for imported.
    case starImport = "star-import"
    /// A name that is defined in a way Kale does not see, as in a pattern of `match`.
    case unseenBinding = "unseen-binding"
    /// A name that a class or a lambda needs where it is used, which Kale does not look for.
    case unseenFreeName = "unseen-free-name"
    /// Kale takes a step for the provider that mentions the name but does not have it at its end.
    case lostProvider = "lost-provider"
    /// A step assigns to a pipeline parameter; Kale gives later steps the parameter.
    case assignedParameter = "assigned-parameter"
    /// Several earlier steps define the name, and Kale does not take the value of the last one.
    case conflictingMakers = "conflicting-makers"
    /// A text names the name, `df.query("a > @limit")`, or the code does without it where it is undefined; Kale does not
    /// see that it is read.
    case hiddenRead = "hidden-read"
    /// A step defines the name only in some runs, and needs the earlier value in the others.
    case conditionalBinding = "conditional-binding"
  }

  /// What Kale does differently.
  package var kind: Kind
  /// The name that they pass on differently.
  package var name: String
  /// The unit that needs the name; for `lostProvider` the unit that Kale takes for the provider.
  package var unit: UnitIndex

  /// A deviation of one kind about a name.
  package init(kind: Kind, name: String, unit: UnitIndex) {
    self.kind = kind
    self.name = name
    self.unit = unit
  }
}

/// Compares the two readings of a notebook's data flow.
struct FlowComparison {
  let kale: DataFlow
  let run: DataFlow
  let units: ChunkedUnitArray<UnitFacts>
  let parameters: ParameterReading

  /// Where kale-lsp's data flow is not Kale's, in the order of the units.
  var deviations: [FlowDeviation] {
    units.indices.flatMap { unit -> [FlowDeviation] in
      guard run.flows[unit] != kale.flows[unit] || run.choosesProvider(for: unit) else { return [] }
      return inputDeviations(unit) + outputDeviations(unit)
    }
  }

  /// Names that the unit takes in though Kale's does not, or from where Kale's does not.
  private func inputDeviations(_ unit: UnitIndex) -> [FlowDeviation] {
    run.flows[unit].inputs.sorted().compactMap { name in
      guard let provider = run.provider(of: name, for: unit),
        !kale.flows[unit].inputs.contains(name) || kale.provider(of: name, for: unit) != provider
      else { return nil }
      return kind(of: name, unit, provider).map { FlowDeviation(kind: $0, name: name, unit: unit) }
    }
  }

  private func kind(of name: String, _ unit: UnitIndex, _ provider: UnitIndex) -> FlowDeviation.Kind? {
    if parameters.declarations[name] != nil { return .assignedParameter }
    // Of what referenced notebooks change there is a rule of its own.
    if units[provider].isNotebook { return nil }
    let (ours, theirs) = (units[provider].run, units[provider].kale)
    if ours.makes(name), !theirs.makes(name) { return .unseenBinding }
    if kale.flows[unit].inputs.contains(name), let kales = kale.provider(of: name, for: unit) {
      // Where Kale's provider has lost the name, there is a deviation.
      let isKept = units[kales].run.makes(name) || run.flows[kales].inputs.contains(name)
      let isSame = run.producer(of: name, passedBy: provider) == run.producer(of: name, passedBy: kales)
      return isKept && !isSame ? .conflictingMakers : nil
    }
    if units[unit].run.doubtful.contains(name) { return .conditionalBinding }
    if units[unit].run.hiddenReads.contains(name) { return .hiddenRead }
    if units[unit].run.wanted.contains(name) {
      return units[unit].kale.wanted.contains(name) ? .lostProvider : .starImport
    }
    return units[unit].run.makes(name) ? .conditionalBinding : .unseenFreeName
  }

  /// Names that Kale's unit passes on though it does not have them.
  private func outputDeviations(_ unit: UnitIndex) -> [FlowDeviation] {
    kale.flows[unit].outputs.excluding(run.flows[unit].outputs).sorted().compactMap { name in
      if UnitNames.isStarImport(name) { return FlowDeviation(kind: .starImport, name: name, unit: unit) }
      let hasIt =
        units[unit].run.makes(name) || run.flows[unit].inputs.contains(name)
        || BuiltinNames.ipython.contains(name)
      return hasIt ? nil : FlowDeviation(kind: .lostProvider, name: name, unit: unit)
    }
  }
}
