/// What pandas imports only when a method is called: an engine for a kind of file, or for drawing.
enum EngineTable {
  /// For each method or attribute of pandas, as it is written in code, the module that it needs.
  static let modulesByMethod: [String: String] = [
    ".boxplot(": "matplotlib",
    ".hist(": "matplotlib",
    ".plot(": "matplotlib",
    ".plot.": "matplotlib",
    ".read_excel(": "openpyxl",
    ".read_feather(": "pyarrow",
    ".read_hdf(": "tables",
    ".read_html(": "lxml",
    ".read_orc(": "pyarrow",
    ".read_parquet(": "pyarrow",
    ".read_sql(": "sqlalchemy",
    ".read_sql_query(": "sqlalchemy",
    ".read_sql_table(": "sqlalchemy",
    ".read_xml(": "lxml",
    ".style.": "jinja2",
    ".to_excel(": "openpyxl",
    ".to_feather(": "pyarrow",
    ".to_hdf(": "tables",
    ".to_markdown(": "tabulate",
    ".to_orc(": "pyarrow",
    ".to_parquet(": "pyarrow",
    ".to_sql(": "sqlalchemy",
    ".to_xarray(": "xarray",
    ".to_xml(": "lxml",
  ]

  /// For each scheme of an address the module that pandas opens it with.
  static let modulesByScheme: [String: String] = [
    "gcs://": "gcsfs",
    "gs://": "gcsfs",
    "s3://": "s3fs",
  ]

  /// For each extension of a file the module that pandas reads it with, where that is not the one of the method.
  static let modulesByExtension: [String: String] = [
    ".xls": "xlrd"
  ]
}
