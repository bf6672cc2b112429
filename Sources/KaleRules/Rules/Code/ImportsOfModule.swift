import KaleAnalysis
import NotebookModel

extension NotebookAnalysis {
  /// Groups imports by module, in the order of the first imports: what is wrong with a module has one cause, wherever it
  /// is imported. An import that a comment exempts from the rule hides no other.
  func groupedByModule(
    _ imports: [ImportedModule], for rule: RuleDescription, module: (ImportedModule) -> String
  ) -> [(module: String, imports: [ImportedModule])] {
    var groups: [(module: String, imports: [ImportedModule])] = []
    var indices: [String: Int] = [:]
    for found in imports where !ignores(rule, at: found.place) {
      let name = module(found)
      if let index = indices[name] {
        groups[index].imports.append(found)
      } else {
        indices[name] = groups.count
        groups.append((name, [found]))
      }
    }
    return groups
  }
}

extension [ImportedModule] {
  /// The imports after the first, for its finding. Of more, nobody reads the explanations.
  func furtherPlaces(of module: String) -> [Finding.Related] {
    dropFirst().prefix(8).map { .init($0.place, "`\(module)` is imported here too.") }
  }
}
