import KaleAnalysis
import NotebookModel

/// What a name in a notebook stands for in the pipeline.
package enum PipelineName: Sendable, Hashable {
  /// A step or a referenced notebook, by its name; perhaps none has it.
  case step(String)
  /// A variable, and the units of the outline that hand its value to each other; perhaps only one.
  case variable(String, units: Set<UnitIndex>)
  /// A pipeline parameter, by its name.
  case parameter(String)
  /// A name of the code before every step.
  case shared(String)
}

/// A place that names something.
package struct NamedPlace: Sendable, Hashable {
  /// What a place does with the name.
  package enum Role: Sendable, Hashable {
    /// It makes what it names: a `step:` tag, or code that binds the name.
    case definition
    case use
  }

  /// The tag, or the name in the code.
  package var place: NotebookPlace
  /// Whether the place defines what it names.
  package var role: Role
}

/// A tag that names a step or reference of the notebook.
package struct StepTag: Sendable, Hashable {
  /// Index of the tag's cell in the notebook.
  package let cell: CellIndex
  /// The tag's index in the cell's list.
  package let index: TagIndex
  /// The step's name.
  package let name: String
}

/// Finds what is named where: the step after a `prev:` tag, the code that makes what a step takes.
package struct PipelineNames: Sendable {
  let analysis: NotebookAnalysis

  /// Creates a search in the notebook of an analysis. The cells are parsed when something is looked for.
  package init(_ analysis: NotebookAnalysis) {
    self.analysis = analysis
  }

  /// What is named at a place, and the place of all of the name; nil where nothing of the pipeline is named.
  package func name(at place: NotebookPlace) -> (name: PipelineName, place: NotebookPlace)? {
    switch place {
    case .tag(let cell, let index):
      return stepName(ofTag: index, in: cell).map { (.step($0), place) }
    case .source(let cell, let range):
      let code = VariableNames(analysis)
      guard let occurrence = code.occurrence(at: range.lowerBound, in: cell),
        let name = code.name(occurrence.name, in: cell)
      else { return nil }
      return (name, .source(cell: cell, range: occurrence.range))
    case .cell, .metadata, .metadataKey, .file, .notebook: return nil
    }
  }

  /// Where that is made which is named at a place; nil where no place of the notebook makes it.
  package func definition(ofNameAt place: NotebookPlace) -> NotebookPlace? {
    guard let (name, whole) = name(at: place) else { return nil }
    switch name {
    case .step(let name): return analysis.outline.unit(named: name).map { analysis.definition(of: $0) }
    case .variable, .parameter, .shared:
      guard case .source(let cell, let range) = whole else { return nil }
      return VariableNames(analysis).definition(of: name, usedAt: range.lowerBound, in: cell)
    }
  }

  /// Every place that names something, in the order of the notebook, in those cells that `isWanted` picks.
  package func places(of name: PipelineName, in isWanted: (CellIndex) -> Bool = { _ in true }) -> [NamedPlace]
  {
    switch name {
    case .step(let name):
      let defining = analysis.outline.unit(named: name).map { analysis.definition(of: $0) }
      return analysis.codeTags.filter { tag in
        isWanted(tag.cell) && stepName(ofTag: tag.index, in: tag.cell) == name
      }.map { NamedPlace(place: $0.place, role: $0.place == defining ? .definition : .use) }
    case .variable, .parameter, .shared:
      return VariableNames(analysis).places(of: name, in: isWanted)
    }
  }

  /// Returns every place that names what is named at a place, in the order of the notebook, in those cells that `isWanted`
  /// picks; nil where nothing of the pipeline is named.
  package func places(
    ofNameAt place: NotebookPlace, in isWanted: (CellIndex) -> Bool = { _ in true }
  ) -> [NamedPlace]? {
    name(at: place).map { places(of: $0.name, in: isWanted) }
  }

  /// Returns the tag at a place where it names a step or reference that the notebook has.
  package func stepTag(at place: NotebookPlace) -> StepTag? {
    guard case .tag(let cell, let index) = place, let name = stepName(ofTag: index, in: cell),
      analysis.outline.unit(named: name) != nil
    else { return nil }
    return StepTag(cell: cell, index: index, name: name)
  }

  /// The name of a step or reference that a tag says; nil for tags of other kinds.
  package func stepName(ofTag index: TagIndex, in cell: CellIndex) -> String? {
    guard analysis.tags.indices.contains(cell), analysis.tags[cell].entries.indices.contains(index) else {
      return nil
    }
    switch analysis.tags[cell].entries[index].parsed?.meaning {
    case .step(let name), .previous(let name), .notebook(let name): return name.isEmpty ? nil : name
    default: return nil
    }
  }
}
