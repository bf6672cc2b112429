import KaleAnalysis
import PythonSyntax

/// Values that Kale cannot pass from step to step, by how they are created.
///
/// Each was tried with Kale and dill 0.4.1. Kale serializes most values with dill, but NumPy objects as arrays and grouped
/// pandas data as data frames, which they are not.
struct UnmarshallableValue {
  enum Outcome: Sendable {
    /// The step fails when it serializes the value.
    case notSaved
    /// The step that takes the value fails when it loads it.
    case notLoaded
    /// Usually one of these, but not for every such value; or it was not tried.
    case perhapsNotSaved
    /// It is loaded, but what it refers to may not exist in another container.
    case losesContent
  }

  /// What the value is, with an article: `a database connection`.
  let what: String
  let outcome: Outcome
  /// What to do instead, a sentence.
  let remedy: String

  /// Of a generator expression, or what a function with `yield` returns.
  static let generator = UnmarshallableValue(
    what: "a generator", outcome: .notSaved, remedy: "Convert it to a list: `list(…)`.")
  /// What a function with `async` returns.
  static let coroutine = UnmarshallableValue(
    what: "a coroutine", outcome: .notSaved, remedy: "`await` it and pass the result.")

  /// Returns the kind of value that a path like `sqlite3.connect().cursor()` creates; nil if it is not known to be one.
  static func made(by path: ValuePath) -> UnmarshallableValue? {
    let text = path.description
    return byPath[text] ?? methods.first { text.hasPrefix($0.package) && text.hasSuffix($0.method) }?.value
  }

  private static let byPath: [String: UnmarshallableValue] = {
    var all: [String: UnmarshallableValue] = [:]
    for kind in kinds {
      for path in kind.paths { all[path] = kind.value }
    }
    return all
  }()

  /// Methods of the objects that a package creates.
  private static let methods: [(package: String, method: String, value: UnmarshallableValue)] = [
    ("pandas.", ".groupby()", grouping), ("pandas.", ".groupby()[]", grouping),
    ("pandas.", ".items()", generator), ("pandas.", ".iterrows()", generator),
    ("pandas.", ".itertuples()", generator), ("sklearn.model_selection.", ".split()", generator),
  ]
  private static let grouping = UnmarshallableValue(
    what: "grouped data", outcome: .notSaved, remedy: "Pass the data and group it where it is used.")

  private static let makeAnew = "Create it in the step that uses it."

