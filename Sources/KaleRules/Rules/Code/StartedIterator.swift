import KaleAnalysis
import NotebookModel
import PythonSyntax

/// Whether code has taken elements of an iterator before it is passed on.
enum IteratorStart { case certain, possible }

extension NotebookAnalysis {
  /// Returns whether a unit, or the step that takes an iterator from it and passes it on, takes elements of the iterator;
  /// nil if nothing can have taken one.
  func start(
    ofIterator name: String, in unit: UnitIndex, passedTo consumer: UnitIndex?
  ) -> IteratorStart? {
    let mentions = mentionsAfterBinding(of: name, in: unit)
    if onlyBegins(name, at: mentions) { return .certain }
    let isPassedOn = consumer.map { flow.flows[$0].outputs.contains(name) } ?? false
    return !mentions.isEmpty || isPassedOn ? .possible : nil
  }

  /// The same for an iterator that goes through generators with these names.
  func start(
    ofIterator name: String, over generators: [String], in unit: UnitIndex, passedTo consumer: UnitIndex?
  ) -> IteratorStart? {
    let starts = generators.compactMap { generator -> IteratorStart? in
      let mentions = mentionsAfterBinding(of: generator, in: unit)
      // One place only makes the iterator.
      guard mentions.count > 1 else { return nil }
      return onlyBegins(generator, at: mentions.dropLast()) ? .certain : .possible
    }
    let own = start(ofIterator: name, in: unit, passedTo: consumer)
    return starts.contains(.certain) ? .certain : own ?? starts.first
  }

  /// The places at which a unit's own code mentions a variable after the place where it defines it.
  private func mentionsAfterBinding(
    of name: String, in unit: UnitIndex
  ) -> [(cell: CellIndex, range: Range<Int>)] {
    guard let last = bindings(of: name, in: unit).last else { return [] }
    return outline.units[unit].cells.flatMap { cell -> [(cell: CellIndex, range: Range<Int>)] in
      guard cell >= last.cell, facts[cell].facts.mentions.contains(name) else { return [] }
      return nameOccurrences(in: cell).filter {
        $0.name == name && (cell > last.cell || $0.range.lowerBound > last.binding.range.lowerBound)
      }.map { (cell, $0.range) }
    }
  }

  /// Whether all that code does with an iterator, at all places that mention it, is to take its next element.
  private func onlyBegins(
    _ name: String, at mentions: some Collection<(cell: CellIndex, range: Range<Int>)>
  ) -> Bool {
    !mentions.isEmpty
      && mentions.allSatisfy { mention in
        facts[mention.cell].operations.operations.contains { operation in
          guard !operation.isConditional, operation.statement.contains(mention.range.lowerBound),
            case .call(.name("next", .module), let arguments) = operation.kind, arguments.count == 1,
            case .name(name, .module) = arguments[0].value
          else { return false }
          // A statement that does more with it may go through all that is left.
          return mentions.count { operation.statement.overlaps($0.range) && $0.cell == mention.cell } == 1
        }
      }
  }
}
