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
    "add_edge",
    "add_edges_from",
    "add_module",
    "add_node",
    "add_nodes_from",
    "add_weighted_edges_from",
    "compile",
    "fill",
    "fit",
    "fit_transform",
    "load_state_dict",
    "load_weights",
    "partial_fit",
    "put",
    "put_nowait",
    "putalpha",
    "putdata",
    "putpixel",
    "register_buffer",
    "remove_edge",
    "remove_edges_from",
    "remove_node",
    "remove_nodes_from",
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
