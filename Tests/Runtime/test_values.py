"""Values of all kinds reach the next step as they were. All of them travel in one pipeline."""

import importlib.util
import json
import sys
import textwrap

import pytest

import steps

SHARED = [
    """
import abc, array, collections, contextlib, dataclasses, datetime, decimal, enum, fractions, functools, io, itertools
import json, logging, math, operator, os, pathlib, queue, random, re, sqlite3, sys, threading, types, typing, uuid, weakref
from concurrent.futures import ThreadPoolExecutor
""",
    """
class Plain:
    kind = "plain"
    def __init__(self, value): self.value = value

class Color(enum.Enum):
    RED = 1
    GREEN = 2

@dataclasses.dataclass
class Row:
    a: int
    b: list = dataclasses.field(default_factory=list)

class Trouble(Exception):
    pass

class SGD:
    def __init__(self, parameters): self.parameters = list(parameters)
    def step(self):
        for p in self.parameters: p -= 0.5

class Celsius(float):
    def __new__(cls, value, station):
        self = super().__new__(cls, value)
        self.station = station
        return self

class Bag(collections.Counter):
    def __init__(self, owner, items=()):
        super().__init__(items.lower())
        self.owner = owner

class Recent(collections.OrderedDict):
    def __init__(self, size):
        super().__init__()
        self.size = size
    def __setitem__(self, key, value):
        super().__setitem__(key, value)
        if len(self) > self.size: self.popitem(last=False)

class Index(collections.defaultdict):
    def __init__(self): super().__init__(list)

class Replay(collections.deque):
    def __init__(self, size): super().__init__(maxlen=size)

class Tagged(set):
    def __init__(self, name, items=()):
        super().__init__(items)
        self.name = name

class Team(frozenset):
    def __new__(cls, name, items): return super().__new__(cls, items)
    def __init__(self, name, items): self.name = name

class Sequence(bytearray):
    def __init__(self, name, text):
        super().__init__(text.encode())
        self.name = name

class Audited(list):
    def __init__(self, limit):
        super().__init__()
        self.limit = limit
    def extend(self, items): super().extend(list(items)[:self.limit])

class Shift(datetime.timedelta):
    def __new__(cls, text): return super().__new__(cls, hours=float(text))

class Dice(random.Random):
    def __init__(self, sides, seed):
        super().__init__(seed)
        self.sides = sides

class Store:
    def __init__(self): self.cache, self.lock = {}, threading.Lock()
    def __getstate__(self): return {"cache": {}}
    def __setstate__(self, state):
        self.__dict__.update(state)
        self.lock = None

class Account:
    def __init__(self, owner): self.owner, self.lines = owner, []
    def __reduce__(self): return Account, (self.owner,)

class Single:
    one = None
    def __new__(cls):
        if cls.one is None: cls.one = super().__new__(cls)
        return cls.one
    def __reduce__(self): return Single, ()

class Pool:
    known = {}
    def __new__(cls, name):
        if name not in cls.known:
            cls.known[name] = super().__new__(cls)
            cls.known[name].name = name
        return cls.known[name]

class Outer:
    class Inner:
        pass

def double(x): return 2 * x
""",
]

