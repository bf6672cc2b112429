/// What pandas imports only when a method is called: an engine for a kind of file, a driver, or what draws.
enum EngineTable {
  /// For each method or attribute of pandas, as it is written in code, the module that it needs.
  static let modulesByMethod: [String: String] = [
    ".background_gradient(": "matplotlib",
    ".boxplot(": "matplotlib",
    ".ExcelWriter(": "openpyxl",
    ".from_spmatrix(": "scipy",
    ".hist(": "matplotlib",
    ".plot(": "matplotlib",
    ".plot.": "matplotlib",
    ".plot.density(": "scipy",
    ".plot.kde(": "scipy",
    ".read_excel(": "openpyxl",
    ".read_feather(": "pyarrow",
    ".read_gbq(": "pandas_gbq",
    ".read_hdf(": "tables",
    ".read_html(": "lxml",
    ".read_iceberg(": "pyiceberg",
    ".read_orc(": "pyarrow",
    ".read_parquet(": "pyarrow",
    ".read_spss(": "pyreadstat",
    ".read_sql(": "sqlalchemy",
    ".read_sql_query(": "sqlalchemy",
    ".read_sql_table(": "sqlalchemy",
    ".read_xml(": "lxml",
    ".style.": "jinja2",
    ".to_excel(": "openpyxl",
    ".to_feather(": "pyarrow",
    ".to_gbq(": "pandas_gbq",
    ".to_hdf(": "tables",
    ".to_iceberg(": "pyiceberg",
    ".to_latex(": "jinja2",
    ".to_markdown(": "tabulate",
    ".to_orc(": "pyarrow",
    ".to_parquet(": "pyarrow",
    ".to_sql(": "sqlalchemy",
    ".to_xarray(": "xarray",
    ".to_xml(": "lxml",
  ]

  /// For each scheme of an address the module that pandas opens it with, or SQLAlchemy.
  static let modulesByScheme: [String: String] = [
    "abfs://": "adlfs",
    "abfss://": "adlfs",
    "az://": "adlfs",
    "bigquery://": "sqlalchemy_bigquery",
    "duckdb://": "duckdb_engine",
    "gcs://": "gcsfs",
    "gs://": "gcsfs",
    "mariadb+pymysql://": "pymysql",
    "mssql+pymssql://": "pymssql",
    "mssql+pyodbc://": "pyodbc",
    "mysql+mysqldb://": "MySQLdb",
    "mysql+pymysql://": "pymysql",
    "mysql://": "MySQLdb",
    "oracle+cx_oracle://": "cx_Oracle",
    "oracle+oracledb://": "oracledb",
    "postgres://": "psycopg2",
    "postgresql+pg8000://": "pg8000",
    "postgresql+psycopg2://": "psycopg2",
    "postgresql+psycopg://": "psycopg",
    "postgresql://": "psycopg2",
    "s3://": "s3fs",
    "trino://": "trino",
  ]

  /// For each engine that an argument names, `engine="xlsxwriter"`, its module.
  static let modulesByEngine: [String: String] = [
    "calamine": "python_calamine",
    "fastparquet": "fastparquet",
    "numexpr": "numexpr",
    "odf": "odf",
    "openpyxl": "openpyxl",
    "pyarrow": "pyarrow",
    "pyxlsb": "pyxlsb",
    "xlrd": "xlrd",
    "xlsxwriter": "xlsxwriter",
  ]

  /// For each extension of a file the module that pandas reads it with, where that is not the one of the method.
  static let modulesByExtension: [String: String] = [
    ".ods": "odf",
    ".xlsb": "pyxlsb",
  ]
}
