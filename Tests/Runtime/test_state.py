"""State without a name, and what steps change in the objects of shared cells."""

import os
import shutil

import pytest


UNNAMED = {
    "removed working directory": ("import os, tempfile\nd = tempfile.mkdtemp(); os.chdir(d); os.rmdir(d)",
                                  "try: print(os.getcwd())\nexcept FileNotFoundError: print('gone')"),
    "closed objects": ("import sqlite3, io\ncon = sqlite3.connect(':memory:'); con.row_factory = sqlite3.Row; cursor = con.cursor(); con.close()\nt = io.StringIO('x'); t.close(); b = io.BytesIO(b'x'); b.close()",
                       "try: con.execute('select 1')\nexcept sqlite3.ProgrammingError as e: print(e)\nprint(con.row_factory is sqlite3.Row, t.closed, b.closed, type(cursor).__name__)"),
    "line ends of a table": ("import csv\nwith open('ends.csv', 'w', newline='') as w: n = w.write('a,b\\r\\n1,2\\r\\n3,\"x\\r\\ny\"\\r\\n5,6\\r\\n')\n"
                             "r = csv.DictReader(open('ends.csv', newline='')); first = next(r)\nf = open('ends.csv'); line = next(f)", "print(first, list(r), line, list(f))"),
    "random": ("import random; random.seed(3); random.random()", "import random; print(random.random())"),
    "numpy.random": ("import numpy as np; np.random.seed(3); np.random.rand()", "import numpy as np; print(np.random.rand())"),
    "numpy options": ("import numpy as np; np.set_printoptions(precision=2); _ = np.seterr(divide='ignore')",
                      "import numpy as np; print(np.array([1 / 3]), np.geterr()['divide'])"),
    "pandas options": ("import pandas as pd; pd.set_option('display.precision', 2); pd.options.display.max_columns = 3",
                       "import pandas as pd; print(pd.Series([1 / 3]), pd.get_option('display.max_columns'))"),
    "matplotlib options": ("import matplotlib; matplotlib.rcParams['lines.linewidth'] = 7.5",
                           "import matplotlib; print(matplotlib.rcParams['lines.linewidth'])"),
    "sklearn options": ("import sklearn; sklearn.set_config(transform_output='pandas')",
                        "import sklearn; print(sklearn.get_config()['transform_output'])"),
    "environment": ("import os; os.environ['MODE'] = 'x'; os.environ.pop('LANGUAGE_OF_TEST', None)",
                    "import os; print(os.environ['MODE'], os.environ.get('LANGUAGE_OF_TEST'))"),
    "working directory": ("import os; os.makedirs('out/deep'); os.chdir('out/deep')",
                          "import os; print(os.path.relpath(os.getcwd(), os.environ['PWD']) if False else os.getcwd()[-8:])"),
    "decimal": ("import decimal; decimal.getcontext().prec = 5", "import decimal; print(decimal.Decimal(1) / 3)"),
    "warnings": ("import warnings; warnings.filterwarnings('error', 'never mind')",
                 "import warnings\ntry: warnings.warn('never mind'); print('no')\nexcept UserWarning: print('error')"),
    "logging": ("import logging; logging.basicConfig(level=logging.DEBUG, format='%(levelname)s:%(message)s'); logging.getLogger('a').setLevel('ERROR')",
                "import logging; print(logging.root.level, len(logging.root.handlers), logging.getLogger('a').level)"),
    "log handlers": ("import logging, sys; log = logging.getLogger('nb'); log.setLevel('INFO'); handler = logging.FileHandler('nb.log'); log.addHandler(handler); log.addHandler(logging.StreamHandler(sys.stdout)); log.info('one')",
                     "log.info('two'); print(open('nb.log').read().split()[-1], len(log.handlers), log.handlers[0] is handler)"),
    "standard output of the notebook's": ("import sys\nclass Tee:\n    def __init__(self, s): self.s, self.n = s, []\n    def write(self, x): self.n.append(x); return self.s.write(x)\n    def flush(self): self.s.flush()\nplain = sys.stdout; tee = Tee(plain); sys.stdout = tee; print('one', end='')",
                                          "print('two', end=''); sys.stdout = plain; print(tee.n[0], tee.n[-2])"),
    "patched module": ("import math, json; math.golden = 1.6; json.JSONEncoder.extra = lambda self: 'extra'", "import math, json; print(math.golden, json.JSONEncoder().extra())"),
    "accessor": ("import pandas as pd\n@pd.api.extensions.register_series_accessor('twice')\nclass Twice:\n    def __init__(self, s): self.s = s\n    def get(self): return 2 * self.s",
                 "import pandas as pd; print(pd.Series([1]).twice.get().tolist())"),
    "colormap": ("import matplotlib; matplotlib.colormaps.register(matplotlib.colors.ListedColormap(['r', 'g'], name='mine'))", "import matplotlib; print(matplotlib.colormaps['mine'].N)"),
    "dotted import": ("import xml.dom.minidom", "print(xml.dom.minidom.parseString('<a/>').documentElement.tagName)"),
    "import path": ("import sys, os; os.makedirs('lib'); open('lib/extra_of_test.py', 'w').write('x = 5'); sys.path.append('lib')",
                    "import extra_of_test; print(extra_of_test.x)"),
    "what a module on the import path made": ("import sys, os; os.makedirs('lib'); open('lib/shapes_of_test.py', 'w').write('class Box:\\n    n = 1\\n    def area(self): return 5\\ndef double(x): return 2 * x\\n'); sys.path.insert(0, 'lib'); import shapes_of_test; box_of_test = shapes_of_test.Box(); from shapes_of_test import double",
                                              "print(box_of_test.area(), double(2), shapes_of_test.Box.n)"),
    "first weekday": ("import calendar; calendar.setfirstweekday(6)", "import calendar; print(calendar.weekheader(2))"),
    "field size": ("import csv; _ = csv.field_size_limit(7)", "import csv; print(csv.field_size_limit())"),
    "dialects": ("import csv; csv.register_dialect('semi', delimiter=';')", "import csv; print(next(csv.reader(['a;b'], 'semi')), sorted(csv.list_dialects()))"),
    "level names": ("import logging; logging.addLevelName(25, 'NOTICE')", "import logging; print(logging.getLevelName(25))"),
    "error callback": ("import numpy as np; np.seterr(divide='call'); np.seterrcall(lambda kind, flag: print(kind))",
                       "import numpy as np; _ = np.array([1.0]) / np.array([0.0])"),
    "settings of Python": ("import gc, logging, socket, sys; gc.set_threshold(500, 5, 5); socket.setdefaulttimeout(4.5); sys.setswitchinterval(0.5)\n"
                           "if hasattr(sys, 'set_int_max_str_digits'): sys.set_int_max_str_digits(0)\n"
                           "class Log(logging.Logger): pass\nlogging.setLoggerClass(Log)\n"
                           "def note(*a, **o): record = logging.LogRecord(*a, **o); record.mark = '!'; return record\nlogging.setLogRecordFactory(note)",
                           "import gc, logging, socket, sys; print(gc.get_threshold(), socket.getdefaulttimeout(), sys.getswitchinterval(), len(str(10 ** 4500)) if hasattr(sys, 'set_int_max_str_digits') else 1,"
                           " type(logging.getLogger('new')).__name__, logging.makeLogRecord({}).mark)"),
    "more options of NumPy": ("import numpy as np; _ = np.setbufsize(16384); np.set_printoptions(override_repr=lambda a: 'array')", "import numpy as np; print(np.getbufsize(), repr(np.ones(1)))"),
    "errors of SciPy": ("import scipy.special; _ = scipy.special.seterr(loss='raise')", "import scipy.special; print(scipy.special.geterr()['loss'])"),
    "settings of XGBoost": ("import xgboost; xgboost.set_config(nthread=3)", "import xgboost; print(xgboost.get_config()['nthread'])"),
    "backend before pyplot": ("import matplotlib; matplotlib.use('agg')", "import matplotlib.pyplot; print(matplotlib.get_backend().lower())"),
    "object of a library": ("import networkx as nx; nx.config.warnings_to_ignore = {'cache'}", "import networkx; print(networkx.config.warnings_to_ignore)"),
    "module made by hand": ("import sys, types; made = types.ModuleType('made_of_test'); made.count = 3; sys.modules['made_of_test'] = made; del made",
                            "import made_of_test; made_of_test.count += 1; from made_of_test import count; print(count)"),
    "function of C code in place of another": ("import time; kept = time.sleep; calls = []\ndef sleep(seconds): calls.append(seconds); kept(0)\ntime.sleep = sleep",
                                              "import time; time.sleep(2); print(calls)"),
    "resolvers of YAML": ("import yaml, re; yaml.SafeLoader.add_implicit_resolver('!p', re.compile(r'\\d+%$'), list('123')); yaml.SafeLoader.add_constructor('!p', lambda loader, node: int(node.value[:-1]))",
                          "import yaml; print(yaml.safe_load('[5%, 20%, 7]'))"),
    "class of magics": ("from IPython.core.magic import Magics, line_magic, magics_class\n@magics_class\nclass Notes(Magics):\n    seen = []\n    @line_magic\n    def note(self, line): self.seen.append(line); print(self.seen)\nget_ipython().register_magics(Notes)",
                        "%note one"),
    "extension of IPython": ("open('extension_of_test.py', 'w').write('def load_ipython_extension(shell): shell.register_magic_function(lambda line: print(line), \"line\", \"say\")'); _ = get_ipython().run_line_magic('load_ext', 'extension_of_test')",
                             "%say hello"),
    "the shell": ("shell = get_ipython()", "print(shell is get_ipython())"),
    "verbosity of XGBoost": ("import xgboost; xgboost.set_config(verbosity=0)", "import xgboost; print(xgboost.get_config()['verbosity'])"),
    "adapters of SQLite": ("import sqlite3, json, decimal; sqlite3.register_adapter(decimal.Decimal, str); sqlite3.register_adapter(dict, lambda d: f'{d}!'); sqlite3.register_converter('json', json.loads)",
                           "import sqlite3, decimal; c = sqlite3.connect(':memory:', detect_types=sqlite3.PARSE_COLNAMES)\n"
                           "print(c.execute('select ?, ?, ? as \"x [json]\"', (decimal.Decimal('1.50'), {}, '[1]')).fetchone())"),
    "XML namespaces": ("import xml.etree.ElementTree as ET; ET.register_namespace('k', 'http://k')", "import xml.etree.ElementTree as ET; print(ET.tostring(ET.Element('{http://k}a')))"),
    "tags of YAML": ("import yaml\nclass Money(float): pass\n"
                     "yaml.add_representer(Money, lambda dumper, m: dumper.represent_scalar('!m', str(m)))\n"
                     "yaml.SafeLoader.add_constructor('!m', lambda loader, node: Money(loader.construct_scalar(node)))",
                     "import yaml; print(yaml.dump(Money(1.5)), yaml.safe_load('!m 2.5') + 1, '!m' in yaml.constructor.SafeConstructor.yaml_constructors)"),
    "pickled by a function": ("import copyreg\nclass Point: pass\ncopyreg.pickle(Point, lambda p: (str, ('point',)))", "import pickle; print(pickle.loads(pickle.dumps(Point())))"),
    "units of axes": ("import matplotlib.units as units\nclass Money(float): pass\nclass Converter(units.ConversionInterface): pass\nunits.registry[Money] = Converter()",
                      "import matplotlib.units as units; print(type(units.registry[Money]).__name__)"),
    "line magics": ("from IPython.core.magic import register_line_magic\nmark = '!'\n@register_line_magic\ndef shout(line): return print(line.upper() + mark)", "%shout hello"),
    "recursion limit": ("import sys; sys.setrecursionlimit(4321)", "import sys; print(sys.getrecursionlimit())"),
    "figures": ("import matplotlib; matplotlib.use('agg'); import matplotlib.pyplot as plt; _ = plt.figure(7); _ = plt.plot([1, 2])",
                "print(plt.get_fignums(), len(plt.gca().lines), matplotlib.get_backend().lower())"),
}
MODULES = {"numpy.random": ["numpy"], "numpy options": ["numpy"], "pandas options": ["pandas"], "figures": ["matplotlib"], "colormap": ["matplotlib"], "accessor": ["pandas"], "error callback": ["numpy"],
           "verbosity of XGBoost": ["xgboost"], "settings of XGBoost": ["xgboost"], "tags of YAML": ["yaml"], "resolvers of YAML": ["yaml"],
           "more options of NumPy": ["numpy"], "errors of SciPy": ["scipy"], "backend before pyplot": ["matplotlib"], "object of a library": ["networkx"], "units of axes": ["matplotlib"],
           "matplotlib options": ["matplotlib"], "sklearn options": ["sklearn"]}


