#!/usr/bin/env python3
"""Values that Kale's own marshalling saves in one process and loads in another, beside what kale-lsp says of them.

    python marshalled_values.py        # prints the values of which kale-lsp says something else than what happens

Values of packages that are not installed are left out.
"""

import importlib.util
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import warnings

from kale import marshal

from comparison import KALE_LSP
from notebooks import Cell, Notebook

RULE = "unmarshallable-output"
DEFINITIONS = """
def numbers():
    yield 1
async def answer():
    return 42
async def answers():
    yield 42
"""
# Values that cannot be handed on: kale-lsp must report an error.
UNMARSHALLABLE = """
(number for number in range(3))
numbers()
answer()
answers()
sqlite3.connect(":memory:")
sqlite3.connect(":memory:").cursor()
sqlite3.connect(":memory:").execute("select 1")
socket.socket()
memoryview(b"text")
mmap.mmap(-1, 16)
contextvars.ContextVar("variable")
csv.reader(["a,b"])
csv.writer(io.StringIO())
csv.DictReader(["a,b"])
csv.DictWriter(io.StringIO(), ["a"])
ssl.create_default_context()
functools.cmp_to_key(len)
PIL.Image.new("L", (4, 4)).load()
concurrent.futures.ThreadPoolExecutor()
concurrent.futures.ProcessPoolExecutor()
concurrent.futures.ThreadPoolExecutor().map(abs, [1])
multiprocessing.Pool(1)
multiprocessing.Queue()
multiprocessing.Lock()
multiprocessing.Value("i", 1)
multiprocessing.Process()
multiprocessing.pool.ThreadPool(1)
threading.local()
queue.SimpleQueue()
asyncio.new_event_loop()
asyncio.sleep(1)
os.walk(".")
os.scandir(".")
os.popen("true")
glob.iglob("*")
pathlib.Path(".").glob("*")
itertools.pairwise([1, 2])
jinja2.Template("x")
jinja2.Environment().from_string("x")
re.finditer("a", "a")
gzip.open("value.gz", "w")
bz2.open("value.bz2", "w")
lzma.open("value.xz", "w")
tempfile.NamedTemporaryFile()
hashlib.sha256()
hmac.new(b"key", digestmod="sha256")
struct.Struct("i")
random.SystemRandom()
json.JSONDecoder()
select.epoll()
selectors.DefaultSelector()
zlib.compressobj()
http.client.HTTPSConnection("localhost")
xml.etree.ElementTree.iterparse(io.StringIO("<a/>"))
xml.etree.ElementTree.fromstring("<a/>").iter()
xml.etree.ElementTree.fromstring("<a/>").iterfind("b")
heapq.merge([1], [2])
ipaddress.ip_network("10.0.0.0/30").hosts()
networkx.connected_components(networkx.path_graph(2))
ctypes.CDLL(None)
difflib.ndiff(["a"], ["b"])
numpy.random.default_rng()
sklearn.utils.check_random_state(5)
numpy.random.RandomState()
numpy.random.PCG64()
numpy.random.SeedSequence(1)
numpy.vectorize(abs)
numpy.dtype("int32")
numpy.ma.array([1], mask=[True])
numpy.errstate()
numpy.ndindex(2, 2)
numpy.polynomial.Polynomial([1, 2])
numpy.polynomial.Polynomial([1, 2]).deriv()
numpy.polynomial.Polynomial([1, 2]).integ()
numpy.polynomial.Polynomial.fit([0, 1, 2], [0, 1, 4], 1)
numpy.polynomial.Polynomial.fromroots([1, 2])
numpy.polynomial.Chebyshev([1, 2])
numpy.polynomial.Chebyshev.fit([0, 1, 2], [0, 1, 4], 1)
re.Scanner([("a", None)])
contextvars.ContextVar("actor").set("x")
numpy.linalg.eig(numpy.eye(2))
numpy.linalg.svd(numpy.eye(2))
matplotlib.backends.backend_pdf.PdfPages("value.pdf")
scipy.sparse.linalg.factorized(scipy.sparse.eye(2, format="csc"))
scipy.sparse.linalg.spilu(scipy.sparse.eye(2, format="csc"))
scipy.sparse.linalg.splu(scipy.sparse.eye(2, format="csc"))
numpy.busdaycalendar(holidays=["2024-01-01"])
numpy.broadcast(numpy.arange(2), numpy.arange(2))
cryptography.hazmat.primitives.asymmetric.ed25519.Ed25519PrivateKey.generate()
cryptography.hazmat.primitives.asymmetric.x25519.X25519PrivateKey.generate()
docx.Document()
object()
unittest.mock.MagicMock()
pandas.DataFrame({"a": [1]}).groupby("a")
pandas.DataFrame({"a": [1]}).iterrows()
sklearn.model_selection.KFold(2).split([1, 2])
"""
# Values that can: kale-lsp must say nothing.
MARSHALLABLE = """
lambda: 1
numbers
os
print
map(str, [1])
zip([1])
enumerate([1])
iter([1])
itertools.count()
itertools.chain([1])
re.compile("a")
threading.Lock()
threading.Event()
queue.Queue()
collections.deque()
collections.defaultdict(list)
functools.partial(print)
logging.getLogger("name")
random.Random()
io.StringIO("text")
subprocess.run(["true"])
pathlib.Path(".")
os.environ
datetime.datetime.now()
decimal.Decimal(1)
uuid.uuid4()
xml.etree.ElementTree.fromstring("<a/>")
concurrent.futures.Future()
contextlib.suppress(ValueError)
http.client.HTTPConnection("localhost")
sqlite3.connect(":memory:").execute("select 1").fetchall()
hashlib.sha256().hexdigest()
list(numbers())
os.listdir(".")
argparse.ArgumentParser()
types.SimpleNamespace()
numpy.array([1])
numpy.float64(1)
numpy.random.default_rng().random(3)
pandas.DataFrame({"a": [1]})
pandas.DataFrame({"a": [1]}).groupby("a").size()
pandas.DataFrame({"a": [1]}).rolling(1)
sklearn.model_selection.KFold(2)
"""


