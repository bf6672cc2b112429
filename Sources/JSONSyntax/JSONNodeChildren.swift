extension JSONNode {
  /// The members of an object in the order of the text, duplicates included. A key that is missing or is no
  /// string is a node of kind `invalid`.
  package var members: JSONMembers {
    JSONMembers(children: JSONChildren(of: self, kind: .object))
  }

  /// The member of that name, the last where there are several, as `subscript` finds it. The first question costs a walk
  /// over all members, each further one no more than its answer.
  package func lastMember(_ key: String) -> (key: JSONNode, value: JSONNode)? {
    guard kind == .object, let place = containerIndex.members[Array(key.utf8)] else { return nil }
    let key = JSONNode(storage: storage, index: place)
    return (key, JSONNode(storage: storage, index: storage.tape[place].next))
  }

  /// The element of an array at `position`; nil outside the array.
  package func element(at position: Int) -> JSONNode? {
    guard kind == .array, case let places = containerIndex.elements, places.indices.contains(position) else {
      return nil
    }
    return JSONNode(storage: storage, index: places[position])
  }

  private var containerIndex: JSONContainerIndex {
    storage.container(at: index) { JSONContainerIndex(of: self) }
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

/// The places of a container's children in the tape.
struct JSONContainerIndex: Sendable {
  /// Of an object: for the content of each key the place of the last such key.
  private(set) var members: [[UInt8]: Int] = [:]
  /// Of an array.
  private(set) var elements: [Int] = []

  init(of node: JSONNode) {
    for member in node.members {
      if let content = member.key.utf8Content { members[content] = member.key.index }
    }
    for element in node.elements { elements.append(element.index) }
  }
}