@pytest.mark.parametrize("case", UNNAMED)
def test_state_without_name_travels(pipeline, need, case):
    """The next step prints what the notebook prints, and so does a step after one that does nothing."""
    need(*MODULES.get(case, []))
    make, check = UNNAMED[case]
    together = pipeline()
    together.environment = {**os.environ, "LANGUAGE_OF_TEST": "x"}
    expected = together.run("all", [(1, make), (2, check)])
    assert expected.status == 0, expected.errors
    shutil.rmtree(together.folder)
    apart = pipeline()
    apart.environment = together.environment
    for name, source, after in (("make", make, []), ("pass", "1", ["make"]), ("check", check, ["pass"])):
        step = apart.run(name, [(1, source)], after=after)
        assert step.status == 0, step.errors
        if name == "make":
            direct = apart.run("direct", [(1, check)], after=["make"])
    for step in (direct, apart.steps["check"]):
        assert step.output and expected.output.endswith(step.output), step.errors
        assert "Warning:" not in step.errors


@pytest.mark.needs("yaml")
def test_what_libraries_register_is_theirs(chain):
    chain("import xml.etree.ElementTree, sqlite3, yaml, copyreg, re", "import array", "1")
    assert not any(name.startswith("registry") for step in chain.steps.values() for name in step.changed)


