/// Calls that return parts of what they are called with, not copies.
public enum PartTable {
  /// Methods that return parts of their object.
  public static let methods: Set<String> = ["items", "values"]

  /// Functions that return one of the elements of their only argument.
  public static let pickers: Set<String> = ["max", "min", "next"]

  /// Methods that return several objects, which are worth knowing by who made them.
  static let makers: Set<String> = ["subplots"]

  /// Functions that return the elements of their arguments.
  public static let functions: Set<String> = [
    "enumerate", "filter", "iter", "list", "reversed", "sorted", "tuple", "zip",
  ]
}
