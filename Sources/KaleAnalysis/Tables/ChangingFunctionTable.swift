/// Functions of libraries that change what they are given.
enum ChangingFunctionTable {
  /// Functions that change their first argument, but for those of PyTorch, whose names say it.
  static let functions: Set<String> = [
    "bisect.insort",
    "bisect.insort_left",
    "bisect.insort_right",
    "builtins.delattr",
    "builtins.next",
    "builtins.setattr",
    "cv2.arrowedLine",
    "cv2.circle",
    "cv2.drawContours",
    "cv2.drawMarker",
    "cv2.ellipse",
    "cv2.fillConvexPoly",
    "cv2.fillPoly",
    "cv2.floodFill",
    "cv2.line",
    "cv2.polylines",
    "cv2.putText",
    "cv2.rectangle",
    "heapq.heapify",
    "heapq.heappop",
    "heapq.heappush",
    "heapq.heappushpop",
    "heapq.heapreplace",
    "matplotlib.artist.setp",
    "matplotlib.pyplot.setp",
    "networkx.add_cycle",
    "networkx.add_path",
    "networkx.add_star",
    "networkx.set_edge_attributes",
    "networkx.set_node_attributes",
    "numpy.add.at",
    "numpy.copyto",
    "numpy.divide.at",
    "numpy.fill_diagonal",
    "numpy.maximum.at",
    "numpy.minimum.at",
    "numpy.multiply.at",
    "numpy.place",
    "numpy.put",
    "numpy.put_along_axis",
    "numpy.putmask",
    "numpy.random.shuffle",
    "numpy.subtract.at",
    "operator.delitem",
    "operator.iadd",
    "operator.iand",
    "operator.iconcat",
    "operator.ifloordiv",
    "operator.ilshift",
    "operator.imatmul",
    "operator.imod",
    "operator.imul",
    "operator.ior",
    "operator.ipow",
    "operator.irshift",
    "operator.isub",
    "operator.itruediv",
    "operator.ixor",
    "operator.setitem",
    "random.shuffle",
    "xml.etree.ElementTree.indent",
    "xml.etree.ElementTree.SubElement",
  ]

  /// Functions that change their first argument unless they are told to copy it: `copy=False`.
  static let withoutCopy: Set<String> = ["networkx.relabel_nodes", "numpy.nan_to_num"]

  /// By the library of an object, methods that change it, and whose names say nothing of it in other libraries.
  static let methods: [String: Set<String>] = [
    "bs4": [
      "decompose", "extract", "insert_after", "insert_before", "replace_with", "smooth", "unwrap", "wrap",
    ],
    "configparser": ["set"],
    "contextvars": ["reset", "set"],
    "csv": ["writeheader", "writerow", "writerows"],
    "networkx": ["clear_edges"],
    "numpy": ["partition", "set_fill_value", "setfield", "spawn"],
    "pandas": ["isetitem"],
    "PIL": ["alpha_composite", "frombytes"],
    "queue": ["get", "get_nowait", "put_nowait", "task_done"],
    "scipy": ["set_bandwidth"],
    "threading": ["acquire", "clear", "release", "set"],
    "xml": ["set"],
  ]

  /// What makes objects whose methods change them and what they hold, but for those that begin with `text`.
  static let drawers: Set<String> = ["PIL.ImageDraw.Draw"]

  /// What makes objects that change when a library reads or writes them: files in memory.
  static let consumed: Set<String> = [
    "io.BytesIO",
    "io.StringIO",
    "io.TextIOWrapper",
  ]

  /// Methods of files in memory that leave them as they are; reading moves the place to read from.
  static let bufferGetters: Set<String> = [
    "fileno",
    "getbuffer",
    "getvalue",
    "isatty",
    "readable",
    "seekable",
    "tell",
    "writable",
  ]

  /// Functions that look at an object or refer to it, and do not read or write it.
  static let inspections: Set<String> = [
    "builtins.bool",
    "builtins.callable",
    "builtins.getattr",
    "builtins.hasattr",
    "builtins.id",
    "builtins.isinstance",
    "builtins.repr",
    "builtins.str",
    "builtins.type",
    "builtins.vars",
    "copy.copy",
    "copy.deepcopy",
    "sys.getsizeof",
  ]

  /// Methods that change their object and return nothing.
  static let silentMethods: Set<String> = [
    "add",
    "append",
    "appendleft",
    "clear",
    "discard",
    "extend",
    "extendleft",
    "fill",
    "insert",
    "remove",
    "reverse",
    "sort",
    "update",
  ]

  /// Decorators that keep what a function returned.
  static let caches: Set<String> = [
    "functools.cache",
    "functools.cached_property",
    "functools.lru_cache",
    "functools.singledispatch",
  ]

  /// Functions that make an identifier, a name or a folder that nothing else has.
  static let makersOfUniqueValues: Set<String> = [
    "secrets.token_bytes",
    "secrets.token_hex",
    "secrets.token_urlsafe",
    "tempfile.mkdtemp",
    "tempfile.mkstemp",
    "tempfile.mktemp",
    "tempfile.NamedTemporaryFile",
    "tempfile.TemporaryDirectory",
    "uuid.uuid1",
    "uuid.uuid4",
  ]

  /// Functions that return the current date and time.
  static let currentTimes: Set<String> = [
    "datetime.datetime.now",
    "datetime.datetime.today",
    "datetime.datetime.utcnow",
    "pandas.Timestamp.now",
    "pandas.Timestamp.today",
    "pandas.Timestamp.utcnow",
  ]

  /// Functions from whose results code computes how long something took.
  static let times: Set<String> = [
    "datetime.datetime.now",
    "datetime.datetime.today",
    "datetime.datetime.utcnow",
    "time.monotonic",
    "time.perf_counter",
    "time.process_time",
    "time.time",
    "timeit.default_timer",
  ]

  /// Functions that return something else at each call, or are called for more than what they return.
  static let clocks: Set<String> = [
    "builtins.input",
    "builtins.print",
    "datetime.date.today",
    "datetime.datetime.now",
    "datetime.datetime.today",
    "datetime.datetime.utcnow",
    "os.getpid",
    "os.urandom",
    "pandas.Timestamp.now",
    "pandas.Timestamp.today",
    "secrets.token_hex",
    "time.ctime",
    "time.localtime",
    "time.monotonic",
    "time.perf_counter",
    "time.time",
    "uuid.uuid1",
    "uuid.uuid4",
  ]
}
