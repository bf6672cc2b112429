extension KaleRelease {
  /// The calls whose values cannot be passed from step to step, by the kind of value.
  ///
  /// Each was tried with Kale and dill 0.4.1. Kale serializes most values with dill, but NumPy objects as arrays and
  /// grouped pandas data as data frames, which they are not. `Tests/Differential/marshalled_values.py` asks Kale again.
  ///
  /// A call is written without its arguments: `sqlite3.connect().cursor()`.
  static let marshalling23 = marshalledObjects23 + marshalledIterators23 + marshalledFiles23

  private static let marshalledObjects23: [(value: UnmarshallableValue, calls: [String])] = [
    (
      .coroutine,
      [
        "asyncio.gather()",
        "asyncio.sleep()",
        "asyncio.to_thread()",
        "asyncio.wait()",
        "asyncio.wait_for()",
      ]
    ),
    (
      UnmarshallableValue(
        what: "a task", outcome: .perhapsNotSaved, remedy: "`await` it and pass the result."),
      [
        "asyncio.create_task()",
        "asyncio.ensure_future()",
      ]
    ),
    (
      UnmarshallableValue(
        what: "a sort key function of `functools`", outcome: .notSaved, remedy: createdThere),
      ["functools.cmp_to_key()"]
    ),
    (
      UnmarshallableValue(
        what: "an object that draws on an image", outcome: .notSaved, remedy: createdThere),
      [
        "PIL.Image.new().load()",
        "PIL.Image.open().load()",
        "PIL.ImageDraw.Draw()",
      ]
    ),
    (
      UnmarshallableValue(
        what: "an iterator", outcome: .notSaved,
        remedy: "Convert it to a list: `list(…)`."),
      [
        "itertools.pairwise()",
        "os.scandir()",
        "re.finditer()",
      ]
    ),
    (
      UnmarshallableValue(
        what: "a database connection", outcome: .notSaved,
        remedy: createdThere),
      [
        "duckdb.connect()",
        "sqlalchemy.create_engine()",
        "sqlalchemy.create_engine().begin()",
        "sqlalchemy.create_engine().connect()",
        "sqlalchemy.inspect()",
        "sqlalchemy.orm.Session()",
        "sqlalchemy.orm.scoped_session()",
        "sqlalchemy.orm.sessionmaker()",
        "sqlalchemy.orm.sessionmaker()()",
        "sqlite3.connect()",
      ]
    ),
    (
      UnmarshallableValue(
        what: "a database connection", outcome: .perhapsNotSaved,
        remedy: createdThere),
      [
        "MySQLdb.connect()",
        "cx_Oracle.connect()",
        "google.cloud.bigquery.Client()",
        "mysql.connector.connect()",
        "oracledb.connect()",
        "psycopg.connect()",
        "psycopg.connect().cursor()",
        "psycopg2.connect()",
        "psycopg2.connect().cursor()",
        "pymongo.MongoClient()[][]",
        "pymssql.connect()",
        "pymysql.connect()",
        "pymysql.connect().cursor()",
        "pyodbc.connect()",
        "pyodbc.connect().cursor()",
        "redis.Redis()",
        "redis.StrictRedis()",
        "redis.from_url()",
        "snowflake.connector.connect()",
      ]
    ),
    (
      UnmarshallableValue(
        what: "a database cursor", outcome: .notSaved,
        remedy: "Fetch the rows and pass those."),
      [
        "duckdb.connect().cursor()",
        "duckdb.connect().execute()",
        "duckdb.connect().query()",
        "duckdb.connect().sql()",
        "duckdb.query()",
        "duckdb.sql()",
        "sqlalchemy.create_engine().connect().execute()",
        "sqlite3.connect().cursor()",
        "sqlite3.connect().cursor().execute()",
        "sqlite3.connect().execute()",
        "sqlite3.connect().executemany()",
        "sqlite3.connect().executescript()",
      ]
    ),
    (
      UnmarshallableValue(
        what: "a socket or an object that holds one", outcome: .notSaved,
        remedy: createdThere),
      [
        "grpc.insecure_channel()",
        "grpc.secure_channel()",
        "grpc.server()",
        "http.server.HTTPServer()",
        "http.server.ThreadingHTTPServer()",
        "socket.create_connection()",
        "socket.create_server()",
        "socket.socket()",
        "socketserver.TCPServer()",
        "socketserver.ThreadingTCPServer()",
        "socketserver.UDPServer()",
      ]
    ),
    (
      UnmarshallableValue(
        what: "a tuple with a traceback", outcome: .notSaved,
        remedy: "Pass the text: `traceback.format_exc()`."),
      ["sys.exc_info()"]
    ),
    (
      UnmarshallableValue(
        what: "a client with open connections", outcome: .notSaved,
        remedy: createdThere),
      [
        "aiohttp.ClientSession()",
        "boto3.client()",
        "boto3.resource()",
        "boto3.resource().Bucket()",
        "http.client.HTTPSConnection()",
        "httpx.AsyncClient()",
        "httpx.Client()",
      ]
    ),
    (
      UnmarshallableValue(
        what: "an SSL context", outcome: .notSaved,
        remedy: createdThere),
      [
        "ssl.SSLContext()",
        "ssl.create_default_context()",
      ]
    ),
    (
      UnmarshallableValue(
        what: "an executor or worker pool", outcome: .notSaved,
        remedy: createdThere),
      [
        "concurrent.futures.ProcessPoolExecutor()",
        "concurrent.futures.ThreadPoolExecutor()",
        "concurrent.futures.process.ProcessPoolExecutor()",
        "concurrent.futures.thread.ThreadPoolExecutor()",
        "multiprocessing.Pool()",
        "multiprocessing.Pool().apply_async()",
        "multiprocessing.Pool().imap()",
        "multiprocessing.Pool().imap_unordered()",
        "multiprocessing.Pool().map_async()",
        "multiprocessing.dummy.Pool()",
        "multiprocessing.get_context().Pool()",
        "multiprocessing.pool.Pool()",
        "multiprocessing.pool.ThreadPool()",
      ]
    ),
    (
      UnmarshallableValue(
        what: "bound to its process", outcome: .notSaved,
        remedy: createdThere),
      [
        "multiprocessing.Array()",
        "multiprocessing.Barrier()",
        "multiprocessing.BoundedSemaphore()",
        "multiprocessing.Condition()",
        "multiprocessing.Event()",
        "multiprocessing.JoinableQueue()",
        "multiprocessing.Lock()",
        "multiprocessing.Manager()",
        "multiprocessing.Manager().dict()",
        "multiprocessing.Manager().list()",
        "multiprocessing.Process()",
        "multiprocessing.Queue()",
        "multiprocessing.RLock()",
        "multiprocessing.RawArray()",
        "multiprocessing.RawValue()",
        "multiprocessing.Semaphore()",
        "multiprocessing.SimpleQueue()",
        "multiprocessing.Value()",
        "queue.SimpleQueue()",
        "threading.local()",
      ]
    ),
    (
      UnmarshallableValue(
        what: "the result of a test run", outcome: .notSaved, remedy: "Pass what is needed of it."),
      ["unittest.TextTestRunner().run()"]
    ),
    (
      UnmarshallableValue(
        what: "a template of Jinja", outcome: .notLoaded,
        remedy: "Pass its text, and create it where it is used."),
      [
        "jinja2.Environment().from_string()",
        "jinja2.Environment().get_template()",
        "jinja2.Template()",
      ]
    ),
    (
      UnmarshallableValue(
        what: "a weak reference", outcome: .losesReferent, remedy: "Create it in the step that uses it."),
      ["weakref.ref()"]
    ),
    (
      UnmarshallableValue(
        what: "a NumPy function made of a Python function", outcome: .perhapsNotSaved, remedy: createdThere),
      ["numpy.frompyfunc()"]
    ),
    (
      UnmarshallableValue(
        what: "a reentrant lock", outcome: .waits,
        remedy: createdThere),
      [
        "threading.Condition()",
        "threading.RLock()",
      ]
    ),
    (
      UnmarshallableValue(
        what: "a thread or program", outcome: .perhapsNotSaved,
        remedy: "Wait for it to end in the step that starts it."),
      [
        "subprocess.Popen()",
        "threading.Thread()",
        "threading.Timer()",
      ]
    ),
    (
      UnmarshallableValue(what: "a scanner of `re`", outcome: .notLoaded, remedy: createdThere),
      ["re.Scanner()"]
    ),
    (
      UnmarshallableValue(
        what: "a token of a context variable", outcome: .notSaved,
        remedy: "Reset the variable in the step that sets it."),
      ["contextvars.ContextVar().set()"]
    ),
    (
      UnmarshallableValue(
        what: "a NumPy object other than an array", outcome: .notLoaded,
        remedy: createdThere),
      [
        "numpy.dtype()",
        "numpy.errstate()",
        "numpy.finfo()",
        "numpy.iinfo()",
        "numpy.ndindex()",
        "numpy.polynomial.Chebyshev()",
        "numpy.polynomial.Chebyshev.fit()",
        "numpy.polynomial.Polynomial()",
        "numpy.polynomial.Polynomial().deriv()",
        "numpy.polynomial.Polynomial().integ()",
        "numpy.polynomial.Polynomial.fit()",
        "numpy.polynomial.Polynomial.fromroots()",
        "numpy.vectorize()",
      ]
    ),
    (
      UnmarshallableValue(
        what: "a random generator of NumPy", outcome: .notLoaded,
        remedy: createdThere),
      [
        "numpy.random.Generator()",
        "numpy.random.PCG64()",
        "numpy.random.RandomState()",
        "numpy.random.SeedSequence()",
        "numpy.random.default_rng()",
        "sklearn.utils.check_random_state()",
      ]
    ),
    (
      UnmarshallableValue(
        what: "a PDF file that is being written", outcome: .notSaved,
        remedy: "Pass the figures, and write all pages in one step."),
      ["matplotlib.backends.backend_pdf.PdfPages()"]
    ),
    (
      UnmarshallableValue(
        what: "a matrix factorized by SuperLU", outcome: .notSaved,
        remedy: "Pass the matrix, and factorize it where it is used."),
      [
        "scipy.sparse.linalg.factorized()",
        "scipy.sparse.linalg.spilu()",
        "scipy.sparse.linalg.splu()",
      ]
    ),
    (
      UnmarshallableValue(
        what: "a loaded library", outcome: .notSaved, remedy: "Load it in each step that uses it."),
      ["ctypes.CDLL()"]
    ),
    (
      UnmarshallableValue(what: "a business day calendar", outcome: .notSaved, remedy: createdThere),
      ["numpy.busdaycalendar()"]
    ),
    (
      UnmarshallableValue(what: "a broadcast of arrays", outcome: .notSaved, remedy: createdThere),
      ["numpy.broadcast()"]
    ),
    (
      UnmarshallableValue(
        what: "a private key", outcome: .notSaved,
        remedy: "Pass its bytes, and load them where they are used."),
      [
        "cryptography.hazmat.primitives.asymmetric.ec.generate_private_key()",
        "cryptography.hazmat.primitives.asymmetric.ed25519.Ed25519PrivateKey.generate()",
        "cryptography.hazmat.primitives.asymmetric.rsa.generate_private_key()",
        "cryptography.hazmat.primitives.asymmetric.x25519.X25519PrivateKey.generate()",
      ]
    ),
    (
      UnmarshallableValue(
        what: "a Word document", outcome: .notSaved,
        remedy: "Save it as a file, or make all of it in one step."),
      ["docx.Document()"]
    ),
    (
      UnmarshallableValue(
        what: "several arrays in one object", outcome: .notSaved,
        remedy: "Unpack it and pass the arrays."),
      [
        "numpy.linalg.eig()",
        "numpy.linalg.eigh()",
        "numpy.linalg.svd()",
      ]
    ),
    (
      UnmarshallableValue(
        what: "a plain `object()`", outcome: .notSaved,
        remedy: "Use a string instead."),
      [
        "object()"
      ]
    ),
    (
      UnmarshallableValue(
        what: "a masked array", outcome: .notSaved,
        remedy: "Pass its data and mask."),
      MaskedArrayTable.calls.sorted()
    ),
    (
      UnmarshallableValue(
        what: "a server proxy", outcome: .notLoaded,
        remedy: createdThere),
      [
        "xmlrpc.client.ServerProxy()"
      ]
    ),
    (
      UnmarshallableValue(
        what: "an event loop or one of its futures", outcome: .notSaved,
        remedy: createdThere),
      [
        "asyncio.new_event_loop()",
        "asyncio.new_event_loop().create_future()",
      ]
    ),
    (
      UnmarshallableValue(
        what: "a view of another object's memory", outcome: .notSaved,
        remedy: "Pass `bytes(…)` of it."),
      [
        "ctypes.create_string_buffer()",
        "ctypes.pointer()",
        "memoryview()",
        "memoryview()[]",
        "mmap.mmap()",
      ]
    ),
    (
      UnmarshallableValue(
        what: "a context variable", outcome: .notSaved,
        remedy: createdThere),
      [
        "contextvars.ContextVar()"
      ]
    ),
    (
      UnmarshallableValue(
        what: "a CSV reader or writer", outcome: .notSaved,
        remedy: "Pass the rows: `list(…)`."),
      [
        "csv.DictReader()",
        "csv.DictWriter()",
        "csv.reader()",
        "csv.writer()",
      ]
    ),
    (
      UnmarshallableValue(
        what: "an open HTTP response", outcome: .perhapsNotSaved,
        remedy: "Pass its content."),
      [
        "urllib.request.urlopen()"
      ]
    ),
    (
      UnmarshallableValue(
        what: "an lxml tree", outcome: .notSaved,
        remedy: "Pass it as a string: `lxml.etree.tostring(…)`."),
      [
        "lxml.etree.XML()",
        "lxml.etree.fromstring()",
        "lxml.etree.parse()",
      ]
    ),
    (
      UnmarshallableValue(
        what: "an object that cannot be serialized", outcome: .notSaved,
        remedy: "Pass its result."),
      [
        "cProfile.Profile()",
        "hashlib.blake2b()",
        "hashlib.md5()",
        "hashlib.new()",
        "hashlib.sha1()",
        "hashlib.sha224()",
        "hashlib.sha256()",
        "hashlib.sha384()",
        "hashlib.sha512()",
        "hmac.new()",
        "json.JSONDecoder()",
        "random.SystemRandom()",
        "select.epoll()",
        "select.poll()",
        "selectors.DefaultSelector()",
        "struct.Struct()",
        "unittest.mock.MagicMock()",
        "zlib.compressobj()",
        "zlib.decompressobj()",
      ]
    ),
  ]

  /// The methods of whatever objects a package creates.
  static let marshalledMethods23: [(package: String, method: String, value: UnmarshallableValue)] = [
    ("pandas.", ".groupby()", grouping),
    ("pandas.", ".groupby()[]", grouping),
    ("pandas.", ".items()", .generator),
    ("pandas.", ".iterrows()", .generator),
    ("pandas.", ".itertuples()", .generator),
    ("sklearn.model_selection.", ".split()", .generator),
  ]

  private static let grouping = UnmarshallableValue(
    what: "grouped data", outcome: .notSaved, remedy: "Pass the data and group it where it is used.")

  private static let createdThere = "Create it in the step that uses it."
}
