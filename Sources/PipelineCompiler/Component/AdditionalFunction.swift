/// A Python function of the script that the functions of components call.
struct AdditionalFunction {
  var name: String
  var source: String
}