# Each case: what the first step does, and what must hold in the next. Names start with the case's own letters.
PLAIN = {
    "builtin names": ("input = [1]; id = 2; max = 3; filter = 4", "assert (input, id, max, filter) == ([1], 2, 3, 4)"),
    "thread local": ("th_l = threading.local(); th_l.x = [1]; th_x = th_l.x", "assert th_l.x is th_x and vars(th_l) == {'x': [1]}"),
    "default of a context variable": ("import contextvars; cv_d = contextvars.ContextVar('cv_d', default=3)", "assert cv_d.get() == 3"),
    # Before Python 3.12, the file in it has a number for a name.
    **({"named temporary file": ("import tempfile; tmp_n = tempfile.NamedTemporaryFile('w+', delete=False); tmp_n.write('x')", "tmp_n.write('y'); tmp_n.flush(); assert pathlib.Path(tmp_n.name).read_text() == 'xy'; tmp_n.close(); os.unlink(tmp_n.name)")} if sys.version_info >= (3, 12) else {}),
    "cursor": ("sqc_c = sqlite3.connect(':memory:'); sqc = sqc_c.cursor(); sqc.execute('create table t (a, b)'); sqc.executemany('insert into t values (?, ?)', [(1, 'x'), (2, None)]); sqc_r = sqc_c.cursor().execute('select a, b as \"the b\" from t'); sqc_f = next(sqc_r)",
               "assert sqc_c.in_transaction and sqc.connection is sqc_c and sqc_f == (1, 'x') and [d[0] for d in sqc_r.description] == ['a', 'the b'] and sqc_r.fetchall() == [(2, None)] and sqc.execute('select count(*) from t').fetchone() == (2,)"),
    "row of a database": ("ro_c = sqlite3.connect(':memory:'); ro_c.row_factory = sqlite3.Row; ro_r = ro_c.execute('select 1 as a, 2 as b').fetchone()", "assert dict(ro_r) == {'a': 1, 'b': 2} and ro_c.execute('select 3 as c').fetchone()['c'] == 3"),
    "shared list": ("sl_a = [1]; sl_b = sl_a", "sl_b.append(2); assert sl_a == [1, 2] and sl_a is sl_b"),
    "element of a container": ("el_all = {'x': [0]}; el_one = el_all['x']", "el_one.append(1); assert el_all == {'x': [0, 1]}"),
    "attributes of an object": ("vo_n = types.SimpleNamespace(a=1); vo_d = vars(vo_n); vo_p = Plain([1]); vo_q = vo_p.__dict__", "vo_d['a'] = 2; vo_q['more'] = 3; assert vo_n.a == 2 and vo_p.more == 3 and vo_q is vars(vo_p) and vo_p.value == [1]"),
    "classes that create their objects": ("ne_t = Celsius(3.5, 'north'); ne_p = Pool('a')", "assert ne_t == 3.5 and ne_t.station == 'north' and type(ne_t) is Celsius and ne_p.name == 'a' and Pool('a') is ne_p"),
    "not a number": ("na_m = [1.0, math.nan, float('nan')]; na_d = {math.nan: 1, math.inf: 2}", "assert na_m[1] is math.nan and na_m[2] is not math.nan and na_d[math.nan] == 1 and na_d[math.inf] == 2"),
    "order of sets": ("so_a = {str(i) for i in range(40)} - {'7', '30'}; so_a |= {'x', 'y'}; so_b = set(sorted(so_a)) | {'z'}; so_c = {'in': so_a}; so_o = [list(so_a), list(so_b)]", "assert [list(so_a), list(so_b)] == so_o and so_c['in'] is so_a; so_a.add('new'); assert len(so_a) == 41"),
    "cycle": ("cy = [1]; cy.append(cy); cd = {}; cd['me'] = cd", "assert cy[1] is cy and cd['me'] is cd"),
    "cycle of objects": ("ca = Plain(None); cb = Plain(ca); ca.value = cb", "assert ca.value.value is ca and type(ca) is Plain"),
    "class identity": ("ci = Plain(1); ck = Plain; cl = [Outer.Inner(), Trouble('x')]",
                       "assert isinstance(ci, Plain) and ck is Plain and isinstance(cl[0], Outer.Inner) and isinstance(cl[1], Trouble)"),
    "enum member": ("en = Color.RED; eset = {Color.GREEN: 1}", "assert en is Color.RED and eset[Color.GREEN] == 1"),
    "attributes of members": ("class Am(enum.Enum):\n    A = (1, 'a')\n    B = (2, 'b')\n    def __init__(self, number, text): self.texts = [text]\nAm.A.texts.append('z'); Am.B.other = Am.A\nclass An(enum.Enum):\n    def __new__(cls, value, text):\n        self = object.__new__(cls); self._value_ = value; self.text = text; return self\n    X = (1, 'x')",
                              "assert Am.A.texts == ['a', 'z'] and Am.B.other is Am.A and An(1) is An.X and An.X.text == 'x'"),
    "dataclass": ("dc = Row(1, [2])", "assert dc == Row(1, [2]) and dataclasses.asdict(dc) == {'a': 1, 'b': [2]}"),
    "function of a shared cell": ("fs = double; fl = [double]", "assert fs is double and fl[0] is double"),
    "late binding": ("lb_k = 2\ndef lb(x): return x * lb_k\nlb_l = lambda x: x + lb_k",
                     "lb_k = 10; assert lb(1) == 10 and lb_l(1) == 11"),
    "global write": ("gw = 0\ndef gw_set():\n    global gw\n    gw += 5", "gw_set(); assert gw == 5"),
    "closure": ("def cl_make(n):\n    def up():\n        nonlocal n\n        n += 1\n        return n\n    def see(): return n\n    return up, see\ncl_up, cl_see = cl_make(1); cl_up()",
                "cl_up(); assert cl_see() == 3"),
    "recursive closure": ("def rc_make():\n    def f(n): return 1 if n == 0 else n * f(n - 1)\n    return f\nrc = rc_make()", "assert rc(5) == 120"),
    "defaults and attributes": ("def da(a, b=[1], *, c={'x': 1}) -> int:\n    'text'\n    b.append(a); return len(b)\nda.note = 'n'; da(0)",
                                "assert da(0) == 3 and da.note == 'n' and da.__doc__ == 'text' and da.__kwdefaults__ == {'c': {'x': 1}} and da.__annotations__['return'] is int"),
    "lambda in an object": ("lo = Plain(lambda x: x + 1); lp = functools.partial(lambda a, b: a - b, 10)", "assert lo.value(1) == 2 and lp(3) == 7"),
    "decorated": ("def de_deco(f):\n    @functools.wraps(f)\n    def inner(*a): return f(*a) + 1\n    return inner\n@de_deco\ndef de(x): return x", "assert de(1) == 2 and de.__wrapped__(1) == 1 and de.__name__ == 'de'"),
    "cached function": ("@functools.lru_cache(maxsize=7)\ndef cf(x): return x * 2\ncf(1)", "assert cf(4) == 8 and cf.cache_info().maxsize == 7"),
    "bound method": ("bm_o = Row(1, [3]); bm = bm_o.b.append", "bm(4); assert bm_o.b == [3, 4]"),
    "generator function": ("def gf():\n    yield 1\nasync def af(): return 3", "assert list(gf()) == [1] and (await af()) == 3"),
    "single dispatch": ("@functools.singledispatch\ndef sd(x): return 'any'\n@sd.register\ndef _(x: int): return 'int'", "assert sd(1) == 'int' and sd('') == 'any'"),
    "class of a step": ("class CsBase:\n    made = []\n    def __init__(self): self.x = 1; CsBase.made.append(1)\n    def hello(self): return 'base'\nclass Cs(CsBase):\n    def __init__(self): super().__init__(); self.y = 2\n    def hello(self): return super().hello() + '!'\n    @property\n    def both(self): return self.x + self.y\n    @classmethod\n    def create(cls): return cls()\n    @staticmethod\n    def three(): return 3\ncs = Cs(); cs_c = Cs",
                        "assert isinstance(cs, Cs) and cs_c is Cs and cs.hello() == 'base!' and cs.both == 3 and Cs.three() == 3 and isinstance(Cs.create(), CsBase) and CsBase.made == [1, 1] and Cs.__mro__[1] is CsBase"),
    "registry of subclasses": ("class RsBase(abc.ABC):\n    registry = []\n    def __init_subclass__(cls, **o): super().__init_subclass__(**o); RsBase.registry.append(cls)\n    @abc.abstractmethod\n    def go(self): ...\nclass RsA(RsBase):\n    def go(self): return 1\nrs = [c() for c in RsBase.registry]",
                               "assert RsBase.registry == [RsA] and rs[0].go() == 1 and isinstance(rs[0], RsBase)\ntry: RsBase(); assert False\nexcept TypeError: pass"),
    "virtual subclass": ("class VsA(abc.ABC): pass\n@VsA.register\nclass VsB: pass", "assert isinstance(VsB(), VsA)"),
    "metaclass": ("class McMeta(type):\n    count = 0\n    def __call__(cls, *a): McMeta.count += 1; return super().__call__(*a)\nclass Mc(metaclass=McMeta): pass\nMc()", "Mc(); assert McMeta.count == 2 and type(Mc) is McMeta"),
    "attributes in the state of an object": ("class Gs:\n    fields = {}\n    def __init__(self): self.a = [1]\n    def __getstate__(self): return {'__dict__': self.__dict__, 'more': 2}\n    def __setstate__(self, state): object.__setattr__(self, '__dict__', state['__dict__'])\ngs = Gs()", "assert gs.a == [1]"),
    "formula": ("pathlib.Path('patsy').mkdir(); pathlib.Path('patsy/design.py').write_text('class Design:\\n    def __getstate__(self): raise NotImplementedError'); import patsy.design; frm = patsy.design.Design(); frm.terms = ['x']", "assert frm.terms == ['x'] and type(frm) is patsy.design.Design"),
    "attributes of subclasses": ("class Sa(datetime.date): pass\nclass Sb(decimal.Decimal): pass\nclass Sc(type(pathlib.Path())): pass\nclass Sg(random.Random): pass\nclass Se(collections.defaultdict): pass\nasc = [Sa(2024, 1, 2), Sb('1.5'), Sc('x'), Sg(0), Se(list, a=1)]\nfor asc_o in asc: asc_o.note = [asc]\nasc[3].random()", "assert all(o.note[0] is asc for o in asc) and asc[:2] == [Sa(2024, 1, 2), Sb('1.5')] and asc[2].name == 'x' and asc[4] == {'a': 1} and asc[4]['b'] == [] and round(asc[3].random(), 3) == 0.758"),
    "property of a class of its own": ("class Sp(property):\n    def __init__(self, name): super().__init__(lambda one: getattr(one, name)); self.name = name\nclass Sq:\n    a = 2; b = Sp('a')", "assert Sq().b == 2 and type(Sq.b) is Sp and Sq.b.name == 'a'"),
    "slots": ("class Sl:\n    __slots__ = ('a', 'b')\nsl = Sl(); sl.a = 1", "assert sl.a == 1 and not hasattr(sl, 'b') and not hasattr(sl, '__dict__') and isinstance(sl, Sl)"),
    "object that __new__ creates and that answers all names": ("class Nl:\n    def __new__(cls, n):\n        self = object.__new__(cls); self.data = {'n': n}; return self\n    def __getattr__(self, name): return self.data[name]\nng_o = Nl(3)", "ng_o.data['m'] = ng_o; assert ng_o.n == 3 and ng_o.m is ng_o"),
    "attributes behind descriptors": ("class Bd:\n    def __set_name__(self, owner, name): self.name = name\n    def __get__(self, one, kind): return one.__dict__[self.name]\n    def __set__(self, one, value): one.__dict__[self.name] = value * 2\nclass Be:\n    __slots__ = '__dict__', 'x'\n    a = Bd()\n    def __setattr__(self, name, value): object.__setattr__(self, name, value)\nbe = Be(); be.a = 2; be.x = 1", "assert be.a == 4 and be.x == 1"),
    "context managers": ("@contextlib.contextmanager\ndef ctm_f(x):\n    ctm_l.append(x); yield x; ctm_l.append(-x)\nctm_l = []; ctm = ctm_f(1); ctm_d = contextlib.redirect_stdout(None); ctm_n = contextlib.nullcontext(3)\nwith ctm_f(2) as ctm_v: pass",
                         "with ctm as ctm_x, ctm_n as ctm_y: assert ctm_l == [2, -2, 1] and (ctm_x, ctm_y) == (1, 3)\nassert ctm_l == [2, -2, 1, -1]"),
    "context manager of a library": ("pathlib.Path('managed_of_test.py').write_text('import contextlib\\nlog = []\\n@contextlib.contextmanager\\ndef manage(x):\\n    log.append(x)\\n    yield x'); import managed_of_test; cml = managed_of_test.manage(5); managed_of_test.log.clear()", "with cml as cml_x: assert cml_x == 5\nassert managed_of_test.log == [5]"),
    "slots of objects that forbid assignment": ("class Sx:\n    __slots__ = 'a', '__b'\n    def __init__(self): object.__setattr__(self, 'a', [self]); object.__setattr__(self, '_Sx__b', 2)\n    def __setattr__(self, name, value): raise AttributeError('frozen')\n    def b(self): return self.__b\nsx = Sx()",
                                                 "assert sx.a[0] is sx and sx.b() == 2"),
    "class of a library that creates its objects": ("pathlib.Path('pages_of_test.py').write_text('class Page:\\n    def __new__(cls, source): return make(source)\\ndef make(source):\\n    page = object.__new__(Page)\\n    page.source = source\\n    return page'); import pages_of_test; pgs = pages_of_test.Page('x')",
                                                     "assert pgs.source == 'x' and type(pgs) is pages_of_test.Page"),
    "iterators of libraries": ("import xml.etree.ElementTree as ET; il = [ET.fromstring('<a><b/><c/></a>').iter(), ET.fromstring('<a>x<b>y</b></a>').itertext()] * 2; next(il[0])", "assert il[0] is il[2] and [e.tag for e in il[0]] == ['b', 'c'] and list(il[1]) == ['x', 'y']"),
    "named tuple": ("Nt = collections.namedtuple('Nt', 'a b')\nclass Nu(typing.NamedTuple):\n    a: int\n    b: int = 3\nnt = Nt(1, 2); nu = Nu(1)", "assert nt.b == 2 and nt == Nt(1, 2) and type(nt) is Nt and nu.b == 3 and Nu(5)._replace(a=6).a == 6 and isinstance(nu, Nu)"),
    "enum of a step": ("class Es(enum.Enum):\n    A = 'a'\n    B = 'b'\n    def up(self): return self.value.upper()\nclass Ef(enum.IntFlag):\n    X = 1\n    Y = 2\nes = Es.A; ef = Ef.X | Ef.Y", "assert es is Es.A and es.up() == 'A' and list(Es) == [Es.A, Es.B] and ef == 3 and isinstance(ef, Ef) and Ef.Y in ef"),
    "dataclass of a step": ("@dataclasses.dataclass(order=True)\nclass Ds:\n    a: int\n    b: list = dataclasses.field(default_factory=list)\n    c: typing.ClassVar[int] = 4\nds = Ds(1)", "assert Ds(1) == ds and Ds(1) < Ds(2) and [f.name for f in dataclasses.fields(Ds)] == ['a', 'b'] and Ds(2).b == []"),
    "names of types": ("Tp = typing.ParamSpec('Tp') if sys.version_info >= (3, 10) else 1; Tn = typing.NewType('Tn', int)\ndef tp_f(x: typing.Callable[Tp, Tn] if Tp != 1 else 1): pass\ntp_a = typing.AnyStr",
                       "assert Tn(5) == 5 and Tn.__supertype__ is int and tp_a is typing.AnyStr\nif Tp != 1: assert tp_f.__annotations__['x'].__args__ == (Tp, Tn)"),
    "generic": ("T = typing.TypeVar('T')\nclass Ge(typing.Generic[T]):\n    def __init__(self, x: T): self.x = x\nge: Ge[int] = Ge(1)", "assert ge.x == 1 and Ge[int](2).x == 2"),
    "protocol": ("@typing.runtime_checkable\nclass Pr(typing.Protocol):\n    def go(self): ...\nclass Pq:\n    def go(self): pass", "assert isinstance(Pq(), Pr)"),
    "descriptor": ("class De:\n    def __set_name__(self, o, n): self.n = n\n    def __get__(self, o, t): return 7 if o else self\nclass Dh:\n    x = De()\ndh = Dh()", "assert dh.x == 7 and Dh.x.n == 'x'"),
    "cached property": ("class Cp:\n    @functools.cached_property\n    def x(self): return [1]\ncp = Cp(); cp.x.append(2)", "assert cp.x == [1, 2] and Cp().x == [1]"),
    "exception": ("try: 1 / 0\nexcept ZeroDivisionError as e: exc = e\nexd = Trouble('a', 2)", "assert exc.args == ('division by zero',) and exd.args == ('a', 2)"),
    "match": ("ma = re.search('(a+)(?P<n>b)', 'xxaab'); mb = re.match('x', 'xyz')", "assert ma.group(1) == 'aa' and ma['n'] == 'b' and ma.start() == 2 and mb.end() == 1"),
    "memory view": ("mv_b = bytearray(b'abcd'); mv = memoryview(mv_b); mw = memoryview(array.array('i', [1, 2, 3]))", "mv_b[0] = 65; assert mv[0] == 65 and mw.tolist() == [1, 2, 3]"),
    "views of a dict": ("dv = {'a': 1}.items(); dk = {'a': 1}.keys()", "assert list(dv) == [('a', 1)] and 'a' in dk and (sys.version_info < (3, 10) or type(dv).__name__ == 'dict_items')"),
    "callback of a weak reference": ("wcb_o = Plain(1); wcb_l = []; wcb = weakref.ref(wcb_o, lambda _: wcb_l.append('gone'))", "del wcb_o; assert wcb() is None and wcb_l == ['gone']"),
    "finalizer": ("fi_o = Plain(1); fi_l = []; fi = weakref.finalize(fi_o, fi_l.append, 'done')", "assert fi.alive; del fi_o; assert fi_l == ['done'] and not fi.alive"),
    "temporary directory": ("import tempfile; td = tempfile.TemporaryDirectory(); td_f = pathlib.Path(td.name, 'a').write_text('x')", "assert os.listdir(td.name) == ['a']"),
    "finished process": ("import subprocess; pr = subprocess.Popen([sys.executable, '-c', 'print(1)'], stdout=subprocess.PIPE); pr_o = pr.communicate()[0]", "assert pr.returncode == 0 and pr_o == b'1\\n' and pr.stdout.closed"),
    "names of nested classes": ("class Nc:\n    class Part(enum.Enum):\n        A = 1\n    class Other: pass\nnc = Nc.Other()", "import pickle; assert Nc.Part.__qualname__ == 'Nc.Part' and type(pickle.loads(pickle.dumps(nc))) is Nc.Other and pickle.loads(pickle.dumps(Nc.Part.A)) is Nc.Part.A"),
    "weak references": ("wr_o = Plain(1); wr = weakref.ref(wr_o); ws = weakref.WeakSet([wr_o]); wd = weakref.WeakValueDictionary(a=wr_o); wk = weakref.WeakKeyDictionary({wr_o: 2})", "assert wr() is wr_o and wr_o in ws and wd['a'] is wr_o and wk[wr_o] == 2"),
    "proxy of an object that is gone": ("wg_o = Plain(1); wg = weakref.proxy(wg_o); wg_c = weakref.proxy(double); del wg_o", "assert wg_c(2) == 4\ntry: wg.value\nexcept ReferenceError: pass\nelse: raise AssertionError"),
    "locks": ("lk = threading.Lock(); lh = threading.Lock(); lh.acquire(); lr = threading.RLock(); lr.acquire(); lc = threading.Condition(); lv = threading.Event(); lv.set(); lm = threading.Semaphore(2)",
              "assert not lk.locked() and lh.locked() and lr._is_owned() and lv.is_set() and lm.acquire(blocking=False)\nwith lc: pass"),
    "queue": ("qu = queue.Queue(); qu.put(1); qp = queue.PriorityQueue(); qp.put(2); qs = queue.SimpleQueue", "assert qu.get_nowait() == 1 and qp.get_nowait() == 2"),
    "finished thread": ("th = threading.Thread(target=print, name='worker'); th.start(); th.join(); tn = threading.Thread(target=double, args=(1,))", "assert not th.is_alive() and th.name == 'worker' and th.ident\ntn.start(); tn.join()"),
    "finished futures": ("with ThreadPoolExecutor(2) as fx: ff = [fx.submit(pow, 2, 3), fx.submit(int, 'x')]", "assert ff[0].result() == 8 and ff[0].done() and isinstance(ff[1].exception(), ValueError)\ntry: fx.submit(int); assert False\nexcept RuntimeError: pass"),
    "collections": ("co = collections.Counter('aab'); cq = collections.deque([1, 2], maxlen=2); ce = collections.defaultdict(lambda: [5]); cm = collections.ChainMap({'a': 1}); cu = collections.OrderedDict(a=1)",
                    "assert co['a'] == 2 and cq.maxlen == 2 and ce['new'] == [5] and cm['a'] == 1 and type(cu) is collections.OrderedDict"),
    "subclasses of containers": ("class Sd(dict):\n    def __missing__(self, k): return k\nclass St(list): pass\nsdd = Sd(a=1); sdd.extra = 2; stl = St([1])", "assert sdd['zz'] == 'zz' and sdd.extra == 2 and stl == [1] and type(stl) is St"),
    "a parser of arguments": ("import argparse; ap = argparse.ArgumentParser(); ap.add_argument('--lr', type=float, default=0.5)", "assert vars(ap.parse_args([])) == {'lr': 0.5}"),
    "numbers and times": ("nu_d = decimal.Decimal('1.50'); nu_f = fractions.Fraction(1, 3); nu_t = datetime.datetime(2024, 1, 1, tzinfo=datetime.timezone.utc); nu_u = uuid.UUID(int=5); nu_c = 1j; nu_i = 10**50; nu_n = float('nan')",
                          "assert str(nu_d) == '1.50' and nu_f * 3 == 1 and nu_t.tzinfo is datetime.timezone.utc and nu_u.int == 5 and nu_c == 1j and nu_i == 10**50 and nu_n != nu_n"),
    "singletons": ("sg = [..., NotImplemented, None, dataclasses.MISSING, int, type(None), types.FunctionType, type({}.keys())]", "assert sg[0] is ... and sg[1] is NotImplemented and sg[3] is dataclasses.MISSING and sg[4] is int and sg[5] is type(None) and sg[6] is types.FunctionType and sg[7] is type({}.keys())"),
    "iterators": ("it_l = iter([1, 2, 3]); next(it_l); it_z = zip('ab', [1, 2]); it_m = map(double, [1, 2]); it_e = enumerate('ab'); next(it_e)", "assert list(it_l) == [2, 3] and list(it_z) == [('a', 1), ('b', 2)] and list(it_m) == [2, 4] and list(it_e) == [(1, 'b')]"),
    "itertools": ("it_c = itertools.count(5, 2); next(it_c); it_h = itertools.chain([1], [2]); it_y = itertools.cycle([1, 2])", "assert next(it_c) == 7 and list(it_h) == [1, 2] and next(it_y) == 1"),
    "buffer of a stream": ("bu = io.BytesIO(b'abcdef'); bu_v = bu.getbuffer(); bu_w = bu_v[2:4]", "bu_v[0] = 65; bu_w[1] = 90; assert bu.getvalue() == b'AbcZef'"),
    "streams": ("io_s = io.StringIO('one\\ntwo\\n'); io_s.readline(); io_b = io.BytesIO(b'abc'); io_b.read(1); io_o = sys.stdout", "assert io_s.read() == 'two\\n' and io_b.read() == b'bc' and io_o is sys.stdout"),
    "open file": ("of = open('of.txt', 'w'); of.write('start\\n'); ob = open('ob.bin', 'wb+'); ob.write(b'xyz'); ob.seek(1); oc = open('of.txt'); oc.close()",
                  "of.write('end\\n'); of.close(); assert open('of.txt').read() == 'start\\nend\\n' and ob.read() == b'yz' and oc.closed and oc.name == 'of.txt'"),
    "proxy and namespace": ("px = types.MappingProxyType({'a': 1}); pn = types.SimpleNamespace(a=[1])", "assert px['a'] == 1 and pn.a == [1]"),
    "modules": ("mo = json; mp = os.path; mt = types.ModuleType('made'); mt.x = 3", "assert mo is json and mp is os.path and mt.x == 3"),
    "main module": ("import __main__ as mm; mg = globals()", "assert mm.double is double and mg is globals()"),
    "logger": ("lg = logging.getLogger('a.b')", "assert lg is logging.getLogger('a.b')"),
    "code": ("cc = compile('1 + 1', 'x', 'eval')", "assert eval(cc) == 2"),
    "operators": ("og = operator.itemgetter(1); oa = operator.attrgetter('a.b'); om = operator.methodcaller('upper')", "assert og([1, 2]) == 2 and om('a') == 'A'"),
    "random generator": ("rg = random.Random(4); rg.random(); rg_next = random.Random(4); rg_next.random(); rg_next = rg_next.random()", "assert rg.random() == rg_next"),
    "database that gives dictionaries": ("dd = sqlite3.connect(':memory:'); dd.row_factory = lambda c, r: dict(zip([d[0] for d in c.description], r)); _ = dd.execute('pragma foreign_keys = on'); _ = dd.execute('create table t (a)')", "assert dd.execute('select count(*) n from t').fetchall() == [{'n': 0}] and dd.execute('pragma foreign_keys').fetchone() == {'foreign_keys': 1}"),
    "database with converted types": ("dt_c = sqlite3.connect(':memory:', detect_types=sqlite3.PARSE_DECLTYPES); dt_c.text_factory = bytes; _ = dt_c.execute('create table t (d date, s text)'); _ = dt_c.execute('insert into t values (?, ?)', ('2024-03-01', 'x')); dt_c.commit()", "import warnings; warnings.simplefilter('ignore'); assert dt_c.execute('select d, s from t').fetchone() == (datetime.date(2024, 3, 1), b'x') and not dt_c.in_transaction and 'KALE_LSP' not in sqlite3.converters"),
    "containers with other arguments": ("co_bag = Bag('ada', 'aAb'); co_recent = Recent(2); co_recent['a'] = 1; co_recent['b'] = 2; co_recent.move_to_end('a'); co_index = Index(); co_index['x'].append(1); co_replay = Replay(2); co_replay.extend('abc')", "assert co_bag['a'] == 2 and co_bag.owner == 'ada' and list(co_recent) == ['b', 'a'] and co_recent.size == 2 and co_index['y'] == [] and co_index['x'] == [1] and list(co_replay) == ['b', 'c'] and co_replay.maxlen == 2\nco_recent['c'] = 3\nassert list(co_recent) == ['a', 'c']"),
    "sets and bytes with other arguments": ("sb_set = Tagged('n', 'xy'); sb_team = Team('A', 'xy'); sb_seq = Sequence('c', 'ACGT'); sb_list = Audited(1); sb_list.extend('abc'); sb_list.append('d'); sb_list.append(sb_list)", "assert sb_set == {'x', 'y'} and sb_set.name == 'n' and sb_team == {'x', 'y'} and sb_team.name == 'A' and sb_seq == b'ACGT' and sb_seq.name == 'c' and sb_list[:2] == ['a', 'd'] and sb_list[2] is sb_list and sb_list.limit == 1"),
    "durations and generators with other arguments": ("du = Shift('1.5'); du_dice = Dice(6, 3); du_dice.random(); du_next = random.Random(3); du_next.random(); du_next = du_next.random()", "assert du.total_seconds() == 5400 and type(du) is Shift and du_dice.sides == 6 and du_dice.random() == du_next"),
    "objects that would save less": ("ow = Store(); ow.cache['a'] = 1; ow_account = Account('ada'); ow_account.lines.append(1)", "assert ow.cache == {'a': 1} and ow.lock is not None and ow.lock.acquire(False) and ow_account.lines == [1]"),
    "single object": ("si = Single(); si.count = 5", "assert si.count == 5 and Single() is si"),
    "objects that can only save less": ("ol = Store(); ol.cache['a'] = 1; ol.socket = __import__('socket').socket()", "assert ol.cache == {} and ol.lock is None and not hasattr(ol, 'socket')"),
    "calendar of NumPy": ("import numpy as np; bd = np.busdaycalendar(weekmask='1111110', holidays=['2024-01-01'])", "import numpy as np; assert np.busday_count('2024-01-01', '2024-01-08', busdaycal=bd) == 5"),
    "zone of dateutil": ("from dateutil import tz; zo = tz.gettz('Europe/Berlin')", "from dateutil import tz; assert zo is tz.gettz('Europe/Berlin') and zo is not None"),
    "memory database": ("db = sqlite3.connect(':memory:'); _ = db.execute('create table t (a)'); _ = db.execute('insert into t values (7)'); db.commit()", "assert db.execute('select a from t').fetchall() == [(7,)]"),
    "database file": ("df_db = sqlite3.connect('shop.db'); _ = df_db.execute('create table t (a)'); _ = df_db.execute('insert into t values (7)'); df_db.commit()", "assert df_db.execute('select a from t').fetchall() == [(7,)]"),
    "deep list": ("dl = []\nfor _n in range(30000): dl = [dl]", "depth = 0\nwhile dl: dl = dl[0]; depth += 1\nassert depth == 30000"),
    "linked list": ("ll = None\nfor _n in range(5000): ll = Plain(ll)", "depth = 0\nwhile ll: ll = ll.value; depth += 1\nassert depth == 5000"),
    "functions of another namespace": ("fo_ns = {}; exec('k = 3\\ndef f(): return k', fo_ns); fo = fo_ns['f']", "assert fo() == 3; fo_ns['k'] = 4; assert fo() == 4"),
    "empty cell": ("def ec_make():\n    def f(): return later\n    if False: later = 1\n    return f\nec = ec_make()", "try: ec(); assert False\nexcept NameError: pass"),
    "source": ("def src(x):\n    return x + 41", "import inspect; assert 'x + 41' in inspect.getsource(src)"),
    "equality that raises": ("class Eq:\n    def __eq__(self, o): raise RuntimeError\n    __hash__ = None\neq = Eq()", "assert isinstance(eq, Eq)"),
    "repr that raises": ("class Rp:\n    def __repr__(self): raise RuntimeError\n    def __len__(self): raise RuntimeError\n    def __bool__(self): raise RuntimeError\nrp = Rp(); rps = [rp]", "assert isinstance(rp, Rp) and rps[0] is rp"),
    "delegated attributes": ("class Dlg:\n    def __init__(self, o): self.o = o\n    def __getattr__(self, n): return getattr(self.o, n)\ndlg = Dlg([3, 1]); dlg.sort()", "assert dlg.index(3) == 1 and type(dlg).__name__ == 'Dlg'"),
    "attributes of records": ("class Flr:\n    def __init__(self): self.f = {'x': 1}\n    def __getattr__(self, n):\n        try: return self.f[n]\n        except KeyError: raise AttributeError(n)\nflr = Flr()", "assert flr.x == 1 and not hasattr(flr, 'y')"),
    "attributes of a dictionary": ("class Adx(dict):\n    def __getattr__(self, n): return self[n]\n    __setattr__ = dict.__setitem__\nadx = Adx(x=[1]); adx.y = 2", "assert adx.x == [1] and adx == {'x': [1], 'y': 2} and type(adx).__name__ == 'Adx'"),
    "dictionary that is its attributes": ("class Sdx(dict):\n    def __init__(self, **k): super().__init__(**k); self.__dict__ = self\nsdx = Sdx(x=1); sdx_x = {'s': sdx}", "sdx.y = 2; assert sdx == {'x': 1, 'y': 2} and sdx_x['s'] is sdx"),
    "hash in a cycle": ("class Hcx:\n    def __init__(self, n): self.n, self.near, self.z = n, set(), 3\n    def __hash__(self): return hash(self.n)\n    def __eq__(self, o): return self.n == o.n\nhcx = [Hcx('a'), Hcx('b')]; hcx[0].near.add(hcx[1]); hcx[1].near.add(hcx[0])", "assert hcx[1] in hcx[0].near and hcx[0] in hcx[1].near and list(vars(hcx[0])) == ['n', 'near', 'z']"),
    "frozen records in a cycle": ("@dataclasses.dataclass(frozen=True)\nclass Frx:\n    n: str\n    near: dict = dataclasses.field(default_factory=dict, compare=False)\nfrx = [Frx('a'), Frx('b')]; frx[0].near[frx[1]] = 1; frx[1].near[frx[0]] = 2", "assert frx[0].near[frx[1]] == 1 and frx[1].near == {frx[0]: 2}"),
    "attributes that raise": ("class Ga:\n    def __getattr__(self, n):\n        if n.startswith('__'): raise AttributeError(n)\n        raise RuntimeError(n)\nga = Ga()", "assert isinstance(ga, Ga)"),
    "weak proxy": ("wp_o = Plain(3); wp = weakref.proxy(wp_o)", "assert wp.value == 3 and type(wp) is weakref.ProxyType; wp_o.value = 4; assert wp.value == 4"),
    "super object, by dill": ("class Su(Plain):\n    def up(self): return super()\nsu = Su(1).up()", "assert su.kind == 'plain'"),
    "cache with content": ("cw_runs = []\n@functools.lru_cache(maxsize=3)\ndef cw(x, y=1): cw_runs.append(x); return x * y\ncw(1); cw(2, y=3); cw('a'); cw(1)\n@functools.lru_cache(maxsize=None)\ndef cw_n(x): cw_runs.append(x); return [x]\ncw_v = cw_n(4)",
                           "assert cw.cache_info()[:2] == (1, 3) and cw(2, y=3) == 6 and cw_n(4) is cw_v and cw_runs == [1, 2, 'a', 4] and cw.cache_info().currsize == 3"),
    "method with a cache": ("class Mc_:\n    runs = []\n    @functools.lru_cache\n    def go(self, x): Mc_.runs.append(x); return x\nmc_ = Mc_(); mc_.go(1)", "mc_.go(1); mc_.go(2); assert Mc_.runs == [1, 2]"),
    "generator that has not started": ("def gn_make(n, *rest, up=1, **more):\n    while n: yield n; n -= up\ngn_l = [1, 2]; gn_a = gn_make(3, 7, up=1, z=2); gn_b = (x * 2 for x in gn_l); gn_c = iter(x for x in ()); list(gn_c)",
                                       "gn_l.append(3); assert list(gn_a) == [3, 2, 1] and list(gn_b) == [2, 4, 6] and list(gn_c) == []"),
    "generator of a library": ("gl = pathlib.Path('.').glob('*.nothing') if sys.version_info < (3, 13) else itertools.repeat(1, 2); gl_w = os.walk('nowhere')", "assert list(gl) in ([], [1, 1]) and list(gl_w) == []"),
    "writer of CSV": ("import csv; wc_f = open('wc.csv', 'w', newline=''); wc = csv.writer(wc_f, delimiter=';'); _ = wc.writerow([1, 2]); wc_d = csv.DictWriter(wc_f, ['a'])", "_ = wc.writerow([3, 4]); _ = wc_d.writerow({'a': 5}); wc_f.close(); assert open('wc.csv').read().split() == ['1;2', '3;4', '5']"),
    "file that was read by lines": ("with open('fl.txt', 'w') as fl_w: _ = fl_w.write('one\\ntwo\\nthree\\n')\nfl_f = open('fl.txt'); next(fl_f); import csv; fl_r = csv.reader(open('fl.txt')); next(fl_r)", "assert next(fl_f) == 'two\\n' and next(fl_r) == ['two']"),
    "finished task": ("import asyncio\nasync def ft_f(): return 5\nft = asyncio.ensure_future(ft_f()); await ft; ft_q = asyncio.Queue(); await ft_q.put(1)", "assert ft.done() and ft.result() == 5 and await ft_q.get() == 1"),
    "context variable": ("import contextvars; cv_v = contextvars.ContextVar('cv_v'); cv_s = cv_v.set([1]); del cv_s", "assert cv_v.get() == [1]"),
    "exception with arguments": ("class Ex(Exception):\n    def __init__(self, code, *, note): self.code = code; super().__init__(f'{code}: {note}')\ntry:\n    try: {}['k']\n    except KeyError as e: raise Ex(3, note='n') from e\nexcept Ex as e: ex = e",
                                 "assert ex.code == 3 and str(ex) == '3: n' and type(ex) is Ex and isinstance(ex.__cause__, KeyError)"),
    "class that keeps its instances": ("class Ki:\n    all = []\n    def __init__(self): self.hooks = [self.run]; self.x = 1; Ki.all.append(self)\n    def run(self): return self.x\n    def __setstate__(self, s): self.__dict__.update(s); self.again = True\nki = Ki()", "assert Ki.all[0] is ki and ki.hooks[0]() == 1 and not hasattr(ki, 'again')"),
    "module that code made": ("mk = types.ModuleType('mk_dyn'); exec('y = 3\\ndef f(): return y', vars(mk)); sys.modules['mk_dyn'] = mk", "import mk_dyn; mk.y = 4; assert mk_dyn is mk and mk.f() == 4"),
    "struct": ("import struct; sp_ = struct.Struct('<iI')", "assert sp_.pack(1, 2) == b'\\x01\\0\\0\\0\\x02\\0\\0\\0'"),
    "numbers of underscores": ("_private = 3; __dunder = 4", "assert _private == 3"),
}

