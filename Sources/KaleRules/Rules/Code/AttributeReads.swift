import KaleAnalysis
import NotebookModel
import PythonSyntax

/// Which units take a name, and which mention an attribute. The whole notebook is read once, on the first question.
struct AttributeReads {
  let analysis: NotebookAnalysis
  /// For each name the units that take it, and for each attribute those that mention it, in the order of the notebook.
  private lazy var takers: [String: [UnitIndex]] = analysis.outline.units.indices.reduce(into: [:]) {
    for name in analysis.flow.flows[$1].inputs { $0[name, default: []].append($1) }
  }
  private lazy var readers: [String: [UnitIndex]] = analysis.outline.units.indices.reduce(into: [:]) {
    for attribute in attributes(of: $1) { $0[attribute, default: []].append($1) }
  }
  /// For each unit the attributes that its own code mentions.
  private lazy var attributes: [UnitIndex: Set<String>] = Dictionary(
    uniqueKeysWithValues: analysis.outline.units.indices.map { ($0, analysis.attributesRead(by: $0)) })
  /// The attributes that imports and functions cells mention, and the units that call a function of theirs.
  private lazy var sharedAttributes: Set<String> = analysis.sharedCells.reduce(into: []) {
    $0.formUnion(analysis.facts[$1].attributeNames)
  }
  private lazy var sharedCallers: [UnitIndex] = analysis.callersOfSharedFunctions

  init(_ analysis: NotebookAnalysis) { self.analysis = analysis }

  /// The attributes that a unit's own code mentions.
  mutating func attributes(of unit: UnitIndex) -> Set<String> { attributes[unit] ?? [] }

  /// The units other than one that take a name.
  mutating func takers(of name: String, besides unit: UnitIndex) -> [UnitIndex] {
    (takers[name] ?? []).filter { $0 != unit }
  }

  /// The units other than one that take a name and whose own code mentions an attribute.
  mutating func takers(
    of name: String, reading attribute: String, besides unit: UnitIndex
  ) -> [UnitIndex] {
    let (takers, readers) = (takers[name] ?? [], readers[attribute] ?? [])
    let flows = analysis.flow.flows
    let both =
      takers.count < readers.count
      ? takers.filter(Set(readers).contains) : readers.filter { flows[$0].inputs.contains(name) }
    return both.filter { $0 != unit }
  }

  /// The same for what a unit's own code mentions, or all shared code if the unit calls a function of that.
  mutating func firstTaker(
    of name: String, reaching attribute: String, besides unit: UnitIndex
  ) -> UnitIndex? {
    let own = takers(of: name, reading: attribute, besides: unit).first
    guard sharedAttributes.contains(attribute) else { return own }
    let flows = analysis.flow.flows
    let shared = sharedCallers.first { $0 != unit && flows[$0].inputs.contains(name) }
    return [own, shared].compactMap(\.self).min()
  }
}

extension NotebookAnalysis {
  /// The attributes that the code of a unit mentions, be it by `getattr`.
  fileprivate func attributesRead(by unit: UnitIndex) -> Set<String> {
    outline.units[unit].cells.reduce(into: []) { names, cell in
      names.formUnion(facts[cell].attributeNames)
      guard facts[cell].facts.mentions.contains("getattr") else { return }
      for operation in facts[cell].operations.operations {
        guard case .call(.name("getattr", _), let arguments) = operation.kind, arguments.count > 1,
          case .text(let name) = arguments[1].value
        else { continue }
        names.insert(name)
      }
    }
  }

  fileprivate var callersOfSharedFunctions: [UnitIndex] {
    let functions = Set(sharedCells.flatMap { facts[$0].facts.definitions.map(\.name) })
    return outline.units.indices.filter { !units[$0].calls.isDisjoint(with: functions) }
  }
}
