/// Modules that a step can do without if nothing mentions them: importing them changes nothing that other code can see.
///
/// Packages were compared before and after the import: environment, warning filters, signals, hooks, logging, `copyreg`, options,
/// colormaps, projections and units of matplotlib, dtypes of NumPy, accessors of pandas. scikit-learn and joblib set
/// `KMP_INIT_AT_FORK`, and SciPy ignores a warning about `np.matrix`, both for themselves. Not among them, for example:
/// seaborn, which registers colormaps; TensorFlow and JAX, which register dtypes; mpl_toolkits, which registers
/// projections; hvplot and pandas-profiling, which register accessors.
enum InertModuleTable {
  /// Packages, by the first part of their modules' names. Those of the standard library are inert unless excepted.
  static let packages: Set<String> = [
    "joblib",
    "lightgbm",
    "matplotlib",
    "numpy",
    "pandas",
    "scipy",
    "sklearn",
    "torch",
    "tqdm",
    "xgboost",
  ]

  /// Modules of inert packages and of the standard library that are not inert, or that some versions of Python lack.
  static let exceptions: Set<String> = [
    "__future__",
    "__main__",
    "_winapi",
    "aifc",
    "antigravity",
    "asynchat",
    "asyncore",
    "audioop",
    "binhex",
    "cgi",
    "cgitb",
    "chunk",
    "crypt",
    "distutils",
    "faulthandler",
    "formatter",
    "idlelib",
    "imp",
    "lib2to3",
    "lightgbm.dask",
    "macpath",
    "msvcrt",
    "parser",
    "pylab",
    "readline",
    "rlcompleter",
    "site",
    "sitecustomize",
    "sklearn.experimental",
    "smtpd",
    "symbol",
    "test",
    "this",
    "tkinter",
    "torch.distributed",
    "torch.utils.tensorboard",
    "tqdm.autonotebook",
    "tqdm.notebook",
    "turtle",
    "usercustomize",
    "winreg",
    "winsound",
    "xgboost.dask",
    "xgboost.spark",
  ]
}
