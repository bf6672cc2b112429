import KaleAnalysis
import KaleRules
import KaleTestSupport
import NotebookModel
import Testing

/// Values that steps pass on, and of which the next step misses what they stand for.
@Suite struct PassedContentsTests {
  /// The findings of KALE220, KALE250 and KALE251.
  private func complaints(_ make: String, _ use: String) -> [Finding] {
    let text = """
      # %% tags=["imports"]
      import asyncio, itertools, re, sqlite3, threading
      import numpy as np
      import pandas as pd
      import xgboost as xgb
      import contextvars, functools
      from numpy.polynomial import Polynomial
      from scipy import sparse
      from sklearn.svm import SVC
      from sklearn.neighbors import KNeighborsClassifier
      from typing import Generic, TypeVar
      from concurrent.futures import ThreadPoolExecutor
      # %% tags=["functions"]
      PATTERN = re.compile("a+")
      def order(a, b):
        return b - a
      rank = functools.cmp_to_key(order)
      ACTOR = contextvars.ContextVar("actor")
      def kernel(a, b):
        return a @ b.T
      class Source:
        def __init__(self, lines):
          self.lines = self.read(lines)
        def read(self, lines):
          yield from lines
      class Simulation:
        def __init__(self):
          self.events = []
        def start(self, process):
          self.events.append(process)
      class Registry:
        def __setstate__(self, state):
          self.lock = threading.Lock()
      class Settings:
        def __setstate__(self, state):
          self.state = dict(state)
      T = TypeVar("T")
      class Stack(Generic[T]):
        pass
      class Plain:
        def __class_getitem__(cls, kind):
          return cls
      class Degrees(float):
        def __new__(cls, value, unit):
          return super().__new__(cls, value)
      def read(lines):
        yield from lines
      def work(rows):
        rows.append(1)
      def rows():
        con = sqlite3.connect(":memory:")
        con.row_factory = sqlite3.Row
        return con.execute("select 1 as x").fetchall()
      # %% tags=["step:make"]
      \(make)
      # %% tags=["step:use", "prev:make"]
      \(use)
      """
    return analysis(of: text).findings(showing: .init()).filter {
      ["KALE220", "KALE250", "KALE251"].contains($0.rule.code)
    }
  }

  @Test(arguments: [
    ("x = zip('ab', (n for n in range(3)))", "print(list(x))"),
    ("x = map(str, read([1]))", "print(list(x))"),
    ("x, y = itertools.tee(n for n in range(3))", "print(list(x))"),
    ("x = itertools.chain([1], read([2]))", "print(list(x))"),
    ("x = [m for m in map(PATTERN.match, ['a']) if m]", "print(x[0].group())"),
    ("x = [m for m in map(re.compile('a').search, ['a']) if m]", "print(x[0].group())"),
    ("x = []\nm = PATTERN.match('a')\nif m:\n  x.append(m)", "print(x[0].group())"),
    ("x = {'first': re.search('a', 'ba')}", "print(x['first'].group())"),
    ("x = rows()", "print(x[0]['x'])"),
    ("x = {hash(w): w for w in ['a']}", "print(x[hash('a')])"),
    ("x = np.memmap('a.dat', mode='w+', shape=(2,))", "x.flush()"),
    ("x = {'a': read([1])}", "print(next(x['a']))"),
    ("x = SVC(kernel=kernel)", "print(x)"),
    ("x = KNeighborsClassifier(metric=kernel).fit([[1]], [1])", "print(x)"),
    ("x = Polynomial.fit([0, 1], [0, 1], 1)", "print(x(2))"),
    ("x = re.Scanner([('a', None)])", "print(x.scan('a'))"), ("x = Registry()", "print(x)"),
  ])
  func whatKalesRuntimeLosesConcernsKaleAlone(make: String, use: String) {
    let found = complaints(make, use)
    #expect(found.map(\.isHandled) == [true], "\(make): \(found.map(\.message))")
  }

  @Test(arguments: [
    ("x = zip('ab', (n for n in range(3)))\nnext(x)", "print(list(x))", Finding.Severity.error),
    ("lines = read(['h', '1'])\nnext(lines)\nx = map(int, lines)", "print(list(x))", .error),
    ("x = map(str, read([1]))\nprint(x)", "print(list(x))", .warning),
    ("x = {'a': read([1, 2])}\nnext(x['a'])", "print(next(x['a']))", .warning),
    ("x = Source(['a', 'b'])\nnext(x.lines)", "print(next(x.lines))", .warning),
    ("x = Simulation()\nx.start(read([1]))", "print(x.events)", .warning),
    ("x = [(rank(n), n) for n in [1, 2]]", "print(min(x)[1])", .error),
    ("x = ACTOR.set('a')", "ACTOR.reset(x)", .error),
    ("x = itertools.chain([1], read([2]))\nnext(x)", "print(list(x))", .warning),
    ("pool = ThreadPoolExecutor()\nx = [pool.submit(str, 1)]", "print(x[0].result())", .warning),
    ("pool = ThreadPoolExecutor()\nx = pool.submit(str, 1)", "print(x.result())", .warning),
    ("x = [asyncio.create_task(asyncio.sleep(1))]", "await asyncio.gather(*x)", .warning),
    ("x = []\nt = threading.Thread(target=work, args=(x,))\nt.start()", "print(x)", .warning),
    ("x = set()\nfor n in [object]:\n  x.add(id(n))", "print(id(object) in x)", .warning),
    ("x = {}\nx[id(str)] = 1", "print(x.get(id(str)))", .warning),
    ("x = sqlite3.connect('a.db')\nx.execute('insert into t values (1)')", "x.execute('select 1')", .warning),
    ("x = sqlite3.connect('a.db')\nx.execute('create temp table t (a)')", "x.execute('select 1')", .warning),
    (
      "x = sqlite3.connect(':memory:')\nx.create_function('twice', 1, lambda n: 2 * n)",
      "x.execute('select TWICE(1)')", .warning
    ),
    (
      "x = sqlite3.connect(':memory:')\nx.execute(\"attach 'b.db' as other\")",
      "x.execute('select a from other.t')",
      .warning
    ),
  ])
  func whatNoRuntimePassesConcernsBoth(make: String, use: String, severity: Finding.Severity) {
    let found = complaints(make, use)
    #expect(found.map(\.isHandled) == [false], "\(make): \(found.map(\.message))")
    #expect(found.map(\.severity) == [severity], "\(make)")
  }

