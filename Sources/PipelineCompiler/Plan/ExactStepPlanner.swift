import KaleAnalysis
import NotebookModel

/// Plans what the steps of one notebook have on the exact runtime alone: the states that they start from, the shared code
/// that they need, and the files that travel with them.
struct ExactStepPlanner {
  private var states: StatePlanner
  private let needed: NeededSharedCode
  /// Whether all steps have all shared code and install the same packages.
  private let isSameEverywhere: Bool
  private let sharedBlocks: [CodeBlock]
  private let files: [ShippedFiles.File]
  /// The name of the function that returns the files. Each notebook has its own.
  private var filesFunctionName = ShippedFilesFunction.name
  /// The function that returns the files, the same for all steps.
  private lazy var filesFunction = AdditionalFunction(
    name: filesFunctionName, source: ShippedFilesFunction(files, name: filesFunctionName).source)
  /// What passes the files to steps that have no room for the function.
  private lazy var filesVariables = ShippedFilesVariables.variables(for: files)

  /// Creates a planner for the steps of a pipeline.
  ///
  /// - Parameters:
  ///   - pipeline: The pipeline.
  ///   - notebook: The notebook's file name.
  ///   - isEmbedded: Whether the pipeline is inside another.
  ///   - passedOut: The steps whose values go to the pipeline around this one.
  init(_ pipeline: Pipeline, notebook: String, isEmbedded: Bool, passedOut: Set<String>) {
    states = StatePlanner(pipeline, notebook: notebook, passedOut: passedOut)
    needed = NeededSharedCode(of: pipeline, isEmbedded: isEmbedded)
    isSameEverywhere = pipeline.configuration.packages.scope == .notebook
    sharedBlocks = pipeline.sharedBlocks
    files = pipeline.files
  }

  /// Takes the name of the pipeline's Python function, if the pipeline is inside another.
  mutating func take(pipelineFunction name: String) {
    filesFunctionName = "\(ShippedFilesFunction.name)_of_\(name)"
  }

  /// Plans the state of a unit, once all are planned that it runs after.
  mutating func state(of unit: Step) -> ExactState {
    var state = states.state(of: unit)
    state.isFollowedByReaderOfAnyName = needed.isFollowedByReaderOfAnyName(unit)
    return state
  }

  /// Returns the shared code of a step, and what the step with it imports.
  func sharedCode(of step: Step) -> (blocks: [CodeBlock], imports: [String]) {
    if isSameEverywhere { return (sharedBlocks, step.imports) }
    let code = needed.code(of: step)
    return (code.blocks, code.imports)
  }

  /// Adds what a step's program needs besides its own function: the runtime, and the files.
  ///
  /// - Parameter step: The step, without what it needs besides its function.
  /// - Throws: That the program is too large.
  mutating func complete(_ step: inout PlannedStep) throws(PipelineCompilerError) {
    step.additionalFunctions = [ExactRuntime.additionalFunction]
    let size = step.source.utf8.count + ExactRuntime.additionalFunction.source.utf8.count
    if size > Self.programLimit { throw .stepTooLarge(step.name, bytes: size) }
    if files.isEmpty { return }
    if size + filesFunction.source.utf8.count <= Self.programLimit {
      step.additionalFunctions.append(filesFunction)
      step.exactState?.filesFunction = filesFunction.name
    } else {
      step.settings.environment += filesVariables
    }
  }

  /// Linux limits an argument of a program to so many bytes, and KFP passes the whole program of a step as one.
  static let argumentLimit = 131_071
  /// The rest is for KFP's imports and the step's parameters, which are not known yet.
  private static let programLimit = argumentLimit - 3_000
}
