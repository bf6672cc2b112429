import KaleAnalysis
import NotebookModel

/// A missing name that is reported, with where it can come from.
struct ReportedName {
  var missing: MissingRead
  var choices: ProviderChoices
  /// Whether only Kale's runtime lacks the name.
  var isKaleOnly: Bool
  /// The finding if it is the only name of its group.
  var finding: Finding
}

/// The names that a step misses because it does not run after one other step: they are one finding.
struct MissingNameGroup {
  private struct Key: Hashable {
    let unit: UnitIndex
    let source: UnitIndex
    let isKaleOnly: Bool
  }

  /// The largest number of names and places that a message lists.
  private static let mostNames = 5
  private static let mostRelated = 10

  /// Returns the findings about some names, in their order: one for each pair of steps, and one for each other name.
  static func findings(_ names: [ReportedName], _ analysis: NotebookAnalysis) -> [Finding] {
    var groups: [[ReportedName]] = []
    var indices: [Key: Int] = [:]
    for name in names {
      guard let key = key(of: name, analysis) else {
        groups.append([name])
        continue
      }
      if let index = indices[key] {
        groups[index].append(name)
      } else {
        indices[key] = groups.count
        groups.append([name])
      }
    }
    return groups.compactMap { finding($0, analysis) }
  }

  /// What the names of a group have in common; nil for a name that is reported by itself.
  private static func key(of name: ReportedName, _ analysis: NotebookAnalysis) -> Key? {
    guard case .unlinked(let producer) = name.missing.cause, name.missing.starModule == nil,
      !analysis.ignores(MissingName.description, at: name.missing.place)
    else { return nil }
    return Key(
      unit: name.missing.unit, source: name.choices.units.first ?? producer, isKaleOnly: name.isKaleOnly)
  }

  private static func finding(_ names: [ReportedName], _ analysis: NotebookAnalysis) -> Finding? {
    guard let first = names.first, names.count > 1, case .unlinked(let producer) = first.missing.cause else {
      return names.first?.finding
    }
    var finding = first.finding
    finding.severity = names.map(\.finding.severity).min() ?? finding.severity
    finding.message = message(names, source: first.choices.units.first, or: producer, analysis)
    let reads = names.dropFirst().map {
      Finding.Related($0.missing.call?.read ?? $0.missing.place, "`\($0.missing.name)` is read here.")
    }
    finding.related += reads.prefix(Self.mostRelated)
    // A fix that is safe for one name is safe for the step; the choices of all names are offered.
    let fixes = names.flatMap(\.finding.fixes)
    let safe = fixes.first { $0.applicability == .safe }
    var seen: Set<String> = []
    finding.fixes = ((safe.map { [$0] } ?? []) + fixes).filter { seen.insert($0.title).inserted }
    return finding
  }

  private static func message(
    _ names: [ReportedName], source: UnitIndex?, or producer: UnitIndex, _ analysis: NotebookAnalysis
  ) -> String {
    let unit = names.first.map { analysis.stepName($0.missing.unit) } ?? ""
    let step = analysis.stepName(source ?? producer)
    let isAllDefined = names.allSatisfy { $0.missing.cause == .unlinked(from: source ?? producer) }
    let remedy = source == nil ? "Define them in an earlier step." : "Add `prev:\(step)`."
    let runtime = names.allSatisfy(\.isKaleOnly) ? "with Kale's runtime, " : ""
    return
      "\(list(names.map(\.missing.name))) are defined\(isAllDefined ? "" : " or changed") in step `\(step)`, but "
      + "\(runtime)`\(unit)` does not run after it. \(remedy)"
  }

  /// Some names as part of a sentence: `x`, `y` and `z`.
  static func list(_ names: [String]) -> String {
    let quoted = names.prefix(mostNames).map { "`\($0)`" }
    return (names.count > mostNames ? quoted + ["\(names.count - mostNames) more"] : quoted).inWords
  }
}
