import JSONSyntax
import NotebookModel

/// A line of a driver's output that tells of a run.
struct RunEvent {
  /// What it tells.
  let kind: String
  /// The run that it is about, as an index among those that were asked for.
  let run: Int
  private let node: JSONNode

  /// Reads a line; nil for one that is no event. The driver begins each event on a line of its own.
  init?(_ line: [UInt8]) {
    // Python writes numbers that are not finite as words.
    let tree = JSONTree(parsing: line, dialect: .python)
    guard tree.isValid, let node = tree.root, let kind = node["event"]?.string else { return nil }
    self.node = node
    self.kind = kind
    run = node["run"]?.int ?? 0
  }

  subscript(text key: String) -> String? { node[key]?.string }

  subscript(number key: String) -> Double? {
    switch node[key]?.value {
    case .integer(let number): Double(number)
    case .double(let number): number
    case .number(let text): Double(text)
    default: nil
    }
  }

  /// A number from 1 on.
  subscript(count key: String) -> Int? { node[key]?.int.flatMap { $0 > 0 ? $0 : nil } }

  /// A cell by its number in its notebook.
  subscript(cell key: String) -> CellIndex? { self[count: key].map { CellIndex($0 - 1) } }

  subscript(texts key: String) -> [String]? {
    guard let list = node[key], list.kind == .array else { return nil }
    return list.value.elements?.compactMap { if case .string(let text) = $0 { text } else { nil } }
  }
}

extension JSONValue {
  fileprivate var elements: [JSONValue]? { if case .array(let elements) = self { elements } else { nil } }
}
