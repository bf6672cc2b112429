/// Characters of identifiers that stand for others, such as the ligature `ﬁ` for `fi`: Python compares names in the
/// form NFKC. What is only another way to write the same characters is not among them.
enum CompatibilityForms {
  /// Code points that follow each other and what replaces them.
  private struct Run {
    var codes: ClosedRange<UInt32>
    var replacement: [UInt32]
    /// Whether the replacement grows by one with each code point, rather than staying the same.
    var grows: Bool

    init?(_ text: Substring) {
      let parts = text.split(separator: ":")
      guard parts.count == 2 else { return nil }
      let ends = parts[0].split(separator: "-").compactMap { UInt32($0, radix: 16) }
      guard let first = ends.first, let last = ends.last, first <= last else { return nil }
      codes = first...last
      grows = parts[1].hasPrefix("+")
      replacement = parts[1].drop { $0 == "+" }.split(separator: ",").compactMap { UInt32($0, radix: 16) }
    }

    func replacement(of code: UInt32) -> [Unicode.Scalar] {
      replacement.compactMap { Unicode.Scalar($0 + (grows ? code - codes.lowerBound : 0)) }
    }
  }

  private static let runs = data.split(separator: " ").compactMap { Run($0) }

  /// What stands for `scalar`; nil where it stands for itself.
  static func replacement(of scalar: Unicode.Scalar) -> [Unicode.Scalar]? {
    let code = scalar.value
    var low = 0
    var high = runs.count
    while low < high {
      let middle = (low + high) / 2
      if runs[middle].codes.upperBound < code { low = middle + 1 } else { high = middle }
    }
    guard low < runs.count, runs[low].codes.contains(code) else { return nil }
    return runs[low].replacement(of: code)
  }
}
