import PythonSyntax

extension ReferencedCode {
  /// The code of an analyzed notebook.
  convenience init(_ analysis: NotebookAnalysis) {
    let order = analysis.graph.order
    let shared = analysis.sharedCells.map { analysis.facts[$0] }
    let sharedFacts = SharedBlockFacts(shared)
    var sharedNames: Set<String> = []
    for cell in shared { sharedNames.formUnion(cell.facts.bindings.lazy.map(\.name)) }
    var units = analysis.units
    var cells: [CodeFacts] = []
    for unit in order {
      if let reference = analysis.references[unit] {
        cells += reference.code.cells
        sharedNames.formUnion(reference.code.sharedNames)
        continue
      }
      let own = analysis.outline.units[unit].cells.map { analysis.facts[$0] }
      let metrics = analysis.kaleFlow.flows[unit].metrics
      cells += own
      guard !metrics.isEmpty else { continue }
      let report = CodeFacts(reporting: metrics)
      cells.append(report)
      units[unit] = UnitFacts(shared: sharedFacts, cells: own + [report])
    }
    self.init(order: order, units: units, cells: cells, sharedNames: sharedNames)
  }
}

extension CodeFacts {
  /// The code that reports metrics, as far as names go.
  fileprivate convenience init(reporting metrics: [PipelineMetric]) {
    let names = metrics.map(\.variable).joined(separator: ", ")
    self.init(analysing: Array("import _kale_kfputils\n_kale_kfputils.report([\(names)])\n".utf8))
  }
}
