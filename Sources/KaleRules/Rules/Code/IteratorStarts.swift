import KaleAnalysis
import NotebookModel
import PythonSyntax

/// Whether code has taken elements of an iterator before it is passed on.
enum IteratorStart { case certain, possible }

/// Finds out whether iterators have begun; each cell is read once for it.
struct IteratorStarts {
  /// A place where a unit's own code mentions a variable.
  private struct Mention {
    let cell: CellIndex
    let place: Int
  }

  private let analysis: NotebookAnalysis
  /// For each cell that was looked at and each variable the statements that take the next element of the variable's value on
  /// each run: `next(lines)`.
  private var nexts: [CellIndex: [String: [Range<Int>]]] = [:]

  init(_ analysis: NotebookAnalysis) { self.analysis = analysis }

  /// Returns whether a unit, or the step that takes an iterator from it and passes it on, takes elements of the iterator;
  /// nil if nothing can have taken one.
  mutating func start(
    of name: String, in unit: UnitIndex, passedTo consumer: UnitIndex?
  ) -> IteratorStart? {
    let mentions = mentionsAfterBinding(of: name, in: unit)
    if onlyBegins(name, at: mentions) { return .certain }
    let isPassedOn = consumer.map { analysis.flow.flows[$0].outputs.contains(name) } ?? false
    return !mentions.isEmpty || isPassedOn ? .possible : nil
  }

  /// The same for an iterator that goes through generators with these names.
  mutating func start(
    of name: String, over generators: [String], in unit: UnitIndex, passedTo consumer: UnitIndex?
  ) -> IteratorStart? {
    var starts: [IteratorStart] = []
    for generator in generators {
      let mentions = mentionsAfterBinding(of: generator, in: unit)
      // One place only makes the iterator.
      guard mentions.count > 1 else { continue }
      starts.append(onlyBegins(generator, at: mentions.dropLast()) ? .certain : .possible)
    }
    let own = start(of: name, in: unit, passedTo: consumer)
    return starts.contains(.certain) ? .certain : own ?? starts.first
  }

  /// The places at which a unit's own code mentions a variable after the place where it defines it.
  private func mentionsAfterBinding(of name: String, in unit: UnitIndex) -> [Mention] {
    guard let last = analysis.bindings(of: name, in: unit).last else { return [] }
    var mentions: [Mention] = []
    for cell in analysis.outline.units[unit].cells where cell >= last.cell {
      mentions += places(of: name, in: cell)
        .filter { cell > last.cell || $0 > last.binding.range.lowerBound }
        .map { Mention(cell: cell, place: $0) }
    }
    return mentions
  }

  /// Whether all that code does with an iterator, at all places that mention it, is to take its next element.
  private mutating func onlyBegins(_ name: String, at mentions: some Collection<Mention>) -> Bool {
    guard let first = mentions.first else { return false }
    var (cell, nexts) = (first.cell, nexts(of: name, in: first.cell))
    var last: Mention?
    for mention in mentions {
      if mention.cell != cell { (cell, nexts) = (mention.cell, self.nexts(of: name, in: mention.cell)) }
      guard let next = nexts.last(startingUpTo: mention.place), next.contains(mention.place) else {
        return false
      }
      // A statement that does more with it may go through all that is left.
      if let last, last.cell == cell, next.contains(last.place) { return false }
      last = mention
    }
    return true
  }

  private func places(of name: String, in cell: CellIndex) -> [Int] {
    guard analysis.facts[cell].facts.mentions.contains(name) else { return [] }
    return analysis.facts[cell].nameOccurrences[name].map(\.range.lowerBound)
  }

  /// In the order of the text.
  private mutating func nexts(of name: String, in cell: CellIndex) -> [Range<Int>] {
    if let known = nexts[cell] { return known[name] ?? [] }
    let operations = analysis.facts[cell].operations.operations
    let found = operations.reduce(into: [String: [Range<Int>]]()) { nexts, operation in
      guard !operation.isConditional, case .call(.name("next", .module), let arguments) = operation.kind,
        arguments.count == 1, case .name(let name, .module) = arguments[0].value
      else { return }
      nexts[name, default: []].append(operation.statement)
    }.mapValues { $0.sorted { $0.lowerBound < $1.lowerBound } }
    nexts[cell] = found
    return found[name] ?? []
  }
}