ARRAYS = {
    "numpy's nan": ("nv = [1.0, np.nan]; nv_o = np.array(['a', np.nan], dtype=object); nv_d = {np.nan: 1}", "assert nv[1] is np.nan and nv_o[1] is np.nan and nv_d[np.nan] == 1"),
    "numpy number": ("nn = np.float64(2.5); ni = np.array([1, 2]).sum()", "assert round(nn, 1) == 2.5 and json.dumps(float(nn)) and {nn: 1}[2.5] and type(nn) is np.float64 and type(ni) is np.int64"),
    "masked arrays": ("mas = np.ma.masked_array([1.0, 2, 3, 4], mask=[0, 1, 0, 0], fill_value=7); mas_v = mas[1:3]; mas_d = mas.data; mas_h = mas.copy(); mas_h.harden_mask(); mas_n = np.ma.array([1]); mas_s = np.ma.array([(1, 2.0), (3, 4.0)], dtype=[('a', int), ('b', float)]); mas_b = mas_s['b']; mas_m = np.ma.masked",
                      "mas_v[0] = 5; mas_d[3] = 8; mas_b[1] = 9; assert mas.tolist() == [1, 5, 3, 8] and mas.fill_value == 7 and mas_h.hardmask and mas_n.mask is np.ma.nomask and mas_s[1]['b'] == 9 and mas_m is np.ma.masked and type(mas_v) is type(mas)"),
    "windows of an array": ("wi = np.arange(5); wi_w = np.lib.stride_tricks.sliding_window_view(wi, 2)", "wi[1] = 9; assert wi_w[:2].tolist() == [[0, 9], [9, 2]] and not wi_w.flags.writeable"),
    "view": ("vw = np.ones(3); vv = vw[:2]; vr = vw[::-1]", "vv[0] = 5; assert vw[0] == 5 and vr[2] == 5 and vw.flags.writeable"),
    "view of a table": ("import pandas as pd; vt = pd.DataFrame({'a': [1.0, 2.0], 'n': [1, 2]}); vt_a = vt['a'].to_numpy(); vt_n = vt['n'].values", "vt.loc[:, 'a'] *= 2; vt.iloc[0, 1] = 9; assert vt_a[1] == 4 and vt_n[0] == 9 and vt.a[1] == 4"),
    "array that a table copies when it changes": ("import pandas as pd; vu = pd.DataFrame({'a': [1.0, 2.0], 'b': [3.0, 4.0]}); vu_s = vu['b']; vu_a = vu['a'].to_numpy()", "vu.loc[:, 'a'] *= 2; vu.iloc[0, 1] = 9; assert vu_a[1] == 2 and vu_s[0] == 3 and vu.a[1] == 4"),
    "view of a matrix": ("v2 = np.arange(12.0).reshape(3, 4); v2t = v2.T; v2c = v2[:, 1]; v2b = v2[1:, ::2]", "v2c[0] = -1; assert v2[0, 1] == -1 and v2t[1, 0] == -1; v2b[0, 0] = 99; assert v2[1, 0] == 99 and v2t.shape == (4, 3)"),
    "two views, owner gone": ("vo = np.zeros(100); vo1 = vo[10:20]; vo2 = vo[15:25]; del vo", "vo1[5] = 3; assert vo2[0] == 3 and 'vo' not in globals()"),
    "view in an object": ("vi = Plain(np.zeros(4)); vi_v = vi.value[1:3]; vi_l = [vi_v, vi.value]", "vi_v[0] = 8; assert vi.value[1] == 8 and vi_l[0] is vi_v and vi_l[1] is vi.value"),
    "view of objects": ("vb = np.array([[1], 'x', None], dtype=object); vb_v = vb[1:]", "vb_v[0] = 'new'; assert vb[1] == 'new'"),
    "large view": ("vl = np.arange(300000.0); vl_v = vl[1000:200000:2]", "vl_v[0] = -5; assert vl[1000] == -5"),
    "network": ("net = [np.ones(2), np.ones(3)]; opt = SGD(net)", "opt.step(); assert net[0][0] == 0.5 and net[1][2] == 0.5"),
    "object array": ("oa_a = np.array(['a', 1, None, (1, 2)], dtype=object); ou = np.unique(np.array(['b', 'a'], dtype=object))", "assert oa_a[3] == (1, 2) and list(ou) == ['a', 'b'] and oa_a.dtype == object"),
    "read-only array": ("ro = np.arange(5); ro.flags.writeable = False; rl = np.arange(100000); rl.flags.writeable = False", "assert not ro.flags.writeable and not rl.flags.writeable and rl[-1] == 99999"),
    "repeated memory": ("bc = np.broadcast_to(np.float64(3), (10**6, 10**6))", "assert bc.shape == (10**6, 10**6) and bc[5, 5] == 3"),
    "orders": ("fo_a = np.asfortranarray(np.arange(20000.0).reshape(100, 200)); fo_n = np.arange(40000.0).reshape(200, 200)[::2, ::2]", "assert fo_a.flags.f_contiguous and fo_a[1, 2] == 202 and fo_n[1, 1] == 402"),
    "kinds of arrays": ("ka = np.matrix([[1, 2], [3, 4]]); kr = np.rec.array([(1, 'a')], names='x,y'); km = np.ma.array([1, 2], mask=[0, 1]); kd = np.array(['2024-01-01'], 'datetime64[D]'); ks = np.array(['a', 'bc']); kz = np.zeros(0); k0 = np.array(5)",
                        "assert (ka * ka)[0, 0] == 7 and kr.x[0] == 1 and km.sum() == 1 and kd[0].astype(str) == '2024-01-01' and ks[1] == 'bc' and kz.size == 0 and k0.shape == () and km[1] is np.ma.masked"),
    "attributes of a subclass": ("class Measured(np.ndarray): pass\nsa = np.arange(3).view(Measured); sa.unit = 'kg'", "assert sa.unit == 'kg' and sa.sum() == 3 and type(sa) is Measured"),
    "function of objects": ("fu = np.frompyfunc(lambda a, b: a + b, 2, 1)", "assert list(fu([1, 2], [3, 4])) == [4, 6]"),
    "callables": ("pl = np.poly1d([1, 2]); uf = np.tanh; nl = np.linalg.norm; vf = np.vectorize(double); dt = np.dtype('f4')", "assert pl(2) == 4 and uf is np.tanh and nl is np.linalg.norm and vf([1])[0] == 2 and dt == np.float32"),
    "generators": ("ge_r = np.random.default_rng(1); ge_r.random(); ge_s = np.random.RandomState(2); ge_s.rand(); g2 = np.random.default_rng(1); g2.random(); ge_n = g2.random(); s2 = np.random.RandomState(2); s2.rand(); ge_t = s2.rand()",
                   "assert ge_r.random() == ge_n and ge_s.rand() == ge_t"),
    "generator of the module": ("gm = np.random.mtrand._rand", "assert gm is np.random.mtrand._rand"),
    "resizable": ("rz = np.zeros(4)", "rz.resize(6, refcheck=False); assert rz.shape == (6,)"),
}

