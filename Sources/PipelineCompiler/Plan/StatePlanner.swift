import KaleAnalysis

/// Works out which states the steps of a pipeline start from on the exact runtime.
///
/// A step starts from what all steps have left that it runs directly after. A reference to another notebook has no state
/// of its own, as that notebook has other names: what runs after it starts from what the reference runs after.
struct StatePlanner {
  private let notebook: String
  /// The place of each step in the notebook, from 1.
  private let places: [String: Int]
  /// Steps whose values go to another notebook.
  private let stepsAtBorder: Set<String>
  /// Names of the references to other notebooks.
  private let references: Set<String>
  /// For each unit planned so far the steps that leave the state after it, in the order of the notebook.
  private var sources: [String: [String]] = [:]

  /// Creates a planner for the steps of a pipeline.
  ///
  /// - Parameters:
  ///   - pipeline: The pipeline.
  ///   - notebook: The notebook's file name.
  ///   - passedOut: The steps whose values go to the pipeline around this one.
  init(_ pipeline: Pipeline, notebook: String, passedOut: Set<String>) {
    self.notebook = notebook
    let steps = pipeline.steps.filter { $0.notebook == nil }
      .map { (cell: $0.cells.first?.number ?? 0, name: $0.name) }.sorted { $0 < $1 }
    places = Dictionary(steps.enumerated().map { ($1.name, $0 + 1) }) { first, _ in first }
    let references = pipeline.steps.filter { $0.notebook != nil }
    stepsAtBorder = passedOut.union(references.flatMap { $0.inputs.map(\.provider) })
    self.references = Set(references.map(\.name))
  }

  /// Plans a unit, once all are planned that it runs after.
  mutating func state(of unit: Step) -> ExactState {
    let before = Set((unit.previous + unit.inputs.map(\.provider)).flatMap { sources[$0] ?? [] })
      .sorted { places[$0, default: 0] < places[$1, default: 0] }
    sources[unit.name] = unit.notebook == nil ? [unit.name] : before
    return ExactState(
      notebook: notebook, order: places[unit.name, default: 0], artifact: Self.output(of: unit.name),
      inputs: before.map { ($0, Self.input(from: $0)) },
      outside: unit.inputs.filter { $0.provider.isEmpty || references.contains($0.provider) }.map(\.name),
      crossesBorder: stepsAtBorder.contains(unit.name))
  }

  /// Name of the artifact for the state that a step leaves. KFP wants a letter in front.
  static func output(of step: String) -> String { (step.hasPrefix("_") ? "step" : "") + step + "_state" }

  /// Name of a component's input for the state that a step has left.
  private static func input(from step: String) -> String { output(of: step) }
}
