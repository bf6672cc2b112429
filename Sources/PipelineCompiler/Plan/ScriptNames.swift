import KaleAnalysis

/// Gives the functions of a DSL script their names, each its own in the whole script, and KFP's names for the same.
///
/// KFP names a component, its task and its executor after the function, and numbers those whose names are equal as it
/// meets them. It does that one pipeline at a time, in no order to count on where pipelines are nested, and at times
/// gives two steps one executor. Functions that are numbered from the start never get so far. `fit_step` of a second
/// notebook is `fit_step_2`, component and executor as KFP would call them.
struct ScriptNames {
  private var functions: Set<String> = [PipelinePlan.rootFunction]
  private var tasks: Set<String> = []
  private var claimCount = 0
  /// The last number that a name was given.
  private var numbers: [String: Int] = [:]

  /// The name of a step's function, and of its task.
  mutating func names(ofStep name: String) -> (function: String, task: String) {
    let wanted = "\(name)_step"
    let fitted = KubernetesName.fitted(wanted)
    let number = number(of: fitted, among: tasks, separator: "-")
    let task = Self.numbered(fitted, number, separator: "-")
    tasks.insert(task)
    return (Self.numbered(wanted, number, separator: "_"), task)
  }

  /// The name of the function that is another notebook's pipeline, of the class for what it hands on, and the
  /// pipeline's own, which KFP makes the task's.
  mutating func names(
    ofNotebook name: String, pipeline: String
  ) -> (function: String, outputs: String, pipeline: String) {
    let wantedTask = KubernetesName.fitted(pipeline)
    // KFP has these names, numbered, for the tasks that make and delete claims.
    let isClaims = ["createpvc", "deletepvc"].contains { wantedTask.hasPrefix($0) }
    let fitted = isClaims ? "notebook-" + wantedTask : wantedTask
    let task = Self.numbered(fitted, number(of: fitted, among: tasks, separator: "-"), separator: "-")
    tasks.insert(task)
    let wanted = "\(name)_pipeline"
    let function = Self.numbered(
      wanted, number(of: wanted, among: functions, separator: "_"), separator: "_")
    functions.insert(function)
    let words = name.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }
    let wantedClass = words.joined() + "Outputs"
    let outputs = Self.numbered(
      wantedClass, number(of: wantedClass, among: functions, separator: ""), separator: "")
    functions.insert(outputs)
    return (function, outputs, task)
  }

  /// The names of the tasks that make and delete a claim, and the Python variable for its name. KFP has one function for
  /// each of the tasks, and numbers them as it meets them.
  mutating func namesOfClaim() -> (making: String, deleting: String, variable: String) {
    claimCount += 1
    return (
      Self.numbered("createpvc", claimCount, separator: "-"),
      Self.numbered("deletepvc", claimCount, separator: "-"), "claim\(claimCount)"
    )
  }

  /// The number that makes a name one that is not taken.
  private mutating func number(of wanted: String, among taken: Set<String>, separator: String) -> Int {
    var number = numbers[wanted, default: 0]
    repeat { number += 1 } while taken.contains(Self.numbered(wanted, number, separator: separator))
    numbers[wanted] = number
    return number
  }

  private static func numbered(_ name: String, _ number: Int, separator: String) -> String {
    number == 1 ? name : "\(name)\(separator)\(number)"
  }
}
