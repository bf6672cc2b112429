import KaleAnalysis

/// Compares pipelines, and those of notebooks inside.
struct PipelineComparer {
  /// For each step of the old and the new pipeline the packages that it installs; nil if they are not compared.
  var packages: (old: [String: [String]], new: [String: [String]])?
  /// What the names of steps begin with in `packages`.
  private var oldPrefix = ""
  private var newPrefix = ""

  init(packages: (old: [String: [String]], new: [String: [String]])?) { self.packages = packages }

  /// Compares two pipelines.
  func compare(_ old: Pipeline, _ new: Pipeline) -> PipelineDifference {
    let matching = StepMatching(old.steps, new.steps)
    let oldSteps = Dictionary(old.steps.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    var steps = new.steps.map { step in
      guard let before = matching.oldNames[step.name].flatMap({ oldSteps[$0] }) else {
        return whole(step, .added)
      }
      return compare(before, step, matching)
    }
    steps += old.steps.filter { matching.newNames[$0.name] == nil }.map { whole($0, .removed) }
    return PipelineDifference(
      settings: PipelineSettings(old).differences(to: PipelineSettings(new)),
      parameters: Self.parameters(old, new), sharedCode: Self.sharedCode(old, new),
      steps: steps.filter { !$0.isEmpty })
  }

  // MARK: - Steps

  /// What a step is that only one of the pipelines has.
  private func whole(_ step: Step, _ kind: StepDifference.Kind) -> StepDifference {
    let (nothing, own) = (StepFacts(), facts(of: step, isOld: kind == .removed))
    let code = Self.code(of: step)
    return StepDifference(
      kind: kind, name: step.name,
      differences: kind == .added ? nothing.differences(to: own) : own.differences(to: nothing),
      code: kind == .added ? LineDifference("", code) : LineDifference(code, ""), notebook: [])
  }

  private func compare(_ old: Step, _ new: Step, _ matching: StepMatching) -> StepDifference {
    var before = facts(of: old, isOld: true)
    // A step that has another name now is the same.
    before.rename(matching.newNames)
    var notebook: [PipelineDifference] = []
    if let oldInside = old.notebook?.pipeline, let newInside = new.notebook?.pipeline {
      var inside = self
      inside.oldPrefix += old.name + "/"
      inside.newPrefix += new.name + "/"
      notebook = [inside.compare(oldInside, newInside)]
    }
    return StepDifference(
      kind: old.name == new.name ? .changed : .renamed, name: new.name,
      oldName: old.name == new.name ? nil : old.name,
      differences: before.differences(to: facts(of: new, isOld: false)),
      code: LineDifference(Self.code(of: old), Self.code(of: new)), notebook: notebook)
  }

  private func facts(of step: Step, isOld: Bool) -> StepFacts {
    let installed = packages.flatMap {
      isOld ? $0.old[oldPrefix + step.name] : $0.new[newPrefix + step.name]
    }
    return StepFacts(step, packages: installed ?? [])
  }

  private static func code(of step: Step) -> String { step.blocks.map(\.source).joined(separator: "\n") }

  // MARK: - The whole

  private static func parameters(_ old: Pipeline, _ new: Pipeline) -> [Difference] {
    func values(_ pipeline: Pipeline) -> [String: String] {
      Dictionary(
        pipeline.parameters.map { ($0.name, $0.value.pythonSource) }, uniquingKeysWith: { first, _ in first })
    }
    let (before, after) = (values(old), values(new))
    return Set(before.keys).union(after.keys).sorted().compactMap {
      Difference($0, before[$0], after[$0])
    }
  }

  private static func sharedCode(_ old: Pipeline, _ new: Pipeline) -> [(tag: String, code: LineDifference)] {
    func code(_ pipeline: Pipeline, _ tag: String) -> String {
      pipeline.sharedBlocks.filter { $0.tag == tag }.map(\.source).joined(separator: "\n")
    }
    var seen: Set<String> = []
    let tags = (new.sharedBlocks + old.sharedBlocks).map(\.tag).filter { seen.insert($0).inserted }
    return tags.compactMap { tag in
      let difference = LineDifference(code(old, tag), code(new, tag))
      return difference.isEmpty ? nil : (tag, difference)
    }
  }
}
