/// Objects of libraries that hold other objects, so that to change one is to change the others.
enum HolderTable {
  /// Classes and functions whose result holds their arguments.
  static let names: Set<String> = [
    "ChainMap", "DictReader", "DictWriter", "Draw", "FeatureUnion", "make_pipeline", "make_union",
    "MappingProxyType", "MemoryHandler", "partial", "Pipeline", "QueueHandler", "reader", "SimpleNamespace",
    "StreamHandler", "TextIOWrapper", "writer",
  ]

  /// Of these, those that only hold their first argument: what a CSV writer writes is no change of its field names.
  static let firstOnly: Set<String> = [
    "DictReader", "DictWriter", "reader", "StreamHandler", "TextIOWrapper", "writer",
  ]

  /// Modules whose classes do.
  static let modules = ["torch.optim.", "torch.nn."]

  /// Methods that return parts of their object.
  static let partMethods: Set<String> = [
    "named_parameters", "parameters", "ravel", "reshape", "setdefault", "squeeze", "state_dict", "swapaxes",
    "transpose", "view",
  ]
}
