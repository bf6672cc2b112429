/// Methods that read and write files, on whatever object, by what kind of file.
enum FileMethodTable {
  /// Methods whose first argument is a path that they read.
  static let readers: [String: String] = [
    "from_pretrained": "",
    "load_model": "",
    "load_weights": "",
  ]

  /// Those of the readers and writers whose path is a folder with files.
  static let ofFolders: Set<String> = [
    "from_pretrained",
    "save_pretrained",
  ]

  /// Methods whose first argument is a path that they write to; without it, they return a string.
  static let writers: [String: String] = [
    "imsave": "image",
    "save_model": "",
    "save_pretrained": "",
    "save_weights": "",
    "savefig": "image",
    "sink_csv": "csv",
    "sink_parquet": "parquet",
    "to_csv": "csv",
    "to_excel": "excel",
    "to_feather": "feather",
    "to_file": "",
    "to_hdf": "hdf",
    "to_html": "html",
    "to_json": "json",
    "to_latex": "tex",
    "to_markdown": "md",
    "to_netcdf": "netcdf",
    "to_orc": "orc",
    "to_parquet": "parquet",
    "to_pickle": "pickle",
    "to_stata": "stata",
    "to_xml": "xml",
    "to_zarr": "",
    "tofile": "",
    "write_csv": "csv",
    "write_excel": "excel",
    "write_html": "html",
    "write_image": "image",
    "write_json": "json",
    "write_parquet": "parquet",
  ]

  /// Methods of a path that read its file or folder.
  static let pathReaders: Set<String> = [
    "exists",
    "is_dir",
    "is_file",
    "read_bytes",
    "read_text",
    "stat",
  ]

  /// Those of them that only ask about it.
  static let pathProbes: Set<String> = [
    "exists",
    "is_dir",
    "is_file",
    "stat",
  ]

  /// Methods of a path that change its file or folder.
  static let pathWriters: Set<String> = [
    "rmdir",
    "symlink_to",
    "touch",
    "unlink",
    "write_bytes",
    "write_text",
  ]

  /// Methods of a path that list what is below it.
  static let pathListings: Set<String> = [
    "glob",
    "iterdir",
    "rglob",
  ]

  /// Methods of a path that return the same path.
  static let pathCopies: Set<String> = [
    "absolute",
    "as_posix",
    "expanduser",
    "resolve",
    "rstrip",
    "strip",
  ]

  /// Methods of an open file that write to it.
  static let streamWriters: Set<String> = [
    "truncate",
    "write",
    "writelines",
  ]

  /// Methods of connections and tables that may change a database.
  static let databaseMethods: Set<String> = ["execute", "executemany", "executescript", "to_sql"]
}
