/// What attributes and methods of NumPy's and pandas' objects return.
enum ValueMemberTable {
  /// Members of arrays that are Python numbers, strings and lists.
  static let plainOfArrays: Set<String> = [
    "dtype",
    "item",
    "nbytes",
    "ndim",
    "shape",
    "size",
    "tobytes",
    "tolist",
  ]

  /// Of series: NumPy numbers.
  static let numbersOfSeries: Set<String> = [
    "all",
    "any",
    "argmax",
    "argmin",
    "autocorr",
    "corr",
    "count",
    "cov",
    "kurt",
    "mean",
    "median",
    "sem",
    "skew",
    "std",
    "var",
  ]

  /// Of series: NumPy numbers if the series holds numbers.
  static let elementsOfSeries: Set<String> = [
    "max",
    "min",
    "prod",
    "quantile",
    "sum",
  ]

  /// Of series and data frames: such an object again.
  static let alike: Set<String> = [
    "abs",
    "astype",
    "clip",
    "copy",
    "cumsum",
    "diff",
    "drop",
    "drop_duplicates",
    "dropna",
    "fillna",
    "head",
    "interpolate",
    "isna",
    "isnull",
    "notna",
    "pct_change",
    "query",
    "rank",
    "rename",
    "replace",
    "reset_index",
    "round",
    "sample",
    "set_index",
    "shift",
    "sort_index",
    "sort_values",
    "tail",
  ]

  /// Of the string methods of series: series of lists.
  static let splittersOfText: Set<String> = [
    "findall",
    "partition",
    "rpartition",
    "rsplit",
    "split",
  ]

  /// Of the string methods of series: series of strings.
  static let textsOfText: Set<String> = [
    "capitalize",
    "casefold",
    "cat",
    "center",
    "join",
    "ljust",
    "lower",
    "lstrip",
    "normalize",
    "pad",
    "removeprefix",
    "removesuffix",
    "repeat",
    "replace",
    "rjust",
    "rstrip",
    "slice",
    "slice_replace",
    "strip",
    "swapcase",
    "title",
    "upper",
    "wrap",
    "zfill",
  ]

  /// Of data frames: a data frame.
  static let framesOfFrames: Set<String> = [
    "agg",
    "assign",
    "corr",
    "describe",
    "join",
    "merge",
    "T",
    "transpose",
  ]

  /// Of data frames: what is neither a column nor known.
  static let otherOfFrames: Set<String> = [
    "at",
    "attrs",
    "columns",
    "dtypes",
    "empty",
    "iat",
    "iloc",
    "index",
    "loc",
    "ndim",
    "plot",
    "shape",
    "size",
    "style",
  ]

  /// Of fitted estimators: NumPy numbers or arrays of numbers.
  static let numbersOfEstimators: Set<String> = [
    "best_score_",
    "cluster_centers_",
    "coef_",
    "decision_function",
    "explained_variance_ratio_",
    "feature_importances_",
    "intercept_",
    "predict_proba",
  ]

  /// Of estimators: the estimator, or another with the same parts.
  static let selvesOfEstimators: Set<String> = [
    "best_estimator_",
    "fit",
    "set_params",
  ]
}
