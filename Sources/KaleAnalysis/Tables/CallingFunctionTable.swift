/// Functions and methods of libraries that call a function that they are given, before they return or as what they return
/// is gone through.
enum CallingFunctionTable {
  /// Functions of libraries whose first argument is called.
  static let functions: Set<String> = [
    "builtins.filter",
    "builtins.map",
    "functools.reduce",
    "itertools.dropwhile",
    "itertools.filterfalse",
    "itertools.starmap",
    "itertools.takewhile",
    "numpy.apply_along_axis",
    "numpy.apply_over_axes",
    "numpy.fromfunction",
    "numpy.frompyfunc",
    "numpy.vectorize",
    "scipy.integrate.quad",
    "scipy.integrate.solve_ivp",
    "scipy.optimize.basinhopping",
    "scipy.optimize.brentq",
    "scipy.optimize.curve_fit",
    "scipy.optimize.differential_evolution",
    "scipy.optimize.dual_annealing",
    "scipy.optimize.fmin",
    "scipy.optimize.fsolve",
    "scipy.optimize.least_squares",
    "scipy.optimize.minimize",
    "scipy.optimize.minimize_scalar",
    "scipy.optimize.root",
    "scipy.optimize.root_scalar",
    "timeit.timeit",
  ]

  /// Functions of libraries that call what they are given as `key`.
  static let withKey: Set<String> = [
    "builtins.max",
    "builtins.min",
    "builtins.sorted",
    "heapq.merge",
    "heapq.nlargest",
    "heapq.nsmallest",
    "itertools.groupby",
  ]

  /// Classes whose methods call functions in threads of the process.
  static let threadPools: Set<String> = [
    "concurrent.futures.thread.ThreadPoolExecutor",
    "concurrent.futures.ThreadPoolExecutor",
    "multiprocessing.dummy.Pool",
    "multiprocessing.pool.ThreadPool",
  ]

  /// Their methods whose first argument is called.
  static let poolMethods: Set<String> = [
    "apply",
    "apply_async",
    "imap",
    "imap_unordered",
    "map",
    "map_async",
    "starmap",
    "starmap_async",
    "submit",
  ]

  /// Methods of tables, columns and groups whose first argument is called.
  static let methods: Set<String> = [
    "agg",
    "aggregate",
    "apply",
    "applymap",
    "map",
    "pipe",
    "transform",
  ]
}
