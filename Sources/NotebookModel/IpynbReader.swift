import JSONSyntax
import SourceText

/// Reads the JSON of an `.ipynb` file into a notebook, keeping what can be read of a broken one.
struct IpynbReader {
  private(set) var cells: [NotebookCell] = []
  /// The JSON of each cell of `cells`.
  private(set) var cellNodes: [IpynbCellNode] = []
  private(set) var problems: [NotebookProblem] = []
  private(set) var metadataNode: JSONNode?
  /// The list of cells.
  private(set) var cellListNode: JSONNode?

  init(_ tree: JSONTree) {
    reportSyntaxErrors(tree)
    guard let root = tree.root, root.kind == .object else {
      if tree.isValid {
        report(.notANotebook, start(of: tree.root), "Not a Jupyter notebook: expected a JSON object.")
      }
      return
    }
    if tree.hasByteOrderMark {
      report(
        .malformed, 0..<3,
        "The file starts with a byte order mark, which Kale cannot read. Save it without one.")
    }
    readFormat(root)
    metadataNode = object(root["metadata"], called: "metadata", in: root)
    readCells(root)
  }

  /// Reports one error a line, and what is missing at the end of the text only where nothing else is wrong: the rest
  /// follows from one mistake. Of brackets that are open at the end, the first stands for all.
  private mutating func reportSyntaxErrors(_ tree: JSONTree) {
    if !tree.isValid, reportConflicts(tree.bytes) || reportEncoding(tree.bytes) { return }
    let inside = tree.errors.filter { $0.range.lowerBound < tree.bytes.count }
    var end = 0
    var hasUnclosed = false
    for error in (inside.isEmpty ? tree.errors : inside).sorted(by: {
      $0.range.lowerBound < $1.range.lowerBound
    }) {
      if error.message.hasPrefix("unclosed") {
        if hasUnclosed { continue }
        hasUnclosed = true
      } else if hasUnclosed, isAtEnd(error, of: tree) {
        continue
      }
      guard error.range.lowerBound >= end else { continue }
      report(.invalidJSON, error.range, "Not a Jupyter notebook: invalid JSON (\(error.message)).")
      let rest = tree.bytes[min(error.range.lowerBound, tree.bytes.count)...]
      end = (rest.firstIndex(of: UInt8(ascii: "\n")) ?? tree.bytes.count) + 1
    }
  }

