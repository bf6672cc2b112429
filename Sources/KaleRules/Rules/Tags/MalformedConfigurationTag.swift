import KaleAnalysis
import NotebookModel

/// The common part of the rules for malformed configuration tags.
enum MalformedConfigurationTag {
  /// Returns a finding of `rule` for each malformed tag with this prefix in a cell. `repair` proposes replacement tags.
  static func findings(
    _ prefix: TagPrefix, _ rule: RuleDescription, of cell: CellIndex, in analysis: NotebookAnalysis,
    repair: (String) -> [String] = { _ in [] }
  ) -> [Finding] {
    analysis.faultyTags(of: cell) { fault in
      if case .malformed(prefix, let reason) = fault { return reason }
      return nil
    }.map { tag, reason in
      let repairs = repair(tag.text).filter { ParsedTag($0, of: analysis.release).fault == nil }
      return Finding(
        rule, kale: .refused, at: tag.place, "Malformed tag `\(tag.text)`: \(reason). Use \(prefix.form).",
        fixes: repairs.map { text in
          Fix(
            "Change to `\(text)`", .safe(if: repairs.count == 1),
            [.replaceTag(cell: tag.cell, index: tag.index, with: text)])
        } + [Fix("Remove tag `\(tag.text)`", [.removeTag(cell: tag.cell, index: tag.index)])])
    }
  }

  /// The tags that a misspelled switch may mean: one where that is clear, else both.
  static func switches(_ prefix: TagPrefix) -> (String) -> [String] {
    { text in
      let word = text.dropFirst(prefix.rawValue.count + 1).lowercased().filter { !$0.isWhitespace }
      let on = "\(prefix.rawValue):enabled"
      let off = "\(prefix.rawValue):disabled"
      if ["on", "true", "yes", "1", "enable", "enabled"].contains(word) { return [on] }
      if ["off", "false", "no", "0", "disable", "disabled"].contains(word) { return [off] }
      return switch SpellingSuggestion.nearest(to: word, among: ["enabled", "disabled"]) {
      case "enabled": [on]
      case "disabled": [off]
      default: [on, off]
      }
    }
  }
}
