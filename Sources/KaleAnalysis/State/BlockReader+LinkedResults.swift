import PythonSyntax

/// Functions that return several objects, of which one holds another: `return Trainer([history]), history`.
extension BlockReader {
  /// Whether what is called is such a function.
  func returnsLinkedObjects(_ callee: Operand) -> Bool {
    guard case .definition(let index) = meaning(of: callee).kind, !world.definitions[index].code.isClass
    else {
      return false
    }
    let code = world.definitions[index].code
    return code.results.contains { result in
      guard let parts = result.writtenElements, parts.count > 1 else { return false }
      let names = Set(
        parts.compactMap { part in if case .name(let name, .local) = part { name } else { nil } })
      guard !names.isEmpty else { return false }
      return parts.contains { holds(names, $0) } || code.operations.contains { holds(names, $0) }
    }
  }

  /// Whether one of the names is assigned an object that holds another.
  private func holds(_ names: Set<String>, _ operation: CodeOperation) -> Bool {
    guard case .store(.name(let target, .local), let value) = operation.kind, names.contains(target) else {
      return false
    }
    return holds(names.subtracting([target]), value)
  }

  /// Whether an expression makes an object of the notebook's classes, or a container, that holds one of the names.
  private func holds(_ names: Set<String>, _ value: Operand) -> Bool {
    let parts: [Operand]
    switch value {
    case .sequence(let elements), .dictionary(let elements): parts = elements
    case .call(let callee, let arguments):
      guard case .definition(let index) = meaning(of: callee).kind, world.definitions[index].code.isClass
      else {
        return false
      }
      parts = arguments.map(\.value)
    default: return false
    }
    return parts.contains { part in
      if case .name(let name, .local) = part { return names.contains(name) }
      return holds(names, part)
    }
  }
}