  /// Reports a file in the encoding that PowerShell and others give what is redirected.
  ///
  /// - Returns: Whether it has that encoding.
  private mutating func reportEncoding(_ bytes: [UInt8]) -> Bool {
    guard bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) else { return false }
    report(
      .invalidJSON, 0..<2, "Not a Jupyter notebook: the file is encoded as UTF-16. Save it as UTF-8.")
    return true
  }

  /// Reports the conflicts that a merge has left in the text: what else is wrong with it follows from them.
  ///
  /// - Returns: Whether there are any.
  private mutating func reportConflicts(_ bytes: [UInt8]) -> Bool {
    let conflicts = MergeConflicts.find(in: bytes)
    for (number, conflict) in conflicts.ranges.prefix(Self.mostConflicts).enumerated() {
      let count = conflicts.ranges.count > 1 ? " \(number + 1) of \(conflicts.ranges.count)" : ""
      report(
        .invalidJSON, conflict.range,
        "Not a Jupyter notebook: unresolved merge conflict\(count) in lines \(conflict.lines.lowerBound + 1) to "
          + "\(conflict.lines.upperBound + 1). Resolve it, or take one side: `git checkout --ours` or `--theirs`."
      )
    }
    return !conflicts.ranges.isEmpty
  }

  private static let mostConflicts = 20

  /// Whether nothing but space follows an error.
  private func isAtEnd(_ error: JSONSyntaxError, of tree: JSONTree) -> Bool {
    tree.bytes[min(error.range.upperBound, tree.bytes.count)...].allSatisfy { " \t\r\n".utf8.contains($0) }
  }

  private mutating func readFormat(_ root: JSONNode) {
    guard let format = root["nbformat"] else {
      report(.notANotebook, start(of: root), "Not a Jupyter notebook: `nbformat` is missing.")
      return
    }
    guard let major = format.int else {
      report(.malformed, format.range, "`nbformat` must be an integer.")
      return
    }
    if let minor = root["nbformat_minor"], minor.int == nil {
      report(.malformed, minor.range, "`nbformat_minor` must be an integer.")
    }
    guard major != 4 else { return }
    report(
      .unsupportedFormat, format.range,
      major < 4
        ? "Kale does not support notebook format \(major). Open and save the notebook in Jupyter to convert it to format 4."
        : "Kale does not support notebook format \(major). Save the notebook in format 4.")
  }

  private mutating func readCells(_ root: JSONNode) {
    var list = root["cells"]
    if list == nil, let worksheets = root["worksheets"] {
      // Format 3 keeps its cells in worksheets.
      list = worksheets.elements.lazy.compactMap { $0["cells"] }.first
    }
    guard let list else {
      // A worksheet is what an old notebook has in place of cells.
      if root["worksheets"] != nil { return }
      report(.notANotebook, start(of: root), "Not a Jupyter notebook: `cells` is missing.")
      return
    }
    guard list.kind == .array else {
      report(.notANotebook, list.range, "Not a Jupyter notebook: `cells` must be a list.")
      return
    }
    cellListNode = list
    var placesOfIDs: [String: Int] = [:]
    for node in list.elements where node.kind != .invalid {
      guard node.kind == .object else {
        report(.malformed, node.range, "A cell must be an object.")
        // It keeps its place, so that cells after it keep their numbers.
        cells.append(NotebookCell(kind: .raw, source: SourceText("")))
        cellNodes.append(IpynbCellNode(cell: node, sources: [], sourceStarts: [], tags: []))
        continue
      }
      readCell(node)
      guard let id = node["id"], let text = id.string else { continue }
      if let first = placesOfIDs.updateValue(cells.count - 1, forKey: text) {
        report(
          .duplicateCellID, id.range,
          "Cell \(first + 1) has the same id `\(text)`. Save the notebook in Jupyter to give one of them a new id."
        )
      }
    }
  }

  private mutating func readCell(_ node: JSONNode) {
    let kind = readKind(node)
    let sourceNodes = readSource(node, isCode: kind == .code)
    if kind == .code { checkOutputs(node["outputs"]) }
    let metadata = object(node["metadata"], called: "metadata", in: node)
    let (tags, tagNodes) = readTags(metadata)
    var bytes: [UInt8] = []
    var starts: [Int] = []
    bytes.reserveCapacity(sourceNodes.reduce(0) { $0 + $1.range.count })
    starts.reserveCapacity(sourceNodes.count)
    for sourceNode in sourceNodes {
      starts.append(bytes.count)
      sourceNode.appendUTF8Content(to: &bytes)
    }
    cells.append(
      NotebookCell(
        kind: kind, source: SourceText(utf8: bytes), tags: tags,
        notebookPath: metadata?["notebook_path"]?.string,
        language: kind == .code
          ? CodeLanguage.foreign(ofCell: metadata?["vscode"]?["languageId"]?.string) : nil))
    cellNodes.append(
      IpynbCellNode(cell: node, sources: sourceNodes, sourceStarts: starts, tags: TagArray(tagNodes)))
  }

  private mutating func readKind(_ node: JSONNode) -> NotebookCell.Kind {
    guard let type = node["cell_type"] else {
      report(.malformed, start(of: node), "The cell has no `cell_type`.")
      return .raw
    }
    guard let name = type.string else {
      report(.malformed, type.range, "`cell_type` must be a string.")
      return .raw
    }
    return switch name {
    case "code": .code
    case "markdown": .markdown
    default: .raw
    }
  }

  /// The strings that make up the cell's source: one, or one a line.
  private mutating func readSource(_ node: JSONNode, isCode: Bool) -> [JSONNode] {
    guard let source = node["source"] ?? node["input"] else {
      // Kale looks at the source of code cells alone.
      guard isCode else { return [] }
      report(.malformed, start(of: node), "The cell has no `source`.")
      return []
    }
    switch source.kind {
    case .string: return [source]
    case .array:
      let lines = Array(source.elements)
      for line in lines where line.kind != .string && line.kind != .invalid {
        report(.malformed, line.range, "A line of `source` must be a string.")
      }
      return lines.filter { $0.kind == .string }
    case .invalid: return []
    default:
      report(.malformed, source.range, "`source` must be a string or a list of strings.")
      return []
    }
  }

  /// Outputs do not matter to the pipeline, but programs that read the notebook check them.
  private mutating func checkOutputs(_ outputs: JSONNode?) {
    guard let outputs, outputs.kind != .invalid else { return }
    guard outputs.kind == .array else {
      report(.malformed, outputs.range, "`outputs` must be a list.")
      return
    }
    for output in outputs.elements where output.kind != .object && output.kind != .invalid {
      report(.malformed, output.range, "An output must be an object.")
    }
  }

  private mutating func readTags(_ metadata: JSONNode?) -> ([NotebookTag], [JSONNode]) {
    guard let list = metadata?["tags"], list.kind != .invalid else { return ([], []) }
    guard list.kind == .array else {
      // Python takes an empty string or object for no tags at all.
      if list.string?.isEmpty == true || list.kind == .object && list.members.allSatisfy({ _ in false }) {
        return ([], [])
      }
      report(.malformed, list.range, "`tags` must be a list of strings.")
      return ([], [])
    }
    let nodes = list.elements.filter { $0.kind != .invalid }
    return (nodes.map { node in node.string.map(NotebookTag.text) ?? .other(node.value) }, nodes)
  }

  private mutating func object(_ node: JSONNode?, called key: String, in parent: JSONNode) -> JSONNode? {
    guard let node else {
      report(.malformed, start(of: parent), "`\(key)` is missing.")
      return nil
    }
    guard node.kind != .invalid else { return nil }
    guard node.kind == .object else {
      report(.malformed, node.range, "`\(key)` must be an object.")
      return nil
    }
    return node
  }

  /// The opening bracket: a place to show what is missing inside.
  private func start(of node: JSONNode?) -> Range<Int> {
    guard let node else { return 0..<0 }
    return node.range.lowerBound..<min(node.range.lowerBound + 1, node.range.upperBound)
  }

  private mutating func report(_ kind: NotebookProblem.Kind, _ range: Range<Int>, _ message: String) {
    problems.append(NotebookProblem(kind: kind, place: .file(range: range), message: message))
  }
}

/// The JSON that a cell was read from.
struct IpynbCellNode: Sendable {
  var cell: JSONNode
  /// The strings that make up the source, in order.
  var sources: [JSONNode]
  /// Where the content of each of `sources` starts in the cell's source.
  var sourceStarts: [Int]
  /// The elements of the list of tags, one for each of the cell's `tags`.
  var tags: TagArray<JSONNode>
}
