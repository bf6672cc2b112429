/// What the exact runtime passes from step to step although Kale's runtime cannot.
///
/// `Tests/Runtime/marshalled.py` asks the runtime again.
enum ExactRuntimeTable {
  /// Calls whose values it passes, as `Marshalling` writes them.
  static let passes: Set<String> = [
    "asyncio.new_event_loop()",
    "codecs.open()",
    "concurrent.futures.ProcessPoolExecutor().submit()",
    "concurrent.futures.ThreadPoolExecutor().submit()",
    "contextvars.ContextVar()",
    "csv.DictReader()",
    "csv.DictWriter()",
    "csv.reader()",
    "csv.writer()",
    "io.open()",
    "memoryview()",
    "memoryview()[]",
    "numpy.dtype()",
    "numpy.errstate()",
    "numpy.finfo()",
    "numpy.iinfo()",
    "numpy.linalg.eig()",
    "numpy.linalg.eigh()",
    "numpy.linalg.svd()",
    "numpy.ma.array()",
    "numpy.ma.asanyarray()",
    "numpy.ma.asarray()",
    "numpy.ma.concatenate()",
    "numpy.ma.empty()",
    "numpy.ma.fix_invalid()",
    "numpy.ma.masked_all()",
    "numpy.ma.masked_array()",
    "numpy.ma.masked_equal()",
    "numpy.ma.masked_greater()",
    "numpy.ma.masked_greater_equal()",
    "numpy.ma.masked_inside()",
    "numpy.ma.masked_invalid()",
    "numpy.ma.masked_less()",
    "numpy.ma.masked_less_equal()",
    "numpy.ma.masked_not_equal()",
    "numpy.ma.masked_object()",
    "numpy.ma.masked_outside()",
    "numpy.ma.masked_values()",
    "numpy.ma.masked_where()",
    "numpy.ma.MaskedArray()",
    "numpy.ma.ones()",
    "numpy.ma.zeros()",
    "numpy.ndindex()",
    "numpy.polynomial.Polynomial()",
    "numpy.random.default_rng()",
    "numpy.random.Generator()",
    "numpy.random.RandomState()",
    "numpy.vectorize()",
    "object()",
    "open()",
    "pathlib.Path().open()",
    "re.compile().fullmatch()",
    "re.compile().match()",
    "re.compile().search()",
    "re.fullmatch()",
    "re.match()",
    "re.search()",
    "sqlite3.connect()",
    "sqlite3.connect().cursor()",
    "sqlite3.connect().cursor().execute()",
    "sqlite3.connect().execute()",
    "sqlite3.connect().executemany()",
    "sqlite3.connect().executescript()",
    "struct.Struct()",
    "tempfile.NamedTemporaryFile()",
    "unittest.mock.MagicMock()",
    "zipfile.ZipFile()",
  ]

  /// Methods whose values it passes, of whatever pandas creates.
  static let passedPandasMethods: Set<String> = [
    ".groupby()",
    ".groupby()[]",
  ]

  /// What it does not pass, although Kale's runtime does.
  static let fails: [String: UnmarshallableValue] = [
    "tempfile.TemporaryDirectory()": UnmarshallableValue(
      what: "a temporary folder", outcome: .notSaved, remedy: "Pass the content of its files.")
  ]
}
