import KaleAnalysis

/// Steps that one `prev:` tag names together, `prev:load;clean`: Kale 0.x split the name at colons, and people write other
/// separators.
struct SeveralSteps {
  /// The names, each once.
  let names: [String]

  /// Splits the name in a `prev:` tag; nil if a part is not the name of a step of the notebook.
  init?(_ text: String, _ analysis: NotebookAnalysis) {
    // Few names are longer than a tag; a longer text is not a list of steps.
    guard text.utf8.count <= Self.longestText, analysis.outline.unit(named: text) == nil else { return nil }
    let parts = text.split { Self.separators.contains($0) }.map(String.init)
    guard parts.count > 1, parts.allSatisfy({ analysis.outline.unit(named: $0) != nil }) else { return nil }
    var seen: Set<String> = []
    names = parts.filter { seen.insert($0).inserted }
  }

  private static let separators: Set<Character> = [":", ";", ",", "|", "+", "&", "/", " ", "\t"]
  private static let longestText = 4096
}