  @Test(arguments: [
    ("x = zip('ab', [1, 2])", "print(list(x))"), ("x = list(zip('ab', read([1])))", "print(x)"),
    ("x = [m.group() for m in map(PATTERN.match, ['a']) if m]", "print(x)"),
    ("x = [('a', PATTERN), ('b', PATTERN.match)]", "print(x[0][1].match('a'))"),
    ("pool = ThreadPoolExecutor()\nx = [pool.submit(str, 1).result()]", "print(x)"),
    ("x = []\nt = threading.Thread(target=work, args=(x,))\nt.start()\nt.join()", "print(x)"),
    ("x = Simulation()\nx.start([1])", "print(x.events)"), ("x = Settings()", "print(x)"),
    ("x = SVC(kernel='rbf')", "print(x)"), ("x = {'a': list(read([1]))}", "print(x)"),
    ("x = {'id': 1}", "print(x['id'])"), ("x = {id(n): n for n in [1]}", "print(len(x))"),
    ("x = np.memmap('a.dat', mode='w+', shape=(2,))", "print(x.sum())"),
  ])
  func whatTravelsIsNoFinding(make: String, use: String) {
    let found = complaints(make, use)
    #expect(found.isEmpty, "\(make): \(found.map(\.message))")
  }

  @Test(arguments: [
    ("x = sparse.csr_matrix([[1]]).sum(axis=0)", "print(x.A1)"), ("x = Stack[int]()", "print(x)"),
    ("x = Degrees(3.5, 'C')", "print(x)"), ("x = [Degrees(3.5, 'C')]", "print(x)"),
    ("x = [(xgb.DMatrix([[1]]), 'train')]", "print(len(x))"),
    ("x = pd.DataFrame({'a': [1]})\nx.title = 'A'", "print(x.title)"),
    ("x = pd.DataFrame({'a': [1]})\nx.title = 'A'", "print(getattr(x, 'title', None))"),
  ])
  func whatKalesRuntimeLosesOfObjects(make: String, use: String) {
    let found = complaints(make, use)
    #expect(found.map(\.isHandled) == [true], "\(make): \(found.map(\.message))")
  }

  @Test(arguments: [
    ("x = sparse.csr_matrix([[1]]).sum(axis=0)", "print(np.asarray(x))"),
    ("x = xgb.DMatrix([[1]])", "print(x.num_row())"),
    ("x = sparse.csr_array([[1]]).sum(axis=0)", "print(x.A1)"), ("x = Plain[int]()", "print(x)"),
    ("x = Degrees.__new__", "print(1)"), ("x = pd.DataFrame({'title': [1]})\nx.title = 2", "print(x.title)"),
    ("x = pd.DataFrame({'a': [1]})\nx.columns = ['b']", "print(x.columns)"),
  ])
  func whatObjectsKeep(make: String, use: String) {
    let found = complaints(make, use)
    #expect(found.isEmpty, "\(make): \(found.map(\.message))")
  }

  @Test(arguments: [
    "x = sqlite3.connect('a.db')\nx.execute('insert into t values (1)')\nx.commit()",
    "x = sqlite3.connect(':memory:')\nx.create_function('twice', 1, lambda n: 2 * n)",
    "x = sqlite3.connect('a.db')\nwith x:\n  x.execute('insert into t values (1)')",
  ])
  func aCommittedDatabaseTravels(make: String) {
    let found = complaints(make, "print(x.execute('select 1'))")
    #expect(found.map(\.isHandled) == [true])
  }

  /// The sum looks like that of any other array in the step that makes it.
  @Test func aSumOfASparseMatrixOfAnotherStepIsAMatrix() {
    let text = """
      # %% tags=["imports"]
      from scipy import sparse
      # %% tags=["step:load"]
      rows = sparse.csr_matrix([[1]])
      # %% tags=["step:sum", "prev:load"]
      total = rows.sum(axis=0)
      # %% tags=["step:show", "prev:sum"]
      print(total.A1)
      """
    let found = analysis(of: text).findings().filter { $0.rule.code == "KALE250" }.map(\.message)
    #expect(found.count == 1 && found[0].hasPrefix("`total` is a matrix"), "\(found)")
  }
}
