import JSONSyntax
import SourceText

/// Makes changes in a JSON text by replacing as little of it as can be. What is new is laid out like what is around it.
struct JSONTextEditor {
  let style: JSONStyle
  /// The replacements, in no order, none of them overlapping.
  private(set) var edits: [SourceEdit] = []

  init(style: JSONStyle) {
    self.style = style
  }

  mutating func replace(_ range: Range<Int>, with text: String) {
    if !range.isEmpty || !text.isEmpty { edits.append(SourceEdit(range: range, replacement: text)) }
  }

  /// Makes the changes in a value that stands as `outer` says. Taking away the value itself is for who holds it.
  mutating func apply(_ changes: JSONChanges, to node: JSONNode, in outer: JSONStyle.Layout) {
    switch changes.outcome {
    case .kept, .removed: break
    case .replaced(let value): replace(node.range, with: style.text(of: value, in: outer))
    case .partsChanged:
      let layout = style.layout(of: node, in: outer)
      switch node.kind {
      case .object:
        let members = Array(node.members)
        let plan = changes.plan(forObjectWith: members.map { $0.key.string ?? "" })
        for (member, part) in zip(members, plan.parts) where !part.isRemoved {
          if let name = part.name { replace(member.key.range, with: JSONWriter.quoted(name)) }
          if let changes = part.changes { apply(changes, to: member.value, in: layout) }
        }
        replaceParts(of: node, plan, added: plan.added.map { style.text(of: $0, in: layout) }, layout, outer)
      case .array:
        let elements = Array(node.elements)
        let plan = changes.plan(forListOf: elements.count)
        for (element, part) in zip(elements, plan.parts) where !part.isRemoved {
          if let changes = part.changes { apply(changes, to: element, in: layout) }
        }
        replaceParts(
          of: node, plan, added: plan.added.map { style.text(of: $0.value, in: layout) }, layout, outer)
      default:
        guard let value = changes.valueInPlaceOfNone else { return }
        replace(node.range, with: style.text(of: value, in: outer))
      }
    }
  }

  /// Takes parts of a container away, each with the separator after it, or before it if it is the last, and puts
  /// new ones after the last.
  private mutating func replaceParts(
    of node: JSONNode, _ plan: JSONChanges.Plan, added: [String], _ layout: JSONStyle.Layout,
    _ outer: JSONStyle.Layout
  ) {
    guard !added.isEmpty || plan.parts.contains(where: \.isRemoved) else { return }
    let ranges = node.partRanges()
    let inside = node.range.lowerBound + 1..<max(node.range.lowerBound + 1, node.range.upperBound - 1)
    guard let first = ranges.first, let last = ranges.last else {
      replace(inside, with: style.inside(added, layout, in: outer))
      return
    }
    let separator = style.separator(in: node, layout)
    guard let lastKept = plan.parts.lastIndex(where: { !$0.isRemoved }) else {
      let range = added.isEmpty ? inside : first.lowerBound..<last.upperBound
      replace(range, with: added.joined(separator: separator))
      return
    }
    var removedFrom: Int?
    for index in 0...lastKept {
      if plan.parts[index].isRemoved {
        removedFrom = removedFrom ?? ranges[index].lowerBound
      } else if let start = removedFrom {
        replace(start..<ranges[index].lowerBound, with: "")
        removedFrom = nil
      }
    }
    replace(ranges[lastKept].upperBound..<last.upperBound, with: added.map { separator + $0 }.joined())
  }
}
