/// What functions, methods and attributes of libraries return.
///
/// `Tests/Differential/value_kinds.py` asks the libraries again.
enum ValueKindTable {
  /// Functions that return a NumPy number for one argument, and an array for an axis.
  static let reductions: Set<String> = [
    "numpy.all",
    "numpy.amax",
    "numpy.amin",
    "numpy.any",
    "numpy.argmax",
    "numpy.argmin",
    "numpy.average",
    "numpy.linalg.det",
    "numpy.linalg.norm",
    "numpy.max",
    "numpy.mean",
    "numpy.median",
    "numpy.min",
    "numpy.nanmax",
    "numpy.nanmean",
    "numpy.nanmedian",
    "numpy.nanmin",
    "numpy.nanstd",
    "numpy.nansum",
    "numpy.nanvar",
    "numpy.prod",
    "numpy.ptp",
    "numpy.std",
    "numpy.sum",
    "numpy.trapezoid",
    "numpy.var",
  ]

  /// Functions that return a NumPy number for a number, and what they are given for an array or a table.
  static let elementwise: Set<String> = [
    "numpy.abs",
    "numpy.absolute",
    "numpy.arctan",
    "numpy.ceil",
    "numpy.clip",
    "numpy.cos",
    "numpy.exp",
    "numpy.expm1",
    "numpy.floor",
    "numpy.log",
    "numpy.log10",
    "numpy.log1p",
    "numpy.log2",
    "numpy.maximum",
    "numpy.minimum",
    "numpy.power",
    "numpy.rint",
    "numpy.round",
    "numpy.sign",
    "numpy.sin",
    "numpy.sqrt",
    "numpy.square",
    "numpy.tan",
    "numpy.tanh",
  ]

  /// Functions and classes that return NumPy numbers.
  static let numbers: Set<String> = [
    "numpy.bool_",
    "numpy.float16",
    "numpy.float32",
    "numpy.float64",
    "numpy.int16",
    "numpy.int32",
    "numpy.int64",
    "numpy.int8",
    "numpy.uint8",
    "scipy.spatial.distance.cosine",
    "scipy.spatial.distance.euclidean",
  ]

  /// Functions that return NumPy arrays or numbers, or several of them.
  static let arrays: Set<String> = [
    "numpy.arange",
    "numpy.argsort",
    "numpy.asarray",
    "numpy.column_stack",
    "numpy.concatenate",
    "numpy.corrcoef",
    "numpy.cumsum",
    "numpy.diff",
    "numpy.dot",
    "numpy.eye",
    "numpy.full",
    "numpy.histogram",
    "numpy.hstack",
    "numpy.linspace",
    "numpy.logspace",
    "numpy.matmul",
    "numpy.ones",
    "numpy.outer",
    "numpy.percentile",
    "numpy.polyfit",
    "numpy.polyval",
    "numpy.quantile",
    "numpy.random.normal",
    "numpy.random.permutation",
    "numpy.random.rand",
    "numpy.random.randint",
    "numpy.random.randn",
    "numpy.random.uniform",
    "numpy.sort",
    "numpy.vstack",
    "numpy.where",
    "numpy.zeros",
    "sklearn.metrics.confusion_matrix",
    "sklearn.metrics.det_curve",
    "sklearn.metrics.precision_recall_curve",
    "sklearn.metrics.roc_curve",
    "sklearn.model_selection.cross_val_score",
  ]

  /// Functions and methods that return numbers and texts of Python itself.
  static let plain: Set<String> = [
    "builtins.bool",
    "builtins.float",
    "builtins.int",
    "builtins.len",
    "builtins.repr",
    "builtins.str",
    "math.sqrt",
    "sklearn.metrics.accuracy_score",
    "sklearn.metrics.auc",
    "sklearn.metrics.f1_score",
    "sklearn.metrics.log_loss",
    "sklearn.metrics.mean_absolute_error",
    "sklearn.metrics.mean_squared_error",
    "sklearn.metrics.precision_score",
    "sklearn.metrics.r2_score",
    "sklearn.metrics.recall_score",
    "sklearn.metrics.roc_auc_score",
    "sklearn.metrics.root_mean_squared_error",
    "sklearn.metrics.silhouette_score",
    "time.perf_counter",
    "time.time",
  ]

  /// Functions and classes that return data frames.
  static let frames: Set<String> = [
    "pandas.concat",
    "pandas.crosstab",
    "pandas.DataFrame",
    "pandas.DataFrame.from_dict",
    "pandas.DataFrame.from_records",
    "pandas.get_dummies",
    "pandas.merge",
    "pandas.pivot_table",
    "pandas.read_csv",
    "pandas.read_excel",
    "pandas.read_json",
    "pandas.read_parquet",
    "pandas.read_pickle",
    "pandas.read_sql",
    "pandas.read_table",
    "seaborn.load_dataset",
  ]

  /// Classes that return series.
  static let series: Set<String> = [
    "pandas.Series"
  ]

  /// Functions of SciPy's statistics whose results hold NumPy numbers.
  static let statistics: Set<String> = [
    "scipy.stats.chi2_contingency",
    "scipy.stats.f_oneway",
    "scipy.stats.kendalltau",
    "scipy.stats.ks_2samp",
    "scipy.stats.kstest",
    "scipy.stats.linregress",
    "scipy.stats.mannwhitneyu",
    "scipy.stats.pearsonr",
    "scipy.stats.shapiro",
    "scipy.stats.spearmanr",
    "scipy.stats.ttest_1samp",
    "scipy.stats.ttest_ind",
    "scipy.stats.ttest_rel",
    "scipy.stats.wilcoxon",
  ]
}
