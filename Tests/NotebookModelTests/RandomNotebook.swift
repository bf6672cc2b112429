import JSONSyntax
import KaleTestSupport
import NotebookModel

/// Notebooks of any content in any layout, and edits of them.
struct RandomNotebook {
  private var random: SeededGenerator
  private var newline = "\n"
  private var indentation = " "

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
    newline = pick(["\n", "\r\n"])
    indentation = pick(["", " ", "  ", "\t"])
  }

  /// The text of an `.ipynb` file.
  mutating func text() -> String {
    var members: [JSONMember] = [
      JSONMember(key: "cells", value: .array((0..<count(4)).map { _ in cell() })),
      JSONMember(key: "nbformat", value: 4), JSONMember(key: "nbformat_minor", value: pick([4, 5])),
    ]
    let metadata: JSONValue = pick([
      ["kubeflow_notebook": .object(object(depth: 2))], ["language": "python"], [:],
      ["x": 1, "kubeflow_notebook": .object(object(depth: 3)), "y": [2]],
    ])
    members.insert(JSONMember(key: "metadata", value: metadata), at: count(3))
    return write(.object(members), depth: 0, mayBeInline: true)
  }

  /// Edits that mostly hit something there is.
  mutating func edits(of notebook: Notebook) -> [NotebookEdit] {
    (0..<count(6)).map { _ in
      let cell = CellIndex(count(notebook.cells.count))
      let tags = notebook.cells.indices.contains(cell) ? notebook.cells[cell].tags.count : 0
      let length = notebook.cells.indices.contains(cell) ? notebook.cells[cell].source.utf8.count : 0
      switch count(9) {
      case 0: return .replaceTag(cell: cell, index: TagIndex(count(tags)), with: string())
      case 1: return .removeTag(cell: cell, index: TagIndex(count(tags)))
      case 2: return .addTag(cell: cell, tag: string())
      case 3: return .insertCell(before: cell, source: string(), tags: (0..<count(2)).map { _ in string() })
      case 4: return .setConfiguration(path: path(into: notebook.kaleMetadata), to: value(depth: 2))
      case 5: return .removeConfiguration(path: path(into: notebook.kaleMetadata))
      case 6: return .renameConfiguration(path: path(into: notebook.kaleMetadata), to: pick(Self.keys))
      default:
        let start = count(length)
        return .replaceSource(cell: cell, range: start..<start + count(4), with: pick(["", string()]))
      }
    }
  }

  private static let keys = ["a", "b", "c", "d", "é\"", "0"]

  private mutating func cell() -> JSONValue {
    var members: [JSONMember] = [JSONMember(key: "cell_type", value: pick(["code", "markdown"]))]
    let tags = JSONValue.array((0..<count(4)).map { _ in pick([.string(string()), 3]) })
    members.append(
      JSONMember(
        key: "metadata",
        value: pick([[:], ["tags": tags], ["x": 1, "tags": tags], ["tags": tags, "x": [1]]])))
    members.append(JSONMember(key: "outputs", value: pick([[], [["text": .array([.string(string())])]]])))
    let lines = (0..<count(4)).map { _ in JSONValue.string(string() + pick(["\n", "\n", "\r\n", ""])) }
    members.insert(JSONMember(key: "source", value: pick([.array(lines), .string(string())])), at: count(2))
    return .object(members)
  }

  private mutating func object(depth: Int) -> [JSONMember] {
    (0..<count(4)).map { _ in JSONMember(key: pick(Self.keys), value: value(depth: depth - 1)) }
  }

  private mutating func value(depth: Int) -> JSONValue {
    switch depth > 0 ? count(4) : 3 {
    case 0: .object(object(depth: depth))
    case 1: .array((0..<count(3)).map { _ in value(depth: depth - 1) })
    case 2: .string(string())
    default: pick([.integer(count(99)), .bool(true), .null, 1.5])
    }
  }

  private mutating func path(into value: JSONValue?) -> [String] {
    switch value {
    case .object(let members) where count(5) > 0:
      let key = members.isEmpty || count(4) == 0 ? pick(Self.keys) : pick(members.map(\.key))
      return count(2) == 0 ? [key] : [key] + path(into: value?[key])
    case .array(let elements) where count(5) > 0:
      let index = count(elements.count)
      let element = elements.indices.contains(index) ? elements[index] : nil
      return count(2) == 0 ? [String(index)] : [String(index)] + path(into: element)
    default: return count(3) == 0 ? [pick(Self.keys)] : []
    }
  }

  private mutating func string() -> String {
    (0..<count(5)).map { _ in pick(["x", "=", "\n", "\"", "\\", "é", "😀", "\r\n", "\t", "\u{1}", "/"]) }
      .joined()
  }

  // MARK: - Layout

  private mutating func write(_ value: JSONValue, depth: Int, mayBeInline: Bool = false) -> String {
    let isInline = mayBeInline ? count(3) == 0 : count(2) == 0
    let lead = isInline ? pick(["", "", " "]) : newline + String(repeating: indentation, count: depth + 1)
    let trail = isInline ? "" : newline + String(repeating: indentation, count: depth)
    let separator = isInline ? pick([",", ", ", " , "]) : "," + lead
    switch value {
    case .array(let elements):
      if elements.isEmpty { return pick(["[]", "[ ]"]) }
      let parts = elements.map { write($0, depth: depth + 1) }
      return "[" + lead + parts.joined(separator: separator) + trail + "]"
    case .object(let members):
      if members.isEmpty { return pick(["{}", "{ }"]) }
      let parts = members.map { escaped($0.key) + pick([":", ": "]) + write($0.value, depth: depth + 1) }
      return "{" + lead + parts.joined(separator: separator) + trail + "}"
    case .string(let text): return escaped(text)
    default: return String(decoding: value.serialized(), as: UTF8.self)
    }
  }

  private mutating func escaped(_ text: String) -> String {
    JSONWriter.quoted(text, ensureASCII: count(1) == 0)
  }

  /// From 0 to `limit`.
  private mutating func count(_ limit: Int) -> Int { Int.random(in: 0...max(limit, 0), using: &random) }

  private mutating func pick<Value>(_ values: [Value]) -> Value { values[count(values.count - 1)] }
}
