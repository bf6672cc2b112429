/// Calls that return parts of what they are called with, not copies.
public enum PartTable {
  /// Methods that return parts of their object.
  public static let methods: Set<String> = ["find_all", "findall", "items", "iter", "iterfind", "values"]

  /// Methods of dictionaries that return views, which show what happens to the dictionary.
  public static let views: Set<String> = ["items", "keys", "values"]

  /// Classes of containers.
  public static let containers: Set<String> = [
    "Counter", "OrderedDict", "WeakSet", "WeakValueDictionary", "defaultdict", "deque", "dict", "list", "set",
  ]

  /// Methods of strings that return lists of strings.
  public static let splitters: Set<String> = ["rsplit", "split", "splitlines"]

  /// Functions that return one of the elements of their only argument.
  public static let pickers: Set<String> = ["max", "min", "next"]

  /// Methods that return several objects, which are worth knowing by who made them.
  static let makers: Set<String> = ["subplots"]

  /// Functions that return the elements of their arguments.
  public static let functions: Set<String> = [
    "enumerate", "filter", "iter", "list", "reversed", "sorted", "tuple", "zip",
  ]

  /// Those that return an iterator.
  public static let iteratorMakers: Set<String> = ["enumerate", "filter", "iter", "reversed", "zip"]

  /// Functions that go through their argument and return none of its elements.
  public static let collectors: Set<String> = ["all", "any", "dict", "frozenset", "map", "set", "sum"]
}
