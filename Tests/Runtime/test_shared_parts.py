"""What steps change in objects that an object of shared cells holds. All cases travel in one pipeline."""

import importlib.util
import json

import pytest

import steps

IMPORTS = """
import array, collections, contextvars, dataclasses, decimal, enum, functools, io, itertools, json, random, threading, types
import xml.etree.ElementTree as ET

def see(check):
    try: return check()
    except Exception as error: return repr(error)
"""

# Each case: what a shared cell defines, what a step changes, and what the steps after it see. Names are the case's own.
CASES = {
    "read-only view": ("mp = types.MappingProxyType({'l': [8]})", "mp_x = mp['l']; mp_x.append(2)",
                       "[dict(mp), mp_x is mp['l']]", [{"l": [8, 2]}, True]),
    "view in a class": ("class Mc:\n    options = types.MappingProxyType({'l': [8]})", "Mc.options['l'].append(4)", "Mc.options['l']", [8, 4]),
    "view as a default": ("def md(d=types.MappingProxyType({'l': [1]})): return d", "md()['l'].append(2)", "md()['l']", [1, 2]),
    "view of a class": ("class Vc:\n    l = [1]\nvc = vars(Vc)", "vc['l'].append(2); Vc.more = 3", "[vc['l'] is Vc.l, vc['l'], vc['more']]", [True, [1, 2], 3]),
    "values of a dictionary": ("dv = {'a': [1]}.values()", "list(dv)[0].append(2)", "list(dv)", [[1, 2]]),
    "bound methods of Python's types": ("bm = [1].append; bg = {'a': [1]}.get; br = random.Random(0).random; bn = iter('abc').__next__",
                                        "bm(7); bg('a').append(2); br(); bn()", "[bm.__self__, bg('a'), round(br(), 3), bn()]", [[1, 7], [1, 2], 0.758, "b"]),
    "bound method of an object": ("class Bo:\n    def __init__(self): self.rows = []\n    def add(self, x): self.rows.append(x)\nbo = Bo().add", "bo(7)", "bo.__self__.rows", [7]),
    "partial functions": ("pa = functools.partial([1].append, 5); pa.log = []", "pa(); pa.log.append(1)", "[pa.func.__self__, pa.log]", [[1, 5], [1]]),
    "value of a member": ("class Me(enum.Enum):\n    A = [1]\n    B = 2", "me = Me.A; me_x = me.value; me_x.append(2); me_b = {Me.B: 1}",
                          "[me is Me.A, me_x is Me.A.value, me_x, me_b[Me.B]]", [True, True, [1, 2], 1]),
    "default of a context variable": ("cv = contextvars.ContextVar('cv', default=[1])", "cv.get().append(2)", "cv.get()", [1, 2]),
    "error": ("class Er(Exception): pass\ner = Er([1]); es = {'e': ValueError([1])}", "er.args[0].append(2); es['e'].args[0].append(2)", "[er.args[0], es['e'].args[0]]", [[1, 2], [1, 2]]),
    "slots": ("class Sl:\n    __slots__ = 'a', 'b', 'c'\n    def __init__(self): self.a = []; self.b = 0; self.c = 1\nsl = [Sl()]",
              "sl_a = sl[0].a; sl_a.append(1); sl[0].b = 2; del sl[0].c", "[sl[0].a is sl_a, sl_a, sl[0].b, hasattr(sl[0], 'c')]", [True, [1], 2, False]),
    "slots that cannot be assigned": ("@dataclasses.dataclass(frozen=True)\nclass Sf:\n    __slots__ = 'a',\n    a: list\nsf = {'s': Sf([])}", "sf['s'].a.append(1)", "sf['s'].a", [1]),
    "data of fields": ("@dataclasses.dataclass\nclass Df:\n    a: int = dataclasses.field(default=1, metadata={'log': []})", "dataclasses.fields(Df)[0].metadata['log'].append(1)",
                       "dataclasses.fields(Df)[0].metadata['log']", [1]),
    "view of memory": ("mv = memoryview(bytearray(b'abc'))", "mv[0] = 65", "mv.tobytes().decode()", "Abc"),
    "thread local": ("tl = threading.local(); tl.x = 1", "tl.x = [2]; tl.y = tl.x", "[tl.x, tl.y is tl.x]", [[2], True]),
    "module that code makes": ("mm = types.ModuleType('mm_made'); exec('n = 1\\ndef f(): return n', vars(mm))", "mm.n = 2; mm.more = [mm]", "[mm.f(), mm.more[0] is mm]", [2, True]),
    "random generator with attributes": ("class Ra(random.Random):\n    log = None\n    def draw(self): self.log = [*(self.log or ()), round(self.random(), 3)]\nra = Ra(0)", "ra.draw(); ra_b = ra", "[ra.draw(), ra_b is ra, ra.log][1:]", [True, [0.844, 0.758]]),
    "object that cannot be copied": ("import pathlib; pathlib.Path('pages_of_test.py').write_text('class Page:\\n    def __new__(cls, x): return object.__new__(cls)\\n    def __init__(self, x): self.x = x')\nimport pages_of_test; pg = {'p': pages_of_test.Page([1])}", "pg['p'].x.append(2); pg['p'].y = pg['p'].x", "[pg['p'].x, pg['p'].y is pg['p'].x]", [[1, 2], True]),
    "databases in memory": ("import sqlite3\ndb = sqlite3.connect(':memory:'); db.row_factory = sqlite3.Row; db.execute('create table t (a)')\nclass Dc:\n    def rows(self, db=db): return [r['a'] for r in db.execute('select a from t')]\ndc = Dc(); de = db",
                            "db.execute('insert into t values (3)'); de.execute('insert into t values (4)')", "[dc.rows(), de is db, db.in_transaction]", [[3, 4], True, True]),
    # These cannot be changed in place: they travel with what holds them.
    "arrays": ("ar = {'a': array.array('i', [1])}\nclass Ac:\n    a = array.array('i', [1])", "ar_x = ar['a']; ar_x.append(2); Ac.a.append(2)", "[ar_x is ar['a'], ar_x.tolist(), Ac.a.tolist()]", [True, [1, 2], [1, 2]]),
    "texts in memory": ("sb = {'a': io.BytesIO()}\nclass Sc:\n    out = io.StringIO()", "sb['a'].write(b'x'); Sc.out.write('y')", "[sb['a'].getvalue().decode(), Sc.out.getvalue()]", ["x", "y"]),
    "texts and arrays with attributes": ("class Ta(io.StringIO):\n    n = 0\n    def write(self, text): self.n += 1; return super().write(text)\nclass Tb(array.array): pass\nta = Ta(); tb = {'b': Tb('i', [1])}", "ta.write('x'); tb['b'].append(2); tb['b'].note = 'n'", "[ta.getvalue(), ta.n, tb['b'].tolist(), tb['b'].note]", ["x", 1, [1, 2], "n"]),
    "iterators": ("class Ic:\n    i = itertools.cycle('abc')\nic = {'i': itertools.cycle('abc'), 'z': zip('ab', 'cd')}\ndef it(i=iter('abc')): return next(i)\n"
                  "def im():\n    i = iter('abc')\n    return lambda: next(i)\nim = im()", "next(Ic.i); next(ic['i']); next(ic['z']); it(); im()",
                  "[next(Ic.i), next(ic['i']), next(ic['z']), it(), im()]", ["b", "b", ["b", "d"], "b", "b"]),
    "names of one iterator": ("na = iter('abcd'); nb = na; nc = [na]", "nd = na; next(na)", "[next(nb), na is nb, nc[0] is na, nd is na]", ["b", True, True, True]),
    "elements and contexts": ("el = {'r': ET.fromstring('<a/>'), 'c': decimal.Context(prec=5)}", "el_b = ET.SubElement(el['r'], 'b'); el['c'].prec = 3", "[el['r'][0] is el_b, el['c'].prec]", [True, 3]),
    "values computed when defined": ("import time, uuid\ndef ud(t=time.time_ns()): return t\nclass Ud:\n    at = time.time_ns(); lock = threading.Lock()\n    def __init__(self, *, u=uuid.uuid4().hex): self.u = u\n"
                                     "@dataclasses.dataclass\nclass Ue:\n    t: int = time.time_ns()\nug = lambda salt=uuid.uuid4(): salt.hex\nud.salt = uuid.uuid4().hex\ndef ui():\n    t = time.time_ns()\n    return lambda: t\n"
                                     "uj = ui(); uk = functools.partial(int, time.time_ns()); ul = 1, time.time_ns()", "uf = [ud(), Ud.at, Ud().u, Ue().t, ug(), ud.salt, uj(), uk(), ul]",
                                     "[ud(), Ud.at, Ud().u, Ue().t, ug(), ud.salt, uj(), uk(), ul] == uf", True),
    "objects without content": ("ob = object(); oc = {'x': ob}\ndef od(x=ob): return x is ob", "oe = ob; of = 1", "[oe is ob, oc['x'] is ob, od()]", [True, True, True]),
}
TABLES = {
    "flags of a table": ("import pandas as pd\ntf = pd.DataFrame({'a': [1, 2]})", "tf.loc[0, 'a'] = 5; tf.attrs['n'] = 1", "[tf.set_flags(allows_duplicate_labels=False).flags.allows_duplicate_labels, setattr(tf.flags, 'allows_duplicate_labels', False), tf.flags.allows_duplicate_labels, tf.attrs, tf['a'].tolist()]", [False, None, False, {"n": 1}, [5, 2]]),
    "bits of generators": ("import numpy as np\ngb = np.random.PCG64(3); gr = np.random.Generator(gb); gl = {'m': np.random.RandomState(np.random.MT19937(4))}", "gr.random(); gr.spawn(2); gl['m'].rand()", "[gr.bit_generator is gb, gb.seed_seq.n_children_spawned, gb.state == gr.bit_generator.state, round(gr.random(), 3), round(gl['m'].rand(), 3)]", [True, 2, True, 0.237, 0.437]),
    "array with attributes": ("import numpy as np\nclass Aa(np.ndarray): note = None\naa = np.zeros(2).view(Aa); ab = aa[1:]", "aa[1] = 5; aa.note = 'n'", "[aa.tolist(), aa.note, ab.tolist(), ab.base is not None]", [[0, 5], "n", [5], True]),
    "arrays and tables in a view": ("import numpy as np, pandas as pd\nnp_v = types.MappingProxyType({'a': np.zeros(2), 't': pd.DataFrame({'a': [1]}), 'g': np.random.default_rng(0)})",
                                    "np_v['a'][0] = 5; np_v['t'].loc[0, 'a'] = 5; np_v['g'].random()",
                                    "[np_v['a'].tolist(), np_v['t']['a'].tolist(), round(np_v['g'].random(), 3)]", [[5, 0], [5], 0.27]),
}


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    """What the step after the next one sees, by case."""
    folder = tmp_path_factory.mktemp("parts")
    (folder / "notebook").mkdir()
    cases = {**CASES, **(TABLES if importlib.util.find_spec("pandas") else {})}
    shared = [(1, IMPORTS), *enumerate((shared for shared, *_ in cases.values()), 2)]
    pipeline = steps.Pipeline(folder / "artifacts", folder / "notebook", shared)
    changed = pipeline.run("change", [(number, change) for number, (_, change, *_) in enumerate(cases.values(), 100)])
    passed = pipeline.run("pass", [(300, "1")], after=["change"])
    checks = ", ".join(f"{name!r}: see(lambda: {check})" for name, (_, _, check, _) in cases.items())
    checked = pipeline.run("check", [(400, f"print(json.dumps({{{checks}}}))")], after=["pass"])
    assert (changed.status, passed.status, checked.status) == (0, 0, 0), changed.errors + passed.errors + checked.errors
    return json.loads(checked.output)


@pytest.mark.parametrize("name", [*CASES, *(pytest.param(name, marks=pytest.mark.needs("numpy", "pandas")) for name in TABLES)])
def test_what_an_object_of_shared_cells_holds(seen, name):
    assert seen[name] == {**CASES, **TABLES}[name][3]
