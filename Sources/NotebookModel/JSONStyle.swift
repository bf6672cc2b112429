import JSONSyntax
import SourceText

/// How a JSON file is laid out, so that what is added to it looks like the rest.
struct JSONStyle {
  /// How the parts of one object or list stand.
  enum Layout: Equatable {
    /// Behind each other on one line.
    case inline
    /// Each on a line of its own, after this line break and indentation.
    case lines(String)

    /// What precedes the first part.
    var lead: String {
      if case .lines(let lead) = self { return lead }
      return ""
    }
  }

  /// What one level is indented by.
  private let indentation: String
  private let colon: String
  private let inlineSeparator: String
  /// How the file's outermost object stands itself.
  let outermost: Layout
  private let text: SourceText

  /// The style that the file's outermost object shows; Jupyter's own where it shows none.
  init(of root: JSONNode?, in text: SourceText) {
    self.text = text
    let members = root.map { Array($0.members.prefix(2)) } ?? []
    guard let root, let first = members.first else {
      (indentation, colon, inlineSeparator, outermost) = (" ", ": ", ", ", .lines("\n"))
      return
    }
    let lead = text.string(in: root.range.lowerBound + 1..<first.key.range.lowerBound)
    let colon = text.string(in: first.key.range.upperBound..<first.value.range.lowerBound)
    self.colon = colon.contains(":") ? colon : ": "
    guard let lineBreak = Self.lastLineBreak(of: lead) else {
      let separator =
        members.count > 1
        ? text.string(in: first.value.range.upperBound..<members[1].key.range.lowerBound) : ", "
      (indentation, inlineSeparator, outermost) = ("", separator.contains(",") ? separator : ", ", .inline)
      return
    }
    indentation = lineBreak.filter { !$0.isNewline }
    (inlineSeparator, outermost) = (", ", .lines(lineBreak.filter(\.isNewline)))
  }

  /// How the parts of a container stand that stands itself as `outer` says: as its own parts show, else a level deeper.
  func layout(of container: JSONNode, in outer: Layout) -> Layout {
    guard let first = container.partRanges(limit: 1).first else { return deeper(outer) }
    let lead = text.string(in: container.range.lowerBound + 1..<first.lowerBound)
    return Self.lastLineBreak(of: lead).map(Layout.lines) ?? .inline
  }

  /// What stands between the parts of a container.
  func separator(in container: JSONNode, _ layout: Layout) -> String {
    let parts = container.partRanges(limit: 2)
    if parts.count > 1 { return text.string(in: parts[0].upperBound..<parts[1].lowerBound) }
    return separator(layout)
  }

  /// A value as text, where it stands as `outer` says.
  func text(of value: JSONValue, in outer: Layout) -> String {
    text(of: value, in: outer, parts: deeper(outer))
  }

  /// A value as text, where it stands as `outer` says and its parts as `parts` does.
  func text(of value: JSONValue, in outer: Layout, parts: Layout) -> String {
    switch value {
    case .array(let elements) where !elements.isEmpty:
      "[" + inside(elements.map { text(of: $0, in: parts) }, parts, in: outer) + "]"
    case .object(let members) where !members.isEmpty:
      "{" + inside(members.map { text(of: $0, in: parts) }, parts, in: outer) + "}"
    default:
      String(decoding: value.serialized(indent: 0, dialect: .python), as: UTF8.self)
    }
  }

  func text(of member: JSONMember, in outer: Layout) -> String {
    JSONWriter.quoted(member.key) + colon + text(of: member.value, in: outer)
  }

  /// What stands between the brackets of a container that has these parts.
  func inside(_ parts: [String], _ layout: Layout, in outer: Layout) -> String {
    let closing = layout == .inline ? "" : outer.lead
    return layout.lead + parts.joined(separator: separator(layout)) + closing
  }

  private func separator(_ layout: Layout) -> String {
    layout == .inline ? inlineSeparator : "," + layout.lead
  }

  private func deeper(_ layout: Layout) -> Layout {
    if case .lines(let lead) = layout { return .lines(lead + indentation) }
    return .inline
  }

  /// The last line break of some white space and what follows it; nil where there is none.
  private static func lastLineBreak(of space: String) -> String? {
    space.lastIndex(where: \.isNewline).map { String(space[$0...]) }
  }
}

extension JSONNode {
  /// The bytes of the first parts of a list or an object, a member's name included.
  func partRanges(limit: Int = .max) -> [Range<Int>] {
    kind == .object
      ? members.prefix(limit).map { $0.key.range.lowerBound..<$0.value.range.upperBound }
      : elements.prefix(limit).map(\.range)
  }
}