TABLES = {
    "table": ("tf = pd.DataFrame({'a': [1, 2], 'b': ['x', None], 'c': pd.Categorical(['u', 'v']), 'd': pd.to_datetime(['2024-01-01', None]), 'e': pd.array([1, None], dtype='Int64')}); tf.attrs['n'] = 1; tg = tf.copy()",
              "pd.testing.assert_frame_equal(tf, tg); assert tf.attrs == {'n': 1} and str(tf.dtypes['e']) == 'Int64'"),
    "table of objects": ("to = pd.DataFrame({'r': [Row(1), Plain(2)]})", "assert isinstance(to['r'][0], Row) and to['r'][1].value == 2"),
    "same table": ("st_a = pd.DataFrame({'v': [3, 1]}); st_b = st_a", "st_b['w'] = 1; assert st_a is st_b and 'w' in st_a"),
    "index": ("ix = pd.DataFrame({'a': [1, 2]}, index=pd.MultiIndex.from_tuples([('x', 1), ('y', 2)], names=['p', 'q']))", "assert ix.loc[('y', 2), 'a'] == 2 and ix.index.names == ['p', 'q']"),
    "group by": ("gb = pd.DataFrame({'k': list('aab'), 'v': [1, 2, 3]}).groupby('k'); rw = pd.Series([1.0, 2, 3]).rolling(2)", "assert gb['v'].sum().to_dict() == {'a': 3, 'b': 3} and rw.mean().iloc[1] == 1.5"),
    "scalars": ("ts = pd.Timestamp('2024-01-01', tz='UTC'); na = pd.NA; nt_ = pd.NaT; iv = pd.Interval(0, 1)", "assert ts.year == 2024 and na is pd.NA and nt_ is pd.NaT and 0.5 in iv"),
    "attributes": ("ta = pd.DataFrame({'a': [1]}); ta.label = 'sales'; ts_ = ta['a']; ts_.unit = 'pcs'", "assert ta.label == 'sales' and ts_.unit == 'pcs' and list(ta) == ['a']"),
    "series with attributes of its own": ("class So(pd.Series):\n    _metadata = ['unit']\n    @property\n    def _constructor(self): return So\nso = So([1, 2], name='n'); so.unit = 'kg'", "assert so.unit == 'kg' and so.name == 'n' and (so * 2).tolist() == [2, 4] and type(so * 2) is So"),
    "reader in parts": ("pathlib.Path('parts.csv').write_text('a\\n1\\n2\\n3\\n'); rd_p = pd.read_csv('parts.csv', chunksize=1); next(rd_p)", "assert [part['a'].iloc[0] for part in rd_p] == [2, 3]"),
    "large table": ("lt = pd.DataFrame({c: np.arange(200000.0) for c in 'abc'}); lt['i'] = 1", "lt.loc[0, 'a'] = -1; assert lt.shape == (200000, 4) and lt['a'].sum() == sum(range(200000)) - 1"),
    "series of a table": ("sf = pd.DataFrame({'y': [1.0, 2.0], 'z': [3.0, 4.0]}); sy = sf['y']; sf_w = int(pd.__version__[0]) < 3", "import warnings\nwith warnings.catch_warnings():\n    warnings.simplefilter('ignore'); sy.iloc[0] = 9.0\nassert (sf['y'][0] == 9.0) == sf_w"),
}