def listed(text):
    """The expressions of a list whose packages are there."""
    expressions = text.strip().splitlines()
    return [expression for expression in expressions if all(map(is_installed, modules(expression)))]


def modules(expression):
    """The modules that an expression names, by their dotted paths."""
    paths = re.findall(r"(?<![\w.\"])((?:[a-z]|PIL)\w*(?:\.\w+)*)(?=\.\w)", expression)
    known = ["PIL.Image", "concurrent.futures", "http.client", "xml.etree.ElementTree", "multiprocessing.pool", "sklearn.model_selection", "unittest.mock"]
    named = {next((module for module in known if path.startswith(module)), path.split(".")[0]) for path in paths}
    return sorted(named | ({"os"} if expression == "os" else set()))


def is_installed(module):
    return importlib.util.find_spec(module.split(".")[0]) is not None


def imports(expression):
    return "".join(f"import {module}\n" for module in modules(expression))


def survives(expression, folder):
    """Whether Kale saves the value, and another process loads it."""
    folder.mkdir()

    def save():
        names = {"__name__": "__main__"}
        exec(f"{imports(expression)}{DEFINITIONS}\nvalue = {expression}", names)
        marshal.save(names["value"], "value")

    return ends_well(save, folder) and ends_well(lambda: marshal.load("value"), folder)


def ends_well(work, folder):
    """Whether a process of its own comes to the end of the work."""
    process = os.fork()
    if process == 0:
        status = 1
        try:
            os.setsid()
            os.chdir(folder)
            nowhere = os.open(os.devnull, os.O_RDWR)
            for stream in range(3):
                os.dup2(nowhere, stream)
            warnings.simplefilter("ignore")
            marshal.set_data_dir(str(folder))
            work()
            status = 0
        finally:
            # Whatever threads and processes the value has.
            os._exit(status)
    _, status = os.waitpid(process, 0)
    return os.waitstatus_to_exitcode(status) == 0


def severities(expressions, folder):
    """For each expression the severity of what kale-lsp says of it, None for nothing."""
    paths = []
    for number, expression in enumerate(expressions):
        cells = [
            Cell(imports(expression) or "pass", ["imports"]),
            Cell(DEFINITIONS.strip(), ["functions"]),
            Cell(f"value = {expression}", ["step:make"]),
            Cell("print(value)", ["step:take", "prev:make"]),
        ]
        paths.append(str(Notebook(cells).write(folder / f"{number}.ipynb")))
    command = [str(KALE_LSP), "check", "--runtime", "kale", "--output-format", "json", *paths]
    process = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True)
    found = {}
    for finding in json.loads(process.stdout):
        if finding["name"] == RULE:
            found[pathlib.Path(finding["path"]).name] = finding["severity"]
    return [found.get(f"{number}.ipynb") for number in range(len(expressions))]


def misjudged():
    """A sentence for each value of which kale-lsp says something else than what happens."""
    bad, good = listed(UNMARSHALLABLE), listed(MARSHALLABLE)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name).resolve()
        said = severities(bad + good, folder)
        for number, expression in enumerate(bad + good):
            is_bad = number < len(bad)
            if survives(expression, folder / f"value{number}") == is_bad:
                yield f"{expression} is {'' if is_bad else 'not '}handed on"
            if said[number] != ("error" if is_bad else None):
                yield f"of {expression} kale-lsp says {said[number]}"


def main():
    found = list(misjudged())
    print(*found, sep="\n", end="\n" if found else "")
    print(f"{len(listed(UNMARSHALLABLE))} values that cannot be handed on, {len(listed(MARSHALLABLE))} that can:", end=" ")
    print(f"{len(found)} misjudged")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
