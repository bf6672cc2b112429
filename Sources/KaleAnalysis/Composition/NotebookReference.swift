import NotebookModel

/// What is known of the notebook that a unit stands for.
package struct NotebookReference: Sendable {
  /// What is known of the file.
  package enum State: Sendable, Hashable {
    /// Nobody has looked, or the cell does not say where the notebook is.
    case unknown
    /// The reason goes on after "cannot be read: ".
    case unreadable(String)
    /// The notebook leads back to the one it is referred to from, by these files.
    case cyclic([String])
    case read
  }

  /// A name that Kale has cross the border of the notebook though no step inside has anything to do with it.
  package enum BorderFault: Sendable, Hashable {
    /// No step inside wants it from elsewhere.
    case notConsumed(String)
    /// No step inside makes it.
    case notProduced(String)
  }

  /// The file's name.
  package let file: String
  /// Whether the notebook could be read, and why not.
  package internal(set) var state: State
  /// The notebook as part of the pipeline, with what crosses its border; nil where it cannot be read.
  package internal(set) var analysis: NotebookAnalysis?
  /// The names that Kale passes across the boundary although no step inside has a use for them.
  package internal(set) var borderFaults: [BorderFault] = []
  /// For each name that the notebook hands on the step inside that makes it.
  package internal(set) var producers: [String: String] = [:]

  /// The notebook's code; nothing where it cannot be read.
  var code = ReferencedCode.none

  /// Whether all that the notebook makes and wants is known.
  package var isComplete: Bool {
    state == .read && analysis?.references.values.allSatisfy(\.isComplete) == true
  }
}

/// The code of a notebook as the one that refers to it sees it. While the notebook stays the same it is the same object.
final class ReferencedCode: Sendable {
  /// The notebook's units in the order they run.
  let order: [UnitIndex]
  /// For each unit of the notebook the facts of its code, with what Kale puts behind it to report metrics.
  let units: ChunkedUnitArray<UnitFacts>
  /// The code of the steps, and of those of the notebooks that it refers to, without the blocks in front of every step.
  let cells: [SharedFacts]
  /// Names that imports and functions cells make: the steps have them, and do not hand them on.
  let sharedNames: Set<String>

  init(_ analysis: NotebookAnalysis) {
    order = analysis.graph.order
    let shared = analysis.sharedCells.map { analysis.facts[$0] }
    let sharedFacts = SharedBlockFacts(shared)
    var sharedNames: Set<String> = []
    for cell in shared { sharedNames.formUnion(cell.facts.bindings.lazy.map(\.name)) }
    var units = analysis.units
    var cells: [SharedFacts] = []
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
      let report = SharedFacts(reporting: metrics)
      cells.append(report)
      units[unit] = UnitFacts(shared: sharedFacts, cells: own + [report])
    }
    (self.units, self.cells, self.sharedNames) = (units, cells, sharedNames)
  }

  /// A notebook of which nothing is known.
  static let none = ReferencedCode()

  private init() {
    (order, units, cells, sharedNames) = ([], [], [], [])
  }
}

extension SharedFacts {
  /// The code that reports metrics, as far as names go.
  fileprivate convenience init(reporting metrics: [PipelineMetric]) {
    let names = metrics.map(\.variable).joined(separator: ", ")
    self.init(analysing: Array("import _kale_kfputils\n_kale_kfputils.report([\(names)])\n".utf8))
  }
}

extension NotebookCell {
  /// The path of the notebook that the cell, with these tags, refers to; nil for one that refers to none.
  func referencedPath(_ tags: @autoclosure () -> CellTags) -> String? {
    guard kind == .code, let notebookPath, !notebookPath.isEmpty, case .notebook = tags().role else {
      return nil
    }
    return notebookPath
  }
}

extension Notebook {
  /// The paths in the notebook's references, as written, each once, in order.
  package var referencedPaths: [String] {
    var seen: Set<String> = []
    return allReferencedPaths.filter { seen.insert($0).inserted }
  }

  /// The path in each of the notebook's references, as written, in order.
  private var allReferencedPaths: [String] {
    cells.compactMap { $0.referencedPath(CellTags($0.tags)) }
  }

  /// Whether the notebook is put together of more than `limit` others, each counted as often as it is referred to.
  func isPutTogether(ofMoreThan limit: Int, _ files: ReferencedNotebooks) -> Bool {
    var count = 0
    var stack = [(notebook: self, files: files)]
    while count <= limit, let (notebook, files) = stack.popLast() {
      guard files.refersToOthers else { continue }
      for path in notebook.allReferencedPaths {
        count += 1
        guard files.cycle(through: path) == nil, case .notebook(let next) = files.file(path) else { continue }
        stack.append((next.notebook, files.rooted(at: path)))
      }
    }
    return count > limit
  }
}