def test_unnamed_state_that_a_step_changed_is_told(chain):
    chain("import os, random; os.environ['MODE'] = 'x'; random.random()", "1")
    assert chain.steps["step1"].changed == ["env:MODE", "random"]
    assert chain.steps["step2"].changed == []


SHARED = """
import abc, enum, functools, random, types
CONFIG = {"path": "a", "nested": {"deep": [1]}}
SEEN = []
NAMES = {"a"}
COUNT = 0
ALIAS = CONFIG
PAIR = (SEEN, 1)

def counter():
    n = 0
    def up():
        nonlocal n
        n += 1
        return n
    return up

up = counter()

def remember(x, _cache={}):
    _cache[x] = True
    return sorted(_cache)

def note(x):
    SEEN.append(x)

def count():
    global COUNT
    COUNT += 1
    return COUNT

class Number(abc.ABC): pass

class Color(enum.Enum):
    RED = 1

class Model:
    registry = []
    threshold = 1
    def __init__(self): Model.registry.append(type(self).__name__)

@functools.lru_cache
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)

settings = types.SimpleNamespace(mode="a")
model = Model()
rng = random.Random(5)
REGISTRY = {}

def register(f):
    REGISTRY[f.__name__] = f
    return f
"""

CHANGES = {
    "item": ("CONFIG['path'] = 'b'", "print(CONFIG['path'], ALIAS is CONFIG)", "b True"),
    "nested item": ("CONFIG['nested']['deep'].append(2)", "print(CONFIG['nested'], ALIAS['nested'] is CONFIG['nested'])", "{'deep': [1, 2]} True"),
    "list by a function": ("note(1)", "note(2); print(SEEN, PAIR[0] is SEEN)", "[1, 2] True"),
    "set": ("NAMES.add('b')", "print(sorted(NAMES))", "['a', 'b']"),
    "global number": ("count()", "print(count())", "2"),
    "closure": ("up(); up()", "print(up())", "3"),
    "default argument": ("remember(1)", "print(remember(2))", "[1, 2]"),
    "class attribute": ("Model.threshold = 5; Model.extra = 'x'; Model()", "print(Model.threshold, Model.extra, Model.registry)", "5 x ['Model', 'Model']"),
    "method": ("Model.go = lambda self: 'new'", "print(model.go())", "new"),
    "instance": ("model.x = [1]; settings.mode = 'b'", "print(model.x, settings.mode, isinstance(model, Model))", "[1] b True"),
    "subclass": ("Number.register(int); Number.register(Model)", "print(isinstance(3, Number), isinstance(model, Number), isinstance('', Number))", "True True False"),
    "member": ("Color.RED.shade = 'dark'", "print(Color.RED.shade, Color(1) is Color.RED)", "dark True"),
    "generator": ("rng.random()", "print(rng.random() == (lambda r: [r.random(), r.random()][1])(random.Random(5)))", "True"),
    "registry": ("@register\ndef double(x): return 2 * x", "print(REGISTRY['double'](4), REGISTRY['double'] is double)", "8 True"),
    "cache": ("fib(5)", "print(fib.cache_info().currsize, fib(5), fib.cache_info().hits)", "6 5 4"),
    "rebound": ("CONFIG = {'other': 1}", "print(CONFIG, ALIAS['path'])", "{'other': 1} a"),
    "redefined function": ("def note(x): return 'redefined'", "print(note(1), SEEN)", "redefined []"),
    "deleted": ("del SEEN", "print('SEEN' in globals())", "False"),
    "function attribute": ("note.calls = 3", "print(note.calls)", "3"),
    "reference": ("mine = CONFIG; mine['path'] = 'c'; kept = [up, Model, note]", "print(CONFIG['path'], mine is CONFIG, kept[0] is up, kept[1] is Model, kept[2] is note)", "c True True True True"),
}


