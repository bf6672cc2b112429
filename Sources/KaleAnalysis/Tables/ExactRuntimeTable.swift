/// What the exact runtime passes from step to step although Kale's runtime cannot.
///
/// `Tests/Runtime/marshalled.py` asks the runtime again.
enum ExactRuntimeTable {
  /// Calls whose values it passes, as `Marshalling` writes them.
  static let passes: Set<String> = [
    "asyncio.new_event_loop()",
    "codecs.open()",
    "contextvars.ContextVar()",
    "csv.DictReader()",
    "csv.DictWriter()",
    "csv.reader()",
    "csv.writer()",
    "io.open()",
    "memoryview()",
    "numpy.dtype()",
    "numpy.errstate()",
    "numpy.finfo()",
    "numpy.iinfo()",
    "numpy.linalg.eig()",
    "numpy.linalg.eigh()",
    "numpy.linalg.svd()",
    "numpy.ma.array()",
    "numpy.ma.masked_array()",
    "numpy.ma.masked_invalid()",
    "numpy.ma.masked_where()",
    "numpy.ma.MaskedArray()",
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
    "unittest.mock.MagicMock()",
  ]

  /// Methods whose values it passes, of whatever pandas creates.
  static let passedPandasMethods: Set<String> = [
    ".groupby()",
    ".groupby()[]",
  ]
}
