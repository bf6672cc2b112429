/// What is known of the methods of objects of libraries.
enum KnownObjectTable {
  /// Libraries beside Python's own, of whose methods the other tables say which change their object.
  static let libraries: Set<String> = [
    "bs4",
    "catboost",
    "cv2",
    "dask",
    "imblearn",
    "joblib",
    "keras",
    "lightgbm",
    "matplotlib",
    "mpl_toolkits",
    "networkx",
    "numpy",
    "pandas",
    "PIL",
    "plotly",
    "polars",
    "pyarrow",
    "requests",
    "scipy",
    "seaborn",
    "sklearn",
    "statsmodels",
    "sympy",
    "tensorflow",
    "torch",
    "torchvision",
    "xarray",
    "xgboost",
    "yaml",
  ]

  /// How the names of methods begin that leave their object as it is, in any library.
  static let readers = [
    "as_", "copy", "count", "describe", "display", "evaluate", "export", "find", "format", "get", "has",
    "head",
    "info", "inverse_transform", "is", "items", "keys", "list", "mean", "plot", "predict", "print", "save",
    "score",
    "select", "show", "summary", "tail", "to", "transform", "values",
  ]
}
