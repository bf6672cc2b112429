extension JSONNode {
  /// The members of an object in the order of the text, duplicates included. A key that is missing or is no
  /// string is a node of kind `invalid`.
  package var members: JSONMembers {
    JSONMembers(children: JSONChildren(of: self, kind: .object))
  }

  /// The elements of an array.
  package var elements: JSONChildren { JSONChildren(of: self, kind: .array) }
}

/// The nodes directly inside a container.
package struct JSONChildren: Sequence, IteratorProtocol, Sendable {
  private let storage: JSONStorage
  private var index: Int
  private let end: Int

  fileprivate init(of node: JSONNode, kind: JSONNode.Kind) {
    storage = node.storage
    let entry = node.entry
    index = node.index + 1
    end = entry.kind == kind ? entry.next : node.index + 1
  }

  /// The next child.
  package mutating func next() -> JSONNode? {
    guard index < end else { return nil }
    defer { index = storage.tape[index].next }
    return JSONNode(storage: storage, index: index)
  }
}

/// The keys and values of an object.
package struct JSONMembers: Sequence, IteratorProtocol, Sendable {
  fileprivate var children: JSONChildren

  /// The next key and its value.
  package mutating func next() -> (key: JSONNode, value: JSONNode)? {
    guard let key = children.next(), let value = children.next() else { return nil }
    return (key, value)
  }
}
