/// What the exact runtime needs to know of a step besides its values and code.
struct ExactState {
  /// The notebook's file name.
  var notebook: String
  /// The step's place among the steps of its notebook, in the order of the notebook, from 1.
  var order: Int
  /// Name of the artifact for the state that the step leaves.
  var artifact: String
  /// The states that it starts from: the steps that left them, and the component's inputs for them.
  var inputs: [(step: String, artifact: String)]
  /// Variables that it takes from another notebook.
  var outside: [String]
  /// Name of the function that returns the files which the step gets; nil if it gets none, or by environment variables.
  var filesFunction: String?
  /// Whether a later step may read names that its code does not mention.
  var isFollowedByReaderOfAnyName = false
  /// Whether values of the step go to another notebook, whose shared cells are others.
  var crossesBorder: Bool
}
