import PythonSyntax

/// What is known of values that code writes out.
extension BlockReader {
  /// Notes what is known of the value that a variable has been given.
  mutating func noteAssigned(_ value: Operand, to name: String) {
    noteFigure(value, of: name)
    switch value {
    case .constant: world.noteConstant(name)
    case .sequence(let parts), .dictionary(let parts):
      noteKeptFunctions(value)
      if let elements = elements(of: parts) {
        world.noteElements(elements, of: name)
      } else if makesSeparateElements(value) {
        world.noteElements(.separate, of: name)
      }
    case .call(.attribute, _) where makesSeparateElements(value): world.noteElements(.separate, of: name)
    case .call(.attribute(_, let method), _) where PartTable.splitters.contains(method):
      world.noteElements(.constants, of: name)
    case .call(let callee, let arguments):
      guard case .library(let path) = meaning(of: callee).kind else { break }
      if path == "collections.Counter" {
        world.noteElements(.constants, of: name)
      } else if FileFunctionTable.maps[path] != nil, let file = filePath(at: 0, arguments) {
        world.noteFile(file, of: name)
      }
    case .item(.call(let callee, _), .constant(.none)):
      let drawings = drawings(returnedBy: callee)
      world.noteUnpacked(
        name, isLinked: !drawings.isEmpty || returnsLinkedObjects(callee), drawings: drawings)
    default: break
    }
  }

  /// Notes that a value is put into an object, so that what is known of its other elements may not hold of this one.
  func noteElement(_ value: Operand, of operand: Operand) {
    noteKeptFunctions(value)
    guard function == nil, let name = operand.root?.name, let known = world.variables[name]?.elements,
      kindOfElement(value) != known, known != .separate || !isSeparate(value)
    else { return }
    world.noteElements(nil, of: name)
  }

  /// What the elements are that code writes out, if nothing changes them.
  private func elements(of parts: [Operand]) -> StateWorld.Elements? {
    guard let first = parts.first.flatMap(kindOfElement) else { return nil }
    return parts.allSatisfy { kindOfElement($0) == first } ? first : nil
  }

  private func kindOfElement(_ part: Operand) -> StateWorld.Elements? {
    switch part {
    case .constant, .text, .joined: return .constants
    case .name, .attribute:
      switch meaning(of: part).kind {
      case .library, .definition: return .functions
      default: return nil
      }
    default: return nil
    }
  }
}
