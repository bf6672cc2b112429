/// Why a pipeline cannot be compiled.
///
/// A pipeline made from a notebook that `check` finds free of errors gives none of these but the first two. The compiler
/// checks all the same, since names become Python and Kubernetes names as they are and nothing else keeps them in place.
package enum PipelineCompilerError: Error, Sendable, Equatable {
  case noSteps
  /// What the unit of this name stands for, another notebook, is not known.
  case notebookNotRead(String)
  /// A notebook inside of notebooks, too many of them.
  case nestedTooDeep(String)
  /// KFP does not accept this name for a pipeline.
  case invalidPipelineName(String)
  /// A step's name is not a valid Python or Kubernetes name.
  case invalidStepName(String)
  /// Two steps have this name.
  case duplicateStep(String)
  /// A variable, parameter or metric that is not a Python name.
  case invalidVariableName(String, step: String?)
  /// `previous` is not among the steps before `step`.
  case previousStepNotInFront(step: String, previous: String)
  /// `provider` is not a step before `step` that hands `name` on.
  case inputNotProvided(step: String, name: String, provider: String)
  /// The default is infinite or not a number, which a pipeline spec cannot say.
  case parameterNotFinite(String)
  /// An accelerator limit has to be a whole number, from 0 on.
  case invalidAcceleratorLimit(step: String, resource: String, value: String)
  /// The amount of CPU or memory is none that KFP takes.
  case invalidResourceAmount(step: String, resource: String, value: String)
  /// A claim that the pipeline is to make asks for no storage.
  case volumeWithoutSize(String)
  /// An address of packages that would not stay one word of the command that installs them.
  case unusablePackageIndex(String)
  /// Two volumes would set the same environment variable.
  case volumeVariableClash(variable: String, volumes: [String])
  /// A step's program, with the runtime, is longer than Linux lets an argument of a program be.
  case stepTooLarge(String, bytes: Int)
  /// A user or group id is below 0.
  case negativeSecurityIdentifier(Int)
}

extension PipelineCompilerError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .noSteps:
      "The notebook has no steps. Tag a code cell `step:NAME`."
    case .stepTooLarge(let name, let bytes):
      "The program of step `\(name)` has \(bytes) bytes; Linux allows \(ExactStepPlanner.argumentLimit). Split the step, move "
        + "code to a module in the notebook's folder, or use `--runtime kale`."
    case .notebookNotRead(let name):
      "The referenced notebook `\(name)` could not be read. References are followed up to eight levels deep, "
        + "counted from the notebook that is compiled."
    case .nestedTooDeep(let name):
      "The notebook `\(name)` is nested more than \(PipelinePlanner.maximumDepth) levels deep. Refer to it from a "
        + "notebook closer to the root."
    case .invalidPipelineName(""):
      "The pipeline has no name. Set `pipeline_name` in the notebook's Kale configuration."
    case .invalidPipelineName(let name):
      "`\(name)` is not a valid pipeline name. Use at most 128 lowercase letters, digits and `-`, and do not start with `-`."
    case .invalidStepName(let name):
      "`\(name)` is not a valid step name. Use lowercase letters, digits and `_`, and do not start with a digit."
    case .duplicateStep(let name):
      "Two steps are named `\(name)`."
    case .invalidVariableName(let name, let step):
      "`\(name)`\(step.map { " in step `\($0)`" } ?? "") is not a valid Python name."
    case .previousStepNotInFront(let step, let previous):
      "Step `\(step)` depends on `\(previous)`, which is not an earlier step."
    case .inputNotProvided(let step, let name, let provider):
      "Step `\(step)` uses `\(name)` from `\(provider)`, which does not output it."
    case .parameterNotFinite(let name):
      "The default value of pipeline parameter `\(name)` is not a finite number."
    case .invalidAcceleratorLimit(let step, let resource, let value):
      "The limit `\(resource)` of step `\(step)` must be an integer, 0 or greater, got `\(value)`."
    case .invalidResourceAmount(let step, let resource, let value):
      "`\(value)` is not a valid quantity for `\(resource)` in step `\(step)`."
    case .volumeWithoutSize(let name):
      "Volume `\(name)` is created by the pipeline but has no size."
    case .unusablePackageIndex(let address):
      "`\(address)` is not a valid package index or host. Check the environment variables KALE_PIP_INDEX_URLS, "
        + "KALE_PYPI_PROD_URL, PIP_INDEX_URL and the like."
    case .volumeVariableClash(let variable, let volumes):
      "Volumes \(volumes.map { "`\($0)`" }.joined(separator: " and ")) set the same environment variable `\(variable)`."
    case .negativeSecurityIdentifier(let identifier):
      "User and group IDs in the security context must be 0 or greater, got `\(identifier)`."
    }
  }
}