LEARNING = {
    "pipeline with a lambda": ("""
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler
from sklearn.linear_model import LinearRegression
from sklearn.metrics import make_scorer
class Select(BaseEstimator, TransformerMixin):
    def __init__(self, columns=None): self.columns = columns
    def fit(self, X, y=None): return self
    def transform(self, X): return X[:, self.columns]
def worst(a, b): return float(abs(a - b).max())
sk_x = np.arange(12.0).reshape(6, 2)
sk = Pipeline([('s', Select([0])), ('f', FunctionTransformer(lambda X: X * 2)), ('g', FunctionTransformer(double)), ('c', StandardScaler()), ('m', LinearRegression())]).fit(sk_x, sk_x[:, 1])
sk_p = sk.predict(sk_x); sk_s = make_scorer(worst, greater_is_better=False); sk_e = [sk, sk.named_steps['m']]
""", "assert (sk.predict(sk_x) == sk_p).all() and isinstance(sk.named_steps['s'], Select) and sk_s(sk, sk_x, sk_x[:, 1]) <= 0 and sk_e[1] is sk.named_steps['m']"),
}

PICTURES = {
    "figure": ("import matplotlib; matplotlib.use('Agg'); import matplotlib.pyplot as plt\nfig, axes = plt.subplots(1, 2); line, = axes[0].plot([1, 2]); fh, ah = plt.subplots()",
               "line.set_ydata([3, 4]); fig.suptitle('t'); assert axes[0].lines[0] is line and fig.axes[1] is axes[1] and plt.gcf() is fh and plt.gca() is ah and plt.fignum_exists(fig.number)"),
    "drawing": ("from PIL import Image, ImageDraw\ndr_i = Image.new('RGB', (3, 3)); dr = ImageDraw.Draw(dr_i); dr.fontmode = 'L'", "dr.point((1, 1), (9, 0, 0)); assert dr_i.getpixel((1, 1)) == (9, 0, 0) and dr.fontmode == 'L'"),
}

