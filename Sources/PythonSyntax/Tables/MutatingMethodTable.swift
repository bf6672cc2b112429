/// Methods that change their object, by how sure it is that they do.
enum MutatingMethodTable {
  /// Of lists, sets, dictionaries and deques, and of what is made like them.
  static let certain: [String] = [
    "append",
    "appendleft",
    "clear",
    "difference_update",
    "discard",
    "extend",
    "extendleft",
    "insert",
    "intersection_update",
    "pop",
    "popitem",
    "popleft",
    "remove",
    "reverse",
    "setdefault",
    "sort",
    "symmetric_difference_update",
    "update",
  ]

  /// `add` of sets and Keras models, but not of tensors; what trains a model, fills an array or a queue.
  static let likely: [String] = [
    "add",
    "add_column",
    "add_module",
    "compile",
    "fill",
    "fit",
    "fit_transform",
    "load_state_dict",
    "load_weights",
    "partial_fit",
    "put",
    "put_nowait",
    "register_buffer",
    "resize",
    "rotate",
    "set_params",
    "set_weights",
    "setflags",
    "subtract",
  ]

  /// Of models and optimizers, where it hardly matters.
  static let arguable: [String] = [
    "backward",
    "eval",
    "step",
    "train",
    "zero_grad",
  ]
}
