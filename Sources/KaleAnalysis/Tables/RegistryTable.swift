/// What code registers in libraries, and what Python itself has registered.
enum RegistryTable {
  /// Functions and decorators that give the objects of a class an attribute, whose name is their first argument.
  static let accessors: [String: String] = [
    "pandas.api.extensions.register_dataframe_accessor": "pandas.DataFrame",
    "pandas.api.extensions.register_index_accessor": "pandas.Index",
    "pandas.api.extensions.register_series_accessor": "pandas.Series",
    "polars.api.register_dataframe_namespace": "polars.DataFrame",
    "polars.api.register_expr_namespace": "polars.Expr",
    "polars.api.register_lazyframe_namespace": "polars.LazyFrame",
    "polars.api.register_series_namespace": "polars.Series",
    "xarray.register_dataarray_accessor": "xarray.DataArray",
    "xarray.register_dataset_accessor": "xarray.Dataset",
  ]

  /// For functions the attribute of a class that they use, where code has replaced it.
  static let patchedAttributes: [String: String] = [
    "json.dump": "json.JSONEncoder.default",
    "json.dumps": "json.JSONEncoder.default",
  ]

  /// The error handlers of codecs that Python has.
  static let errorHandlers: Set<String> = [
    "backslashreplace",
    "ignore",
    "namereplace",
    "replace",
    "strict",
    "surrogateescape",
    "surrogatepass",
    "xmlcharrefreplace",
  ]

  /// The dialects of CSV that Python has.
  static let dialects: Set<String> = [
    "excel",
    "excel-tab",
    "unix",
  ]
}