BOOSTING = {
    "matrix": ("import xgboost as xgb; xm = xgb.DMatrix(np.arange(8.0).reshape(4, 2), label=[0, 1, 0, 1], weight=[1, 2, 3, 4], feature_names=['p', 'q']); xb = xgb.train({'max_depth': 2, 'objective': 'binary:logistic'}, xm, 2); xp = xb.predict(xm)",
               "assert xm.num_row() == 4 and list(xm.get_label()) == [0, 1, 0, 1] and list(xm.get_weight()) == [1, 2, 3, 4] and xm.feature_names == ['p', 'q'] and (xb.predict(xm) == xp).all()"),
    "quantile matrix": ("xq = xgb.QuantileDMatrix(np.arange(8.0).reshape(4, 2), label=[0, 1, 0, 1])", "assert xq.num_row() == 4 and list(xq.get_label()) == [0, 1, 0, 1]"),
}

TENSORS = {
    "tensors": ("import torch; te = torch.ones(3, requires_grad=True); tv = torch.arange(6.0); tw = tv[2:4]; tl = torch.nn.Linear(2, 1); to_ = torch.optim.SGD(tl.parameters(), lr=1.0); tl(torch.ones(1, 2)).sum().backward(); tg_ = torch.Generator().manual_seed(3); tn_ = torch.rand(1, generator=torch.Generator().manual_seed(3))",
                "assert te.requires_grad and tl.weight.grad is not None; tw[0] = 9; assert tv[2] == 9; before = tl.weight.detach().clone(); to_.step(); assert not torch.equal(before, tl.weight) and torch.equal(torch.rand(1, generator=tg_), tn_)"),
}

