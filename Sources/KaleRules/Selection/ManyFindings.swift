import KaleAnalysis

extension [Finding] {
  /// The most findings of one rule that anybody reads.
  private static var mostOfARule: Int { 1000 }

  /// Returns the findings, limited to a bounded number for each rule. The most severe of those left out represents the
  /// others and counts them: a notebook of 600 steps that each read 600 undefined names has 360,000 findings.
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
      shown[rest.place].message += " Not shown: \(rest.count) more of \(code)."
    }
    return shown
  }
}

extension Finding {
  /// Whether the finding is more severe than another of its rule.
  fileprivate func isGraver(than other: Finding) -> Bool {
    if stopsCompiling != other.stopsCompiling { return stopsCompiling }
    if severity != other.severity { return severity < other.severity }
    return kale == .refused && other.kale == .accepted
  }
}
