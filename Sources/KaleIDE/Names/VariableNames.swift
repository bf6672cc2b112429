import KaleAnalysis
import NotebookModel
import PythonSyntax

/// Finds the module-level names of a notebook's code. Cells are read anew for it, those alone that have to do with a name.
struct VariableNames {
  let analysis: NotebookAnalysis

  init(_ analysis: NotebookAnalysis) {
    self.analysis = analysis
  }

  /// The module-level name at a byte of a cell's code; nil where there is none.
  func occurrence(at offset: Int, in cell: CellIndex) -> NameOccurrence? {
    guard analysis.notebook.cells[cell].kind == .code else { return nil }
    let found = PythonSource(analysis.notebook.cells[cell].source.utf8).name(at: offset)
    return found.flatMap { $0.isModuleLevel ? $0 : nil }
  }

  /// What a module-level name of a cell's code stands for; nil for a name that the notebook does not make.
  func name(_ name: String, in cell: CellIndex) -> PipelineName? {
    switch analysis.outline.assignments[cell] {
    case .step(let unit): return self.name(name, inUnit: unit)
    case .block(.pipelineParameters): return parameter(name)
    case .block(.pipelineMetrics):
      return analysis.outline.units.indices.first { unit in
        analysis.flow.flows[unit].metrics.contains { $0.variable == name }
      }.map { variable(name, from: $0) }
    case .block(.imports), .block(.functions):
      if isShared(name) { return .shared(name) }
      return parameter(name)
    case .block(.skip), .notCode, .dropped, .skipped, .notebook, .orphaned: return nil
    }
  }

  private func name(_ name: String, inUnit unit: UnitIndex) -> PipelineName? {
    let flow = analysis.flow.flows[unit]
    if flow.inputs.contains(name) || analysis.units[unit].ownNames.contains(name) {
      return variable(name, from: unit)
    }
    if flow.parameters.contains(name), let parameter = parameter(name) { return parameter }
    return isShared(name) ? .shared(name) : nil
  }

  private func parameter(_ name: String) -> PipelineName? {
    analysis.parameters.declarations[name] == nil ? nil : .parameter(name)
  }

  /// Whether the code before every step makes a name.
  private func isShared(_ name: String) -> Bool {
    analysis.sharedCells.contains { cell in
      analysis.facts[cell].facts.bindings.contains { $0.name == name }
    }
  }

  /// The variable of a unit, with all units that take it from each other.
  private func variable(_ name: String, from unit: UnitIndex) -> PipelineName {
    var neighbours: [UnitIndex: [UnitIndex]] = [:]
    for consumer in analysis.outline.units.indices where analysis.flow.flows[consumer].inputs.contains(name) {
      guard let provider = analysis.flow.provider(of: name, for: consumer) else { continue }
      neighbours[consumer, default: []].append(provider)
      neighbours[provider, default: []].append(consumer)
    }
    var units: Set<UnitIndex> = [unit]
    var left = [unit]
    while let next = left.popLast() {
      left += (neighbours[next] ?? []).filter { units.insert($0).inserted }
    }
    return .variable(name, units: units)
  }

  // MARK: Places

  /// The code that makes the value which a name has at a byte of a cell.
  func definition(of name: PipelineName, usedAt offset: Int, in cell: CellIndex) -> NotebookPlace? {
    switch name {
    case .step: return nil
    case .parameter(let name): return declaration(ofParameter: name)
    case .shared(let name): return bindings(of: name, in: analysis.sharedCells).last?.place
    case .variable(let name, _):
      guard let unit = analysis.unit(ofCell: cell) else {
        return reporter(of: name).flatMap { ownBindings(of: name, in: $0).last?.place }
      }
      return definition(ofVariable: name, in: unit, usedAt: (cell, offset))
    }
  }