GROUPS = {"": PLAIN, "numpy": ARRAYS, "pandas": TABLES, "sklearn": LEARNING, "matplotlib": PICTURES, "xgboost": BOOSTING, "torch": TENSORS}
IMPORTS = {"numpy": "import numpy as np", "pandas": "import pandas as pd"}


def cases():
    for module, group in GROUPS.items():
        for name in group:
            marks = [pytest.mark.needs(module)] if module else []
            if name == "itertools" and sys.version_info >= (3, 14):
                marks.append(pytest.mark.skip("Python 3.14 does not pickle itertools"))
            yield pytest.param(module, name, id=f"{module or 'python'}: {name}", marks=marks)


CHECK = """
_results = globals().get('_results') or {{}}
try:
{check}
    _results[{name!r}] = 'ok'
except BaseException as error:
    import traceback
    _results[{name!r}] = traceback.format_exc()
"""


@pytest.fixture(scope="module", params=["next step", "step after the next"])
def results(request, tmp_path_factory):
    """What the checks of all cases say in the next step, and after the values passed through a step."""
    folder = tmp_path_factory.mktemp("values")
    (folder / "notebook").mkdir()
    groups = {name: group for name, group in GROUPS.items() if not name or importlib.util.find_spec(name)}
    imports = "\n".join(IMPORTS[name] for name in groups if name in IMPORTS)
    pipeline = steps.Pipeline(folder / "artifacts", folder / "notebook", [(1, SHARED[0] + imports), (2, SHARED[1])],
                              everything=True)
    every = {f"{module}: {name}": case for module, group in groups.items() for name, case in group.items()
             if not (name == "itertools" and sys.version_info >= (3, 14))}
    made = pipeline.run("make", [(number, make) for number, (make, _) in enumerate(every.values(), 10)])
    assert made.status == 0, made.errors
    before = "make"
    if request.param != "next step":
        passed = pipeline.run("pass", [(500, "1")], after=["make"])
        assert passed.status == 0, passed.errors
        before = "pass"
    cells = [(number, CHECK.format(name=name, check=textwrap.indent(check, "    ")))
             for number, (name, (_, check)) in enumerate(every.items(), 600)]
    checked = pipeline.run("check", cells + [(999, "print('RESULTS' + json.dumps(_results))")], after=[before])
    assert checked.status == 0, checked.errors
    missing = [entry["missing"] for step in (made, checked)
               for entry in json.loads((step.folder / "state" / "state.json").read_text())["entries"].values()
               if "missing" in entry]
    return json.loads(checked.output.split("RESULTS")[1]), checked.errors + "\n".join(missing)


@pytest.mark.parametrize("module, name", list(cases()))
def test_value(results, module, name):
    found, errors = results
    result = found[f"{module}: {name}"]
    assert result == "ok", result + errors
