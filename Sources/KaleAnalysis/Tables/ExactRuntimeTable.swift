/// What the exact runtime passes from step to step although Kale's runtime cannot.
///
/// `Tests/Runtime/marshalled.py` compares the table with the runtime.
enum ExactRuntimeTable {
  /// Calls whose values it passes, as `Marshalling` writes them, in addition to those of `MaskedArrayTable`.
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
    "itertools.pairwise()",
    "jinja2.Environment().from_string()",
    "jinja2.Environment().get_template()",
    "jinja2.Template()",
    "memoryview()",
    "memoryview()[]",
    "numpy.dtype()",
    "numpy.errstate()",
    "numpy.finfo()",
    "numpy.frompyfunc()",
    "numpy.iinfo()",
    "numpy.linalg.eig()",
    "numpy.linalg.eigh()",
    "numpy.linalg.svd()",
    "numpy.ndindex()",
    "numpy.polynomial.Polynomial()",
    "numpy.random.default_rng()",
    "numpy.random.Generator()",
    "numpy.random.PCG64()",
    "numpy.random.RandomState()",
    "numpy.random.SeedSequence()",
    "numpy.vectorize()",
    "object()",
    "open()",
    "pathlib.Path().open()",
    "PIL.ImageDraw.Draw()",
    "re.compile().fullmatch()",
    "re.compile().match()",
    "re.compile().search()",
    "re.fullmatch()",
    "re.Match()",
    "re.match()",
    "re.search()",
    "sqlite3.connect()",
    "sqlite3.connect().cursor()",
    "sqlite3.connect().cursor().execute()",
    "sqlite3.connect().execute()",
    "sqlite3.connect().executemany()",
    "sqlite3.connect().executescript()",
    "sqlite3.Row()",
    "struct.Struct()",
    "tempfile.NamedTemporaryFile()",
    "threading.Condition()",
    "threading.local()",
    "threading.RLock()",
    "unittest.mock.MagicMock()",
    "unittest.TextTestRunner().run()",
    "weakref.ref()",
    "zipfile.ZipFile()",
  ]

  /// Methods whose values it passes, of whatever pandas creates.
  static let passedPandasMethods: Set<String> = [
    ".groupby()",
    ".groupby()[]",
  ]

  /// Temporary folders, which it does not pass, although Kale's runtime does: they are removed with their objects.
  static let temporaryFolders: Set<String> = ["tempfile.TemporaryDirectory()"]
}
