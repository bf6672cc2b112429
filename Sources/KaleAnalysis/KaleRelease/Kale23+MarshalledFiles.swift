extension KaleRelease {
  /// The calls that open files and archives, or begin work of which the result is awaited, with what Kale makes of their
  /// values; see ``marshalling23``.
  static let marshalledFiles23: [(value: UnmarshallableValue, calls: [String])] = [
    (
      UnmarshallableValue(
        what: "an open file", outcome: .notSaved,
        remedy: "Pass its path or content."),
      [
        "bz2.BZ2File()",
        "bz2.open()",
        "gzip.GzipFile()",
        "gzip.open()",
        "h5py.File()",
        "lzma.LZMAFile()",
        "lzma.open()",
        "os.popen()",
        "pyarrow.parquet.ParquetFile()",
        "pyarrow.parquet.ParquetWriter()",
      ]
    ),
    (
      UnmarshallableValue(
        what: "an open file", outcome: .notLoaded,
        remedy: "Pass its path or content."),
      [
        "tempfile.NamedTemporaryFile()"
      ]
    ),
    (
      UnmarshallableValue(
        what: "an open file", outcome: .losesContent,
        remedy: "Pass its path or content."),
      [
        "codecs.open()",
        "io.open()",
        "open()",
        "os.fdopen()",
        "pathlib.Path().open()",
        "tarfile.open()",
        "tempfile.SpooledTemporaryFile()",
        "tempfile.TemporaryFile()",
      ]
    ),
    // It is removed with the object, at the end of the step.
    (
      UnmarshallableValue(
        what: "a temporary folder", outcome: .losesContent,
        remedy: "Pass the content of its files."),
      [
        "tempfile.TemporaryDirectory()"
      ]
    ),
    (
      UnmarshallableValue(
        what: "an open archive", outcome: .waits,
        remedy: "Close it, and pass its path or bytes."),
      [
        "zipfile.ZipFile()"
      ]
    ),
    (
      UnmarshallableValue(
        what: "a future", outcome: .waits,
        remedy: "Pass its result: `.result()`."),
      [
        "concurrent.futures.ProcessPoolExecutor().submit()",
        "concurrent.futures.ThreadPoolExecutor().submit()",
      ]
    ),
  ]
}
