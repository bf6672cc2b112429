import KaleAnalysis
import NotebookModel

/// Changes of values that one step makes and another does not see, with one remedy for all: a single cause.
struct LostTogether {
  private let first: LostChange
  private var others: [LostChange] = []
  private let remedy: LostChangeRemedy
  private let isKaleOnly: Bool

  /// What the changes of a group have in common.
  private struct Cause: Hashable {
    let unit: UnitIndex
    let reader: UnitIndex
    let isAssignment: Bool
    let mayNotHappen: Bool
    let isKaleOnly: Bool
    let remedy: LostChangeRemedy
  }

  /// A change by itself.
  init(_ change: LostChange, isKaleOnly: Bool, _ analysis: NotebookAnalysis, _ runtime: PipelineRuntime) {
    (first, self.isKaleOnly) = (change, isKaleOnly)
    remedy = LostChangeRemedy(of: change, analysis, isKaleOnly ? .kale : runtime)
  }

  /// Joins those with the same cause, in their order.
  static func groups(of changes: [LostTogether]) -> [LostTogether] {
    var groups: [LostTogether] = []
    var indices: [Cause: Int] = [:]
    for change in changes {
      if let index = indices[change.cause] {
        groups[index].others.append(change.first)
      } else {
        indices[change.cause] = groups.count
        groups.append(change)
      }
    }
    return groups
  }

  private var cause: Cause {
    Cause(
      unit: first.unit, reader: first.reader, isAssignment: first.isAssignment,
      mayNotHappen: first.mayNotHappen, isKaleOnly: isKaleOnly, remedy: remedy)
  }

  func finding(_ rule: RuleDescription, _ analysis: NotebookAnalysis) -> Finding {
    let (step, reader) = (analysis.stepName(first.unit), analysis.stepName(first.reader))
    let runtime = isKaleOnly ? "with Kale's runtime, " : ""
    let names = ([first] + others).map(\.name)
    return Finding(
      rule, kale: .accepted, isHandled: isKaleOnly, at: first.place,
      "Step `\(step)` \(verb) \(names.enumeration)\(calls), but \(runtime)step `\(reader)` "
        + remedy.text(for: names, changedIn: step, analysis),
      related: related(analysis), fixes: remedy.fixes(in: analysis))
  }

  private var verb: String {
    first.mayNotHappen ? "may reassign" : first.isAssignment ? "reassigns" : "changes"
  }

  /// The function of the notebook that makes all the changes.
  private var calls: String {
    guard let callee = first.callee, callee != first.name, others.allSatisfy({ $0.callee == callee }) else {
      return ""
    }
    return " by calling `\(callee)`"
  }

  private func related(_ analysis: NotebookAnalysis) -> [Finding.Related] {
    let changed = others.prefix(Self.mostRelated).map { change in
      Finding.Related(change.place, "`\(change.name)` is changed here.")
    }
    let read = ([first] + others).prefix(Self.mostRelated).compactMap { change in
      analysis.firstRead(of: change.name, in: change.reader).map {
        Finding.Related($0.place, "`\(change.name)` is read here.")
      }
    }
    return changed + read
  }

  /// More places are only counted by the message.
  private static let mostRelated = 8
}
