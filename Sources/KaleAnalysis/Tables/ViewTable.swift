/// What libraries return that shows parts of an object, so that to change one is to change the other.
enum ViewTable {
  /// Functions whose result is a view of their first argument, an array, or consists of views of it.
  static let functions: Set<String> = [
    "numpy.array_split",
    "numpy.asanyarray",
    "numpy.asarray",
    "numpy.ascontiguousarray",
    "numpy.asfortranarray",
    "numpy.atleast_1d",
    "numpy.atleast_2d",
    "numpy.atleast_3d",
    "numpy.diagonal",
    "numpy.dsplit",
    "numpy.expand_dims",
    "numpy.flip",
    "numpy.fliplr",
    "numpy.flipud",
    "numpy.hsplit",
    "numpy.imag",
    "numpy.lib.stride_tricks.as_strided",
    "numpy.lib.stride_tricks.sliding_window_view",
    "numpy.ma.array",
    "numpy.ma.masked_array",
    "numpy.matrix_transpose",
    "numpy.moveaxis",
    "numpy.nditer",
    "numpy.permute_dims",
    "numpy.ravel",
    "numpy.real",
    "numpy.require",
    "numpy.reshape",
    "numpy.rollaxis",
    "numpy.rot90",
    "numpy.split",
    "numpy.squeeze",
    "numpy.swapaxes",
    "numpy.transpose",
    "numpy.unstack",
    "numpy.vsplit",
    "torch.as_tensor",
    "torch.chunk",
    "torch.diagonal",
    "torch.flatten",
    "torch.from_numpy",
    "torch.narrow",
    "torch.permute",
    "torch.reshape",
    "torch.select",
    "torch.split",
    "torch.squeeze",
    "torch.swapaxes",
    "torch.t",
    "torch.transpose",
    "torch.unbind",
    "torch.unsqueeze",
  ]

  /// Functions that return a view of their first argument with `copy=False`.
  static let functionsThatMayCopy: Set<String> = tables.union(["numpy.array"])

  /// Those that make tables.
  static let tables: Set<String> = ["pandas.DataFrame", "pandas.Series"]

  /// By the library of an object, methods that return parts of it.
  static let methods: [String: Set<String>] = [
    "bs4": [
      "find", "find_all", "find_all_next", "find_all_previous", "find_next", "find_next_sibling",
      "find_next_siblings", "find_parent", "find_parents", "find_previous", "find_previous_sibling",
      "find_previous_siblings", "select", "select_one",
    ],
    "networkx": ["get_edge_data"],
    "numpy": ["diagonal"],
  ]

  /// Methods of tables whose result reads the table only when it is asked for something.
  static let groupers: Set<String> = ["ewm", "expanding", "groupby", "resample", "rolling"]

  /// By the library of an object, attributes and methods that show all of it, and what becomes of it.
  static let wholes: [String: Set<String>] = [
    "networkx": [
      "adj", "adjacency", "degree", "edge_subgraph", "edges", "in_degree", "in_edges", "nodes", "out_degree",
      "out_edges", "pred", "subgraph", "succ",
    ]
  ]

  /// Attributes of arrays and tables that say something about them, and do not change with them.
  static let facts: Set<String> = [
    "dtype", "dtypes", "empty", "itemsize", "nbytes", "ndim", "shape", "size", "strides",
  ]

  /// Attributes of tables that hold their labels: a table that gets more of them has others.
  static let labels: Set<String> = ["axes", "columns", "index"]

  /// By the library of an object, attributes and methods that give a string or a number, and no part of it.
  static let texts: [String: Set<String>] = [
    "bs4": [
      "decode", "encode", "get", "get_text", "getText", "has_attr", "name", "prettify", "string", "strings",
      "stripped_strings", "text",
    ],
    "xml": ["findtext", "get", "itertext", "tag", "tail", "text"],
  ]
}
