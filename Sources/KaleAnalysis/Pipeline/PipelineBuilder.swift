import NotebookModel
import PythonSyntax

extension NotebookAnalysis {
  /// The pipeline that the notebook describes, as far as possible: for a notebook with errors, what is left
  /// when the parts at fault are passed over.
  package var pipeline: Pipeline { pipeline(\.flow, given: [], .byName) }

  /// The pipeline that the compiler turns into files, for a runtime.
  ///
  /// On the exact runtime a step also runs after those that change state which it reads, as ``NotebookState`` finds them.
  package func pipeline(for runtime: PipelineRuntime) -> Pipeline {
    var pipeline = pipeline(\.flow, given: [], runtime == .exact ? .exact : .byName)
    pipeline.configuration.runtime = runtime
    return pipeline
  }

  /// The pipeline that the compiler turns into files, for the runtime that counts.
  package func pipeline(by choice: RuntimeChoice) -> Pipeline {
    pipeline(for: configuration.configuration.runtime(by: choice))
  }

  /// The order of the steps in a pipeline, and which of them run after which.
  private enum Order {
    /// Topological, then by name.
    case byName
    /// Topological, then as in the notebook.
    case ofNotebook
    /// As in the notebook; steps also run after those that change state which they read.
    case exact
  }

  /// The pipeline that Kale compiles, with Kale's data flow.
  package var kalePipeline: Pipeline {
    var pipeline = pipeline(\.kaleFlow, given: [], .ofNotebook)
    // Kale removes the node of that name when it has assigned the metrics.
    pipeline.steps.removeAll { $0.name == release.tags.temporaryStepName }
    for index in pipeline.steps.indices {
      pipeline.steps[index].previous.removeAll { $0 == release.tags.temporaryStepName }
    }
    return pipeline
  }

  /// `given`: the parameters of the notebook that refers to this one. One set of parameters is that of the whole, and
  /// its values count.
  private func pipeline(
    _ flow: KeyPath<NotebookAnalysis, DataFlow>, given: [PipelineParameter], _ order: Order
  ) -> Pipeline {
    let units =
      switch order {
      case .byName: graph.order(byName: outline.units.mapValues(\.name))
      case .ofNotebook: graph.order
      // A cycle has no such order. The compiler says so.
      case .exact:
        graph.isAcyclic ? state.order.sequence : graph.order(byName: outline.units.mapValues(\.name))
      }
    let sharedImports = SharedImports(sharedCells.map { facts[$0] })
    let optionalImports = OptionalImports(self)
    let providers = order == .exact ? OrderedProviders(self, self[keyPath: flow]) : nil
    let builtins = BuiltinMakers(self)
    // Kale installs what cells import.
    let leftOut = order == .ofNotebook ? [] : optionalImports.leftToTheCode
    let givenNames = Set(given.map(\.name))
    let parameters = parameters.parameters.filter { !givenNames.contains($0.name) } + given
    var configuration = self.configuration.configuration
    if configuration.pipelineName.isEmpty || configuration.experimentName.isEmpty {
      let names = ProposedNames(for: self)
      (configuration.pipelineName, configuration.experimentName) = (names.pipeline, names.experiment)
    }
    var pipeline = Pipeline(
      configuration: configuration, parameters: parameters,
      steps: units.map { unit in
        var step = step(unit, flow)
        if order == .exact {
          let previous = state.order.edges(of: unit).map { outline.units[$0.previous].name }
          step.previous = Set(step.previous + previous).sorted()
          for place in step.inputs.indices {
            guard let later = providers?.provider(of: step.inputs[place].name, for: unit) else { continue }
            step.inputs[place].provider = outline.units[later].name
          }
          step.sharedStateProviders = sharedStateProviders(of: unit, builtins)
        }
        step.notebook = references[unit].map { reference in
          SubPipeline(
            file: reference.file,
            pipeline: reference.analysis?.pipeline(flow, given: parameters, order),
            producers: reference.producers)
        }
        step.imports = importedModules(of: unit, sharedImports).filter { !leftOut.contains($0) }
        if order != .ofNotebook {
          step.imports = Set(step.imports + engineModules(of: unit, besides: step.imports)).sorted()
        }
        step.optionalImports = optionalImports.optional(step.imports, of: unit)
        step.requirements = requirements(in: outline.units[unit].cells)
        return step
      },
      sharedBlocks: [SpecialTag.imports, .functions].flatMap { blocks($0.rawValue, outline.cells(of: $0)) },
      sharedImports: importedModules(of: sharedCells).filter { !leftOut.contains($0) },
      requirements: requirements(in: cellsOfBlocks))
    if order == .exact { pipeline.files = shippedFiles.files }
    return pipeline
  }

  /// The names of the units that changed objects of the shared code which a unit, or one after it, reads, and of those whose
  /// values it reads under names of Python's builtins: these values travel in the state.
  private func sharedStateProviders(of unit: UnitIndex, _ builtins: BuiltinMakers) -> [String] {
    let changers = state.unnamedState(into: unit).compactMap { origin in
      if case .name = origin.item { origin.unit } else { nil }
    }
    return Set((changers + builtins.makers(readBy: unit)).map { outline.units[$0].name }).sorted()
  }

  private func step(_ unit: UnitIndex, _ path: KeyPath<NotebookAnalysis, DataFlow>) -> Step {
    let definition = outline.units[unit]
    let dataFlow = self[keyPath: path]
    let flow = dataFlow.flows[unit]
    return Step(
      name: definition.name, cells: definition.cells,
      previous: graph.previous[unit].map { outline.units[$0].name }.sorted(),
      inputs: flow.inputs.sorted().map { name in
        let provider = dataFlow.provider(of: name, for: unit).map { outline.units[$0].name }
        return StepInput(name: name, provider: provider ?? "")
      },
      outputs: flow.outputs.sorted(), parameters: flow.parameters.sorted(), metrics: flow.metrics,
      configuration: definition.isNotebook
        ? StepConfiguration() : tags[definition.definition].configuration,
      blocks: blocks("step:" + definition.name, definition.cells))
  }

  /// The name of the step that passes a name to a unit. Each input has one, since an ancestor provides it.
  package func providerName(of name: String, for unit: UnitIndex) -> String {
    flow.provider(of: name, for: unit).map { outline.units[$0].name } ?? ""
  }

  /// The code of all cells of a tag.
  private func blocks(_ tag: String, _ cells: [CellIndex]) -> [CodeBlock] {
    cells.enumerated().map { index, cell in
      CodeBlock(
        tag: tag, number: index + 1, of: cells.count, cell: cell, source: notebook.cells[cell].source.string)
    }
  }

  /// The cells of all blocks: what belongs to no step.
  private var cellsOfBlocks: [CellIndex] {
    outline.assignments.indices.filter {
      if case .block = outline.assignments[$0] { true } else { false }
    }
  }

  private func requirements(in cells: [CellIndex]) -> [Requirement] {
    cells.flatMap { facts[$0].requirementComments.flatMap(\.entries).compactMap(\.requirement) }
  }
}
