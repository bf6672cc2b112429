/// Modules that have a function or class of their own name, which is not the module.
package enum NamesakeTable {
  /// By the name of the module: the attributes that only the function or class has. It alone can be called.
  package static let attributes: [String: Set<String>] = [
    "copy": [],
    "datetime": [
      "combine", "fromisocalendar", "fromisoformat", "fromordinal", "fromtimestamp", "max", "min", "now",
      "strptime", "today", "utcfromtimestamp", "utcnow",
    ],
    "getpass": [],
    "glob": [],
    "pprint": [],
    "random": [],
    "time": [],
    "tqdm": ["pandas", "write"],
  ]
}