@pytest.mark.parametrize("case", CHANGES)
def test_changes_of_shared_objects_travel(pipeline, case):
    change, check, printed = CHANGES[case]
    steps = pipeline(SHARED)
    for name, source, after in (("change", change, []), ("pass", "1", ["change"]), ("direct", check, ["change"]),
                                ("check", check, ["pass"])):
        step = steps.run(name, [(1, source)], after=after)
        assert step.status == 0, step.errors
    assert steps.steps["direct"].output.endswith(printed + "\n")
    assert step.output == printed + "\n"


def test_shared_values_that_differ_in_each_process_are_those_of_the_first_step(chain):
    shared = "import uuid, os, random\nrun = uuid.uuid4().hex\ninfo = {'pid': os.getpid()}\nseeds = [random.random()]"
    show = "print(run, info, seeds)"
    first, second, third = chain(show, show, show, shared=[shared])
    assert first == second == third


def test_shared_arrays(chain, need):
    need("numpy", "pandas")
    shared = ("import numpy as np, pandas as pd\ntable = pd.DataFrame({'a': [1, 2]})\nvalues = np.zeros(3)\n"
              "rng = np.random.default_rng(1)\nclass Holder:\n    data = values\n    frame = table")
    outputs = chain(
        "values[0] = 5; part = values[1:]; table['b'] = 1; rng.random()",
        "part[0] = 7; print(values, Holder.data is values, list(Holder.frame.columns), Holder.frame is table)\n"
        "print(rng.random() == np.random.default_rng(1).random(2)[1])", shared=[shared])
    assert outputs[1] == "[5. 7. 0.] True ['a', 'b'] True\nTrue\n"