  /// The last binding before a use in its own step, else that in the step which made the value, else one after the
  /// use: code of a function runs later.
  private func definition(
    ofVariable name: String, in unit: UnitIndex, usedAt use: (cell: CellIndex, offset: Int)
  ) -> NotebookPlace? {
    let own = ownBindings(of: name, in: unit)
    if let before = own.last(where: { ($0.cell, $0.start) <= use }) { return before.place }
    if analysis.flow.flows[unit].inputs.contains(name),
      let provider = analysis.flow.provider(of: name, for: unit)
    {
      let producer = analysis.flow.producer(of: name, passedBy: provider)
      // A referenced notebook makes it where this one does not show it.
      return ownBindings(of: name, in: producer).last?.place ?? analysis.definition(of: producer)
    }
    return parameterPlace(name, usedBy: unit) ?? own.first?.place
  }

  private func parameterPlace(_ name: String, usedBy unit: UnitIndex) -> NotebookPlace? {
    guard analysis.flow.flows[unit].parameters.contains(name) else { return nil }
    return declaration(ofParameter: name)
  }

  private func declaration(ofParameter name: String) -> NotebookPlace? {
    analysis.parameters.declarations[name].flatMap { declaration in
      bindings(of: name, in: [declaration.cell]).first { declaration.range.contains($0.start) }?.place
    }
  }

  private func reporter(of metric: String) -> UnitIndex? {
    analysis.outline.units.indices.first { unit in
      analysis.flow.flows[unit].metrics.contains { $0.variable == metric }
    }
  }

  func places(of name: PipelineName, in isWanted: (CellIndex) -> Bool) -> [NamedPlace] {
    let (text, cells) = cells(of: name)
    return cells.filter(isWanted).sorted().flatMap { cell in
      occurrences(of: text, in: cell).map { occurrence in
        NamedPlace(
          place: .source(cell: cell, range: occurrence.range),
          role: occurrence.role == .binding ? .definition : .use)
      }
    }
  }

  /// The name as the code writes it, and the cells whose code may have it.
  private func cells(of name: PipelineName) -> (name: String, cells: [CellIndex]) {
    let outline = analysis.outline
    let units: (text: String, own: [UnitIndex], others: [CellIndex])
    switch name {
    case .step(let name): return (name, [])
    case .variable(let name, let group):
      let isReported = group.contains { unit in
        analysis.flow.flows[unit].metrics.contains { $0.variable == name }
      }
      units = (name, group.sorted(), isReported ? outline.cells(of: .pipelineMetrics) : [])
    case .parameter(let name):
      let users = outline.units.indices.filter { unit in
        analysis.flow.flows[unit].parameters.contains(name) && !analysis.units[unit].ownNames.contains(name)
      }
      units = (name, users, outline.cells(of: .pipelineParameters) + analysis.sharedCells)
    case .shared(let name):
      let users = outline.units.indices.filter { self.name(name, inUnit: $0) == .shared(name) }
      units = (name, users, analysis.sharedCells)
    }
    return (units.text, units.own.flatMap { outline.units[$0].cells } + units.others)
  }

  // MARK: Occurrences

  private struct BindingPlace {
    let cell: CellIndex
    let range: Range<Int>

    var start: Int { range.lowerBound }
    var place: NotebookPlace { .source(cell: cell, range: range) }
  }

  private func ownBindings(of name: String, in unit: UnitIndex) -> [BindingPlace] {
    bindings(of: name, in: analysis.outline.units[unit].cells)
  }

  private func bindings(of name: String, in cells: [CellIndex]) -> [BindingPlace] {
    cells.flatMap { cell in
      occurrences(of: name, in: cell).filter { $0.role == .binding }
        .map { BindingPlace(cell: cell, range: $0.range) }
    }
  }

  private func occurrences(of name: String, in cell: CellIndex) -> [NameOccurrence] {
    guard analysis.facts[cell].facts.mayName(name) else { return [] }
    return analysis.facts[cell].nameOccurrences[name].filter(\.isModuleLevel)
  }
}

extension CellFacts {
  /// Whether the code may have a module-level name anywhere.
  fileprivate func mayName(_ name: String) -> Bool {
    mentions.contains(name) || globalBindings.contains(name) || allReads.contains { $0.name == name }
      || bindings.contains { $0.name == name }
  }
}
