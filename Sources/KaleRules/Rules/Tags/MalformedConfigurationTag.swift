import KaleAnalysis

/// What the rules for configuration tags of a wrong form have in common.
enum MalformedConfigurationTag {
  /// A finding of `rule` for each tag of this prefix in a cell that is malformed. `repair` proposes whole tags instead.
  static func findings(
    _ prefix: TagPrefix, _ rule: RuleDescription, of cell: Int, in analysis: NotebookAnalysis,
    repair: (String) -> [String] = { _ in [] }
  ) -> [Finding] {
    analysis.faultyTags(of: cell) { fault in
      if case .malformed(prefix, let reason) = fault { return reason }
      return nil
    }.map { tag, reason in
      let repairs = repair(tag.text).filter { ParsedTag($0).fault == nil }
      return Finding(
        rule, kale: .refused, at: tag.place, "In `\(tag.text)`, \(reason). Write \(prefix.form).",
        fixes: repairs.map { text in
          Fix(
            "Change to `\(text)`", .safe(if: repairs.count == 1),
            [.replaceTag(cell: tag.cell, index: tag.index, with: text)])
        } + [Fix("Remove tag `\(tag.text)`", [.removeTag(cell: tag.cell, index: tag.index)])])
    }
  }

  /// Both values of a tag that is a switch; the one a person's word means alone, where that is clear.
  static func switches(_ prefix: TagPrefix) -> (String) -> [String] {
    { text in
      let word = text.dropFirst(prefix.rawValue.count + 1).lowercased().filter { !$0.isWhitespace }
      let on = "\(prefix.rawValue):enabled"
      let off = "\(prefix.rawValue):disabled"
      if ["on", "true", "yes", "1", "enable", "enabled"].contains(word) { return [on] }
      if ["off", "false", "no", "0", "disable", "disabled"].contains(word) { return [off] }
      return switch TagSuggestion.nearest(to: word, among: ["enabled", "disabled"]) {
      case "enabled": [on]
      case "disabled": [off]
      default: [on, off]
      }
    }
  }
}