def test_shared_table_that_a_step_replaces(chain, need):
    need("pandas")
    shared = "import pandas as pd\nraw = pd.DataFrame({'a': [1, None], 'b': [2, 3]})"
    outputs = chain("raw = raw.dropna(); raw['c'] = 1", "print(raw.shape, list(raw.columns))", shared=[shared])
    assert outputs[1] == "(1, 3) ['a', 'b', 'c']\n"


def test_parameters(pipeline):
    steps = pipeline()
    steps.run("first", [(1, "epochs = epochs * 2")], parameters={"epochs": 5, "rate": 0.5})
    second = steps.run("second", [(2, "print(epochs, rate, name)")], after=["first"], parameters={"epochs": 5, "rate": 0.5, "name": "x\"y"})
    assert second.output == '10 0.5 x"y\n', second.errors


def test_names_that_code_makes_from_strings(chain):
    outputs = chain("globals().update(alpha=1); exec('beta = 2')", "x = 1", "print(alpha + beta, eval('alpha'), globals()['beta'])")
    assert outputs[2] == "3 1 2\n"


@pytest.mark.cold
def test_hashes_are_the_same_in_all_steps(chain):
    first, second = chain("print(hash('text'))", "print(hash('text'))")
    assert first == second


@pytest.mark.parametrize("change", ["quiet = False", "hush()"])
def test_names_of_shared_cells_can_be_set_back(chain, change):
    shared = ["quiet = True\ndef hush():\n    global quiet\n    quiet = False"]
    chain(change, "quiet = True; other = 1", "assert quiet is True", "quiet = False", "assert quiet is False", shared=shared)


def test_deleted_names_stay_deleted(chain):
    outputs = chain("x = 1; y = 2", "del x", "print('x' in globals(), y)")
    assert outputs[2] == "False 2\n"


def test_context_variables_keep_their_values_within_a_step(pipeline):
    step = pipeline().run("one", [(1, "import contextvars; v = contextvars.ContextVar('v'); v.set(3)"), (2, "print(v.get())")])
    assert step.output.endswith("3\n"), step.errors


@pytest.mark.needs("matplotlib", "IPython")
def test_interactive_mode_of_matplotlib(pipeline):
    run = pipeline("import matplotlib.pyplot as plt")
    run.run("one", [(2, "fig = plt.figure()\nplt.close(fig)")])
    step = run.run("two", [(3, "plt.figure()\nprint(plt.isinteractive())\nplt.close('all')\nplt.ioff()")], after=["one"])
    assert step.output.startswith("True\n"), step.errors
    after = run.run("three", [(4, "print(plt.isinteractive())\nplt.plot([1])\nprint(plt.isinteractive())")], after=["two"])
    assert after.output == "False\nFalse\n", after.errors + after.output


