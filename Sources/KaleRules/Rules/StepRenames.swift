import KaleAnalysis
import NotebookModel

/// Renames steps in every tag that contains the name.
///
/// Many tags may contain one name, each with a finding with the same fix: all of them share the edits.
struct StepRenames {
  private struct Rename: Hashable {
    let old: String
    let new: String
  }

  let names: StepNameTags
  private var known: [Rename: [NotebookEdit]] = [:]
  /// How many step names each valid name is the nearest to, once that was asked for.
  private var stepsBySuggestion: [String: Int]?

  init(_ analysis: NotebookAnalysis) { names = StepNameTags(analysis) }

  /// Returns the edits that rename a step.
  mutating func edits(from old: String, to new: String) -> [NotebookEdit] {
    let rename = Rename(old: old, new: new)
    if let edits = known[rename] { return edits }
    let edits = names.renameEdits(from: old, to: new)
    known[rename] = edits
    return edits
  }

  /// Whether several step names have the same nearest valid name.
  mutating func isContested(_ suggestion: String) -> Bool {
    let counts = stepsBySuggestion ?? names.stepsBySuggestion
    stepsBySuggestion = counts
    return counts[suggestion, default: 0] > 1
  }
}
