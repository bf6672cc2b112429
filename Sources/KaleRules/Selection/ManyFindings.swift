import KaleAnalysis

extension [Finding] {
  /// More findings of one rule than somebody reads.
  private static var mostOfARule: Int { 1000 }

  /// The findings, of each rule a bounded number. One stands for those that are left out, the gravest of them, and says how many
  /// there are: a notebook of 600 steps that each read 600 undefined names would have 360,000.
  func shortened() -> [Finding] {
    if count <= Self.mostOfARule { return self }
    var counts: [String: Int] = [:]
    var shown: [Finding] = []
    var omitted: [String: (count: Int, gravest: Finding, place: Int)] = [:]
    for finding in self {
      let code = finding.rule.code
      counts[code, default: 0] += 1
      if counts[code] ?? 0 < Self.mostOfARule {
        shown.append(finding)
      } else if let known = omitted[code] {
        let gravest = finding.isGraver(than: known.gravest) ? finding : known.gravest
        omitted[code] = (known.count + 1, gravest, known.place)
      } else {
        // What stands for them keeps the place of the first.
        omitted[code] = (0, finding, shown.count)
        shown.append(finding)
      }
    }
    for (code, rest) in omitted where rest.count > 0 {
      shown[rest.place] = rest.gravest
      shown[rest.place].message += " \(rest.count) more findings of \(code) are not shown."
    }
    return shown
  }
}

extension Finding {
  /// Whether the finding means more for the notebook than another of its rule.
  fileprivate func isGraver(than other: Finding) -> Bool {
    if stopsCompiling != other.stopsCompiling { return stopsCompiling }
    if severity != other.severity { return severity < other.severity }
    return kale == .refused && other.kale == .accepted
  }
}
