import PythonSyntax

/// The part of a pipeline's shared code that each step needs.
///
/// Left out of a step are imports and definitions of functions and classes that do nothing but bind names, where neither
/// the step, nor the rest of the shared code, nor a value that may reach the step can use these names. Where code may read
/// names that it does not mention, nothing is left out.
package struct NeededSharedCode {
  private let pipeline: Pipeline
  private let shared: SharedCode
  private var steps: [StepCode] = []
  /// For each step the names that values may use which it and the steps before it define.
  private var carried: [CarriedUses] = []
  /// For each step the parts of the shared code that it needs; nil for all.
  private var needed: [[Bool]?] = []
  private var places: [String: Int] = [:]
  /// Whether code binds names where nobody sees it: functions assign to global names, which steps that call others of them
  /// read without mentioning them, or text is run as code.
  private var bindsUnseenNames: Bool
  /// How many steps precede the last one that may read names which its code does not mention.
  private var countBeforeReaderOfAnyName = 0

  /// Reads the code of a pipeline.
  ///
  /// - Parameters:
  ///   - pipeline: The pipeline, whose steps are in an order in which they can run.
  ///   - isEmbedded: Whether it is part of another pipeline, whose values may use any name.
  package init(of pipeline: Pipeline, isEmbedded: Bool = false) {
    self.pipeline = pipeline
    shared = SharedCode(pipeline)
    bindsUnseenNames = shared.blocks.contains { $0.facts.bindsUnseenNames }
    for step in pipeline.steps {
      let code = StepCode(step, after: shared)
      var before = CarriedUses(count: shared.names.count)
      before.isOpen = isEmbedded
      for name in Set(step.previous + step.inputs.map(\.provider)) {
        guard let place = places[name] else {
          before.isOpen = true
          continue
        }
        before.formUnion(carried[place])
      }
      places[step.name] = steps.count
      if code.isOpen { countBeforeReaderOfAnyName = steps.count }
      bindsUnseenNames = bindsUnseenNames || code.bindsUnseenNames
      steps.append(code)
      let needed = before.isOpen || code.isOpen ? nil : Self.parts(of: shared, for: code, before)
      self.needed.append(needed)
      before.formUnion(code.carried)
      before.isOpen = before.isOpen || needed == nil
      carried.append(before)
    }
  }

  /// Returns the shared code of a step: all of it where nothing is known of the step.
  package func code(of step: Step) -> SharedCodeOfStep {
    let all = SharedCodeOfStep(blocks: pipeline.sharedBlocks, imports: step.imports, leftOut: [])
    guard let place = places[step.name], let needed = needed[place] else { return all }
    return SharedCodeOfStep(
      blocks: shared.blocks.indices.map { shared.block($0, keeping: needed) },
      imports: KeptPackages(shared, needed, steps[place]).imports(of: step, in: pipeline),
      leftOut: shared.leftOut(keeping: needed))
  }

  /// Returns whether a later step may read names that its code does not mention.
  package func isFollowedByReaderOfAnyName(_ step: Step) -> Bool {
    guard let place = places[step.name] else { return true }
    return shared.always.isOpen || bindsUnseenNames || place < countBeforeReaderOfAnyName
  }

  /// The parts of the shared code that a step needs; nil where it may need any.
  private static func parts(of shared: SharedCode, for step: StepCode, _ carried: CarriedUses) -> [Bool]? {
    var search = shared.always
    for name in step.names { search.add(name) }
    carried.forEachName { search.add($0) }
    for path in step.importedPaths { search.addModules(below: path, in: shared) }
    search.run(in: shared)
    return search.isOpen ? nil : search.parts
  }
}

extension CellFacts {
  /// Whether code binds names at module level that no step is said to pass on: names that its bindings do not have, and
  /// those of Python's builtins.
  var bindsUnseenNames: Bool {
    !globalBindings.isEmpty || !openings.isEmpty
      || bindings.contains { BuiltinNames.python.contains($0.name) }
  }
}

/// The shared code of one step.
package struct SharedCodeOfStep: Sendable, Equatable {
  /// The blocks of the pipeline, each with as many lines as the notebook's cell. A comment says what is left out.
  package var blocks: [CodeBlock]
  /// What the step's own cells and these blocks import, in the form of `Step.imports`. With it are packages of imports that
  /// are left out, where a library may use them without an import in the notebook.
  package var imports: [String]
  /// A description of each import and definition that is left out.
  package var leftOut: [String]
}