  /// Calls of constructors and functions, without their arguments.
  private static let kinds: [(value: UnmarshallableValue, paths: [String])] = [
    (
      generator,
      [
        "concurrent.futures.ProcessPoolExecutor().map()", "concurrent.futures.ThreadPoolExecutor().map()",
        "concurrent.futures.as_completed()", "difflib.ndiff()", "difflib.unified_diff()", "glob.iglob()",
        "os.fwalk()", "os.walk()", "pathlib.Path().glob()", "pathlib.Path().rglob()",
        "ast.walk()", "json.JSONEncoder().iterencode()", "pkgutil.iter_modules()",
        "xml.etree.ElementTree.iterparse()",
      ]
    ),
    (
      coroutine,
      ["asyncio.gather()", "asyncio.sleep()", "asyncio.to_thread()", "asyncio.wait()", "asyncio.wait_for()"]
    ),
    (
      .init(
        what: "an iterator", outcome: .notSaved, remedy: "Convert it to a list: `list(…)`."),
      ["itertools.pairwise()", "os.scandir()", "re.finditer()"]
    ),
    (
      .init(what: "a database connection", outcome: .notSaved, remedy: makeAnew),
      [
        "duckdb.connect()", "sqlalchemy.create_engine()", "sqlalchemy.create_engine().begin()",
        "sqlalchemy.create_engine().connect()", "sqlalchemy.inspect()", "sqlalchemy.orm.Session()",
        "sqlalchemy.orm.scoped_session()", "sqlalchemy.orm.sessionmaker()",
        "sqlalchemy.orm.sessionmaker()()", "sqlite3.connect()",
      ]
    ),
    (
      .init(what: "a database connection", outcome: .perhapsNotSaved, remedy: makeAnew),
      [
        "MySQLdb.connect()", "cx_Oracle.connect()", "google.cloud.bigquery.Client()",
        "mysql.connector.connect()", "oracledb.connect()", "psycopg.connect()", "psycopg2.connect()",
        "psycopg2.connect().cursor()", "psycopg.connect().cursor()", "pymongo.MongoClient()[][]",
        "pymssql.connect()", "pymysql.connect()", "pymysql.connect().cursor()", "pyodbc.connect()",
        "pyodbc.connect().cursor()", "redis.Redis()", "redis.StrictRedis()", "redis.from_url()",
        "snowflake.connector.connect()",
      ]
    ),
    (
      .init(what: "a database cursor", outcome: .notSaved, remedy: "Fetch the rows and pass those."),
      [
        "duckdb.connect().cursor()", "duckdb.connect().execute()", "duckdb.connect().query()",
        "duckdb.connect().sql()", "duckdb.query()", "duckdb.sql()",
        "sqlalchemy.create_engine().connect().execute()", "sqlite3.connect().cursor()",
        "sqlite3.connect().cursor().execute()", "sqlite3.connect().execute()",
        "sqlite3.connect().executemany()", "sqlite3.connect().executescript()",
      ]
    ),
    (
      .init(what: "a socket or an object that holds one", outcome: .notSaved, remedy: makeAnew),
      [
        "http.server.HTTPServer()", "http.server.ThreadingHTTPServer()", "socket.create_connection()",
        "socket.create_server()", "socket.socket()", "socketserver.TCPServer()",
        "socketserver.ThreadingTCPServer()", "socketserver.UDPServer()", "grpc.insecure_channel()",
        "grpc.secure_channel()", "grpc.server()",
      ]
    ),
    (
      .init(what: "a client with open connections", outcome: .notSaved, remedy: makeAnew),
      [
        "aiohttp.ClientSession()", "boto3.client()", "boto3.resource()", "boto3.resource().Bucket()",
        "http.client.HTTPSConnection()", "httpx.AsyncClient()", "httpx.Client()",
      ]
    ),
    (
      .init(what: "an SSL context", outcome: .notSaved, remedy: makeAnew),
      ["ssl.SSLContext()", "ssl.create_default_context()"]
    ),
    (
      .init(what: "an executor or worker pool", outcome: .notSaved, remedy: makeAnew),
      [
        "concurrent.futures.ProcessPoolExecutor()", "concurrent.futures.ThreadPoolExecutor()",
        "concurrent.futures.process.ProcessPoolExecutor()", "concurrent.futures.thread.ThreadPoolExecutor()",
        "multiprocessing.Pool()", "multiprocessing.get_context().Pool()", "multiprocessing.pool.Pool()",
        "multiprocessing.pool.ThreadPool()", "multiprocessing.dummy.Pool()",
        "multiprocessing.Pool().apply_async()", "multiprocessing.Pool().imap()",
        "multiprocessing.Pool().imap_unordered()", "multiprocessing.Pool().map_async()",
      ]
    ),
    (
      .init(what: "bound to its process", outcome: .notSaved, remedy: makeAnew),
      [
        "multiprocessing.Array()", "multiprocessing.Barrier()", "multiprocessing.BoundedSemaphore()",
        "multiprocessing.Condition()", "multiprocessing.Event()", "multiprocessing.JoinableQueue()",
        "multiprocessing.Lock()", "multiprocessing.Manager()", "multiprocessing.Process()",
        "multiprocessing.Queue()", "multiprocessing.RLock()", "multiprocessing.RawArray()",
        "multiprocessing.RawValue()", "multiprocessing.Semaphore()", "multiprocessing.SimpleQueue()",
        "multiprocessing.Value()", "queue.SimpleQueue()", "threading.local()",
      ]
    ),
    (
      .init(what: "a NumPy object other than an array", outcome: .notLoaded, remedy: makeAnew),
      [
        "numpy.dtype()", "numpy.finfo()", "numpy.iinfo()", "numpy.random.Generator()",
        "numpy.random.RandomState()", "numpy.random.default_rng()", "numpy.vectorize()",
      ]
    ),
    (
      .init(what: "a masked array", outcome: .notSaved, remedy: "Pass its data and mask."),
      [
        "numpy.ma.MaskedArray()", "numpy.ma.array()", "numpy.ma.masked_array()", "numpy.ma.masked_invalid()",
        "numpy.ma.masked_where()",
      ]
    ),
    (
      .init(what: "a server proxy", outcome: .notLoaded, remedy: makeAnew),
      ["xmlrpc.client.ServerProxy()"]
    ),
    (
      .init(what: "an event loop or one of its futures", outcome: .notSaved, remedy: makeAnew),
      ["asyncio.new_event_loop()", "asyncio.new_event_loop().create_future()"]
    ),
    (
      .init(
        what: "a view of another object's memory", outcome: .notSaved, remedy: "Pass `bytes(…)` of it."),
      ["memoryview()", "mmap.mmap()", "ctypes.pointer()", "ctypes.CDLL()", "ctypes.create_string_buffer()"]
    ),
    (
      .init(what: "a context variable", outcome: .notSaved, remedy: makeAnew),
      ["contextvars.ContextVar()"]
    ),
    (
      .init(what: "a CSV reader or writer", outcome: .notSaved, remedy: "Pass the rows: `list(…)`."),
      ["csv.DictReader()", "csv.DictWriter()", "csv.reader()", "csv.writer()"]
    ),
    (
      .init(what: "an open file", outcome: .notSaved, remedy: "Pass its path or content."),
      [
        "bz2.open()", "bz2.BZ2File()", "gzip.GzipFile()", "gzip.open()", "h5py.File()", "lzma.LZMAFile()",
        "lzma.open()", "os.popen()", "pyarrow.parquet.ParquetFile()", "pyarrow.parquet.ParquetWriter()",
      ]
    ),
    (
      .init(what: "an open file", outcome: .notLoaded, remedy: "Pass its path or content."),
      ["tempfile.NamedTemporaryFile()"]
    ),
    (
      .init(what: "an open file", outcome: .losesContent, remedy: "Pass its path or content."),
      [
        "codecs.open()", "io.open()", "open()", "os.fdopen()", "pathlib.Path().open()", "tarfile.open()",
        "tempfile.SpooledTemporaryFile()", "tempfile.TemporaryFile()", "zipfile.ZipFile()",
      ]
    ),
    (
      .init(
        what: "an open HTTP response", outcome: .perhapsNotSaved, remedy: "Pass its content."),
      ["urllib.request.urlopen()"]
    ),
    (
      .init(what: "a regular expression match", outcome: .perhapsNotSaved, remedy: "Pass its groups."),
      [
        "re.compile().fullmatch()", "re.compile().match()", "re.compile().search()", "re.fullmatch()",
        "re.match()", "re.search()",
      ]
    ),
    (
      .init(
        what: "an lxml tree", outcome: .notSaved, remedy: "Pass its text: `lxml.etree.tostring(…)`."
      ),
      ["lxml.etree.XML()", "lxml.etree.fromstring()", "lxml.etree.parse()"]
    ),
    (
      .init(what: "an object that cannot be serialized", outcome: .notSaved, remedy: "Pass its result."),
      [
        "cProfile.Profile()", "hashlib.blake2b()", "hashlib.md5()", "hashlib.new()", "hashlib.sha1()",
        "hashlib.sha224()", "hashlib.sha256()", "hashlib.sha384()", "hashlib.sha512()", "hmac.new()",
        "json.JSONDecoder()", "random.SystemRandom()", "select.epoll()", "select.poll()",
        "selectors.DefaultSelector()", "struct.Struct()", "zlib.compressobj()", "zlib.decompressobj()",
      ]
    ),
  ]
}
