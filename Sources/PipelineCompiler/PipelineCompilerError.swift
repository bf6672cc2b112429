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
  case invalidPipelineName(String)
  case invalidStepName(String)
  case duplicateStep(String)
  /// A variable, parameter or metric that is not a Python name.
  case invalidVariableName(String, step: String?)
  /// `previous` is not among the steps in front of `step`.
  case previousStepNotInFront(step: String, previous: String)
  /// `provider` is not a step in front of `step` that hands `name` on.
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
  /// A user or group id is below 0.
  case negativeSecurityIdentifier(Int)
}

extension PipelineCompilerError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .noSteps:
      "The notebook has no steps. Tag a code cell with `step:` and a name."
    case .notebookNotRead(let name):
      "The notebook `\(name)`, which the pipeline includes, could not be read. Notebooks are read up to eight "
        + "references away from the one that is compiled."
    case .nestedTooDeep(let name):
      "The notebook `\(name)` is inside of more than \(PipelinePlanner.maximumDepth) others. Refer to it from one "
        + "further up."
    case .invalidPipelineName(let name):
      "`\(name)` is no pipeline name: up to 128 lower-case letters, digits and dashes, the first no dash."
    case .invalidStepName(let name):
      "`\(name)` is no step name: lower-case letters, digits and underscores, the first no digit."
    case .duplicateStep(let name):
      "There are two steps named `\(name)`."
    case .invalidVariableName(let name, let step):
      "`\(name)`\(step.map { " of step `\($0)`" } ?? "") is no Python name."
    case .previousStepNotInFront(let step, let previous):
      "Step `\(step)` runs after `\(previous)`, which is no step in front of it."
    case .inputNotProvided(let step, let name, let provider):
      "Step `\(step)` takes `\(name)` from `\(provider)`, which does not hand it on."
    case .parameterNotFinite(let name):
      "The default of the pipeline parameter `\(name)` is not a finite number."
    case .invalidAcceleratorLimit(let step, let resource, let value):
      "Step `\(step)` asks for `\(value)` of `\(resource)`; it has to be a whole number, from 0 on."
    case .invalidResourceAmount(let step, let resource, let value):
      "Step `\(step)` asks for `\(value)` of `\(resource)`, which KFP does not take for an amount of it."
    case .volumeWithoutSize(let name):
      "Volume `\(name)` is to be made by the pipeline and has no size."
    case .unusablePackageIndex(let address):
      "`\(address)` cannot be where steps get their packages from: it is no plain address. See the environment variables "
        + "KALE_PIP_INDEX_URLS, KALE_PYPI_PROD_URL, PIP_INDEX_URL and the like."
    case .volumeVariableClash(let variable, let volumes):
      "Volumes \(volumes.map { "`\($0)`" }.joined(separator: " and ")) would both be seen as `\(variable)`."
    case .negativeSecurityIdentifier(let identifier):
      "The security context has `\(identifier)` for a user or group id, which is below 0."
    }
  }
}