def test_counters_of_shared_cells(pipeline):
    run = pipeline("""
import dataclasses, itertools
ids = itertools.count(1)
class Item:
    numbers = itertools.count()
    def __init__(self): self.number = next(self.numbers)
@dataclasses.dataclass
class Event:
    number: int = dataclasses.field(default_factory=itertools.count().__next__)
""")
    run.run("one", [(2, "Item(), Item(), Event(), next(ids)")])
    run.run("two", [(3, "Item(), next(ids)")], after=["one"])
    step = run.run("three", [(4, "print(Item().number, Event().number, next(ids))")], after=["two"])
    assert step.output == "3 1 3\n", step.errors + step.output


def test_context_variables_of_shared_cells_keep_their_values(chain):
    shared = ("from contextvars import ContextVar\nplace = ContextVar('place', default='none')\nempty = ContextVar('empty')",)
    outputs = chain("place.set('here')", "1", "print(place.get(), empty.get('unset'))", shared=shared)
    assert outputs[-1] == "here unset\n"


def test_a_queue_of_shared_cells_keeps_what_a_step_adds(chain):
    outputs = chain("Q.append(2)", "print(list(Q), Q.maxlen)", shared=("from collections import deque\nQ = deque([1], maxlen=5)",))
    assert outputs[1] == "[1, 2] 5\n"


CONTAINERS = {
    "OrderedDict(a=1, b=2)": ("V.move_to_end('a'); V['c'] = 3", "OrderedDict([('b', 2), ('a', 1), ('c', 3)])"),
    "Ordered(a=1)": ("V['b'] = 2", "Ordered([('a', 1), ('b', 'own 2')])"),
    "Counter('ab')": ("V.update('bb')", "Counter({'b': 3, 'a': 1})"),
    "defaultdict(list)": ("V['a'].append(1)", "defaultdict(<class 'list'>, {'a': [1]})"),
    "Table(a=1)": ("V['b'] = 2", "{'a': 1, 'b': 'own 2'}"),
    "Row([1, 2])": ("V[1] = 3; V.append(4)", "[1, 'own 3', 4]"),
    "Names([1])": ("V.remove(1); V.add(2)", "Names({'own 2'})"),
    "deque([1, 2], maxlen=2)": ("V.append(3)", "deque([2, 3], maxlen=2)"),
    "Recent([1], 2)": ("V.append(2)", "Recent([1, 'own 2'], maxlen=2)"),
    "bytearray(b'ab')": ("V.extend(b'c')", "bytearray(b'abc')"),
}


@pytest.mark.parametrize("value", CONTAINERS)
def test_containers_of_shared_cells_without_code_of_their_classes(pipeline, value):
    change, printed = CONTAINERS[value]
    steps = pipeline(f"""
from collections import *
def own(item): return f"own {{item}}"
class Ordered(OrderedDict):
    def __setitem__(self, key, item): super().__setitem__(key, item if key == "a" else own(item))
class Table(dict):
    def __setitem__(self, key, item): super().__setitem__(key, own(item))
class Row(list):
    def __setitem__(self, place, item): super().__setitem__(place, own(item))
class Names(set):
    def add(self, item): super().add(own(item))
class Recent(deque):
    def append(self, item): super().append(own(item))
V = {value}
""")
    steps.run("one", [(2, change)])
    step = steps.run("two", [(3, "print(V)")], after=["one"])
    assert step.output == printed + "\n", step.errors


ITERATORS = ["itertools.cycle([1, 2, 3])", "iter([1, 2, 3, 1, 2, 3])", "zip([1, 2, 3] * 2)", "map(int, '123123')",
             "itertools.chain([1, 2, 3], [1, 2, 3])", "reversed([3, 2, 1, 3, 2, 1])"]


@pytest.mark.parametrize("iterator", ITERATORS)
def test_iterators_of_shared_cells_go_on_after_steps_that_do_not_use_them(chain, iterator):
    shared = (f"import itertools\nNUMBERS = {iterator}\ndef number(): return next(NUMBERS)",)
    take = "print(str(number()).strip('(),'))"
    assert chain("number(), number()", take, "print(7)", take, take, shared=shared)[1:] == ["3\n", "7\n", "1\n", "2\n"]
